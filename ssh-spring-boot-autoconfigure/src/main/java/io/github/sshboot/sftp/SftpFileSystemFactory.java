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

import java.io.IOException;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;

/**
 * Makes the file systems that users see. A bean of this type takes the place of the
 * directories that {@code ssh.server.sftp.root} names (AsyncSSH {@code sftp_factory}).
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SftpFileSystemFactory {

	/**
	 * Make the file system for a session. It is closed when the session ends. This may
	 * block.
	 * @param identity who the user is
	 * @param connection the connection
	 * @return the file system
	 * @throws IOException if there is none for the user; the session is then refused
	 */
	SftpFileSystem create(SshIdentity identity, SshConnectionInfo connection) throws IOException;

}
