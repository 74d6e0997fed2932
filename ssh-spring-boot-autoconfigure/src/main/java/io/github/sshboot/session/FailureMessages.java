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

package io.github.sshboot.session;

import io.github.sshboot.transport.PeerText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What users are told about failures.
 */
final class FailureMessages {

	private FailureMessages() {
	}

	/**
	 * Return what the user is told about a failure.
	 * @param failure the failure
	 * @return its message, or its kind if it has none
	 */
	static String oneLine(Throwable failure) {
		@Nullable String message = failure.getMessage();
		String printable = (message != null) ? PeerText.printable(message) : "";
		return printable.isEmpty() ? ClassUtils.getShortName(failure.getClass()) : printable;
	}

}
