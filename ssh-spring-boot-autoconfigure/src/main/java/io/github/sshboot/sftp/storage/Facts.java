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

package io.github.sshboot.sftp.storage;

import io.github.sshboot.sftp.SftpAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Folder} says of a file.
 *
 * @param attributes its attributes
 * @param key what tells it from all others of the file system, if there is something
 * @param device what tells its file system from others, if there is something
 */
record Facts(SftpAttributes attributes, @Nullable Object key, @Nullable Object device) {

	/**
	 * Return whether these are facts about the same file as others, as far as can be
	 * told.
	 */
	boolean isSameFile(Facts other) {
		return (this.key != null) ? this.key.equals(other.key) : other.key == null;
	}

}
