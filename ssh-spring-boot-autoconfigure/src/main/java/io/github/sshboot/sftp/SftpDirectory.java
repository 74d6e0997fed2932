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

package io.github.sshboot.sftp;

import java.io.Closeable;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory, one after the other. Not thread-safe.
 *
 * @since 0.1.0
 */
public interface SftpDirectory extends Closeable {

	/**
	 * Return the next entry. An entry that goes away meanwhile is left out.
	 * @return the entry or {@code null} at the end
	 * @throws IOException if the directory cannot be read
	 */
	@Nullable SftpEntry next() throws IOException;

}
