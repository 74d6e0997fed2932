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

package io.github.sshboot.benchmarks.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Session.Command;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import org.jspecify.annotations.Nullable;

/**
 * The client sshj.
 */
public final class SshjClient {

	private SshjClient() {
	}

	/**
	 * Start the client.
	 * @param args the user and the file of the user's key
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		ClientControl.serve((port, cipher) -> {
			SSHClient client = new SSHClient(config(cipher));
			client.addHostKeyVerifier(new PromiscuousVerifier());
			client.connect("127.0.0.1", port);
			client.authPublickey(args[0], args[1]);
			return new SshjConnection(client);
		});
	}

	private static Config config(String cipher) {
		DefaultConfig config = new DefaultConfig();
		config.setCipherFactories(
				config.getCipherFactories().stream().filter((factory) -> factory.getName().equals(cipher)).toList());
		return config;
	}

	private record SshjConnection(SSHClient client) implements BulkClient.Connection {

		@Override
		public void exec(String command, @Nullable InputStream input, OutputStream output) throws IOException {
			try (Session session = this.client.startSession(); Command running = session.exec(command)) {
				if (input != null) {
					try (OutputStream target = running.getOutputStream()) {
						input.transferTo(target);
					}
				}
				running.getInputStream().transferTo(output);
				running.join();
			}
		}

		@Override
		public void upload(Path source, Path target) throws IOException {
			try (SFTPClient files = this.client.newSFTPClient()) {
				files.getFileTransfer().setPreserveAttributes(false);
				files.put(source.toString(), target.toString());
			}
		}

		@Override
		public void download(Path source, Path target) throws IOException {
			try (SFTPClient files = this.client.newSFTPClient()) {
				files.getFileTransfer().setPreserveAttributes(false);
				files.get(source.toString(), target.toString());
			}
		}

		@Override
		public void close() throws IOException {
			this.client.close();
		}

	}

}
