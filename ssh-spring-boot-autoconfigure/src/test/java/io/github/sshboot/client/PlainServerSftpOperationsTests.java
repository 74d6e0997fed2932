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

package io.github.sshboot.client;

import java.nio.file.Path;

import io.github.sshboot.testing.OpenSshServer;

/**
 * SFTP with a server that has hardly anything beyond version 3.
 */
class PlainServerSftpOperationsTests extends AbstractSftpOperationsTests {

	@Override
	AutoCloseable startServer(Path directory, Path root) {
		return OpenSshServer.start(directory, "Subsystem sftp internal-sftp -P "
				+ "posix-rename,fsync,copy-data,lsetstat,limits,expand-path,home-directory,users-groups-by-id");
	}

	@Override
	int port(AutoCloseable server) {
		return ((OpenSshServer) server).port();
	}

	@Override
	String rootPath(Path root) {
		return root.toString();
	}

}
