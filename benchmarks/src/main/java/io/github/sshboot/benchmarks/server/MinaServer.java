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

package io.github.sshboot.benchmarks.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * Apache MINA SSHD with its defaults.
 */
public final class MinaServer {

	private MinaServer() {
	}

	/**
	 * Start the server.
	 * @param args the file of the host key and the {@code authorized_keys}
	 * @throws IOException if it cannot be started
	 */
	public static void main(String[] args) throws IOException {
		SshServer server = SshServer.setUpDefaultServer();
		server.setHost("127.0.0.1");
		server.setKeyPairProvider(new FileKeyPairProvider(Path.of(args[0])));
		server.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(Path.of(args[1])));
		server.setCommandFactory((channel, command) -> new BenchmarkCommand(command));
		server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
		server.start();
		Control.serve(server.getPort());
	}

	private static final class BenchmarkCommand extends AbstractCommandSupport {

		BenchmarkCommand(String command) {
			super(command, null);
		}

		@Override
		public void run() {
			try {
				String[] words = getCommand().split(" ");
				switch (words[0]) {
					case "blob" -> Payload.write(Long.parseLong(words[1]), getOutputStream());
					case "sink" -> Payload.drain(getInputStream());
					default -> {
					}
				}
				getOutputStream().flush();
				onExit(0);
			}
			catch (IOException ex) {
				onExit(1, ex.getMessage());
			}
		}

	}

}
