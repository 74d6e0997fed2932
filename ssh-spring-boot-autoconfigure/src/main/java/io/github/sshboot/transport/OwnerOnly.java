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

package io.github.sshboot.transport;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What makes new files and directories accessible to their owner only, where there are
 * such permissions.
 *
 * @since 0.1.0
 */
public final class OwnerOnly {

	private OwnerOnly() {
	}

	/**
	 * Return what makes a new file its owner's.
	 * @param path the file
	 * @return what to create it with
	 */
	public static FileAttribute<?>[] file(Path path) {
		return permissions(path, "rw-------");
	}

	/**
	 * Return what makes a new directory its owner's.
	 * @param path the directory
	 * @return what to create it with
	 */
	public static FileAttribute<?>[] directory(Path path) {
		return permissions(path, "rwx------");
	}

	private static FileAttribute<?>[] permissions(Path path, String permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
