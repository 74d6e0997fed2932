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
import java.nio.file.Path;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;

/**
 * Says which directory a user sees as "/". A bean of this type takes the place of
 * {@code ssh.server.sftp.root}; what else is configured holds for its directories.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SftpRootProvider {

	/**
	 * Return the root of a user. This may block.
	 * @param identity who the user is
	 * @param connection the connection
	 * @return a directory that exists, of any {@link java.nio.file.FileSystem}; links in
	 * the path to it are followed
	 * @throws IOException if there is none for the user; the session is then refused
	 */
	Path getRoot(SshIdentity identity, SshConnectionInfo connection) throws IOException;

}
