/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.sshboot.session.shell;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Where a shell has its lines from.
 */
interface LineSource {

	/**
	 * Read what is to be run next.
	 * @return the text, which has several lines if they were entered at once;
	 * {@code null} at the end of the input
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable String read() throws IOException, InterruptedException;

	/**
	 * Choose how lines are edited.
	 * @param editor {@code emacs} or {@code vi}
	 * @return whether lines are edited here at all
	 */
	default boolean editLike(String editor) {
		return false;
	}

	/**
	 * A command has come to its end.
	 */
	default void commandDone() throws IOException {
	}

}
