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

import io.github.sshboot.sftp.protocol.FileAttributes;

/**
 * What the user of a session works with.
 *
 * @param username the name of the user
 * @param fileSystem the files
 * @param paths resolves paths
 * @param options what is forced on the session
 * @param linksAsInDraft whether the client puts the path of a new symbolic link first, as
 * the draft of version 3 has it but OpenSSH and most others do not
 */
record SftpUser(String username, SftpFileSystem fileSystem, VirtualPaths paths, InternalSftp options,
		boolean linksAsInDraft) {

	private static final int FILE_PERMISSIONS = 0666;

	private static final int DIRECTORY_PERMISSIONS = 0777;

	/**
	 * Return the attributes of a file that is created.
	 */
	SftpAttributes newFile(FileAttributes attributes) {
		return created(attributes, FILE_PERMISSIONS);
	}

	/**
	 * Return the attributes of a directory that is created.
	 */
	SftpAttributes newDirectory(FileAttributes attributes) {
		return created(attributes, DIRECTORY_PERMISSIONS);
	}

	private SftpAttributes created(FileAttributes attributes, int otherwise) {
		SftpAttributes wanted = WireAttributes.fromClient(attributes);
		if (this.options.umask() == 0) {
			return wanted;
		}
		Integer permissions = wanted.permissions();
		return wanted.mutate()
			.permissions(((permissions != null) ? permissions : otherwise) & ~this.options.umask())
			.build();
	}

}
