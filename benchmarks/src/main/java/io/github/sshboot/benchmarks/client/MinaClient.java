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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stock Apache MINA SSHD.
 */
public final class MinaClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private MinaClient() {
	}

	/**
	 * Start the client.
	 * @param args the user and the file of the user's key
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		SshClient client = SshClient.setUpDefaultClient();
		client.setServerKeyVerifier((session, address, key) -> true);
		client.setKeyIdentityProvider(new FileKeyPairProvider(Path.of(args[1])));
		AtomicReference<String> cipherName = new AtomicReference<>("");
		client.addSessionListener(new CipherListener(List.copyOf(client.getCipherFactories()), cipherName));
		client.start();
		ClientControl.serve((port, cipher) -> {
			cipherName.set(cipher);
			ClientSession session = client.connect(args[0], "127.0.0.1", port).verify(TIMEOUT).getSession();
			session.auth().verify(TIMEOUT);
			return new MinaConnection(session);
		});
	}

	private record MinaConnection(ClientSession session) implements BulkClient.Connection {

		@Override
		public void exec(String command, @Nullable InputStream input, OutputStream output) throws IOException {
			try (ChannelExec channel = this.session.createExecChannel(command)) {
				if (input != null) {
					channel.setIn(input);
				}
				channel.setOut(output);
				channel.open().verify(TIMEOUT);
				channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ZERO);
			}
		}

		@Override
		public void upload(Path source, Path target) throws IOException {
			try (SftpClient files = SftpClientFactory.instance().createSftpClient(this.session)) {
				if (Files.isDirectory(source)) {
					files.mkdir(target.toString());
					for (Path file : FileTrees.list(source)) {
						files.put(file, target + "/" + file.getFileName());
					}
				}
				else {
					files.put(source, target.toString());
				}
			}
		}

		@Override
		public void download(Path source, Path target) throws IOException {
			try (SftpClient files = SftpClientFactory.instance().createSftpClient(this.session)) {
				if (files.stat(source.toString()).isDirectory()) {
					Files.createDirectory(target);
					for (SftpClient.DirEntry entry : files.readDir(source.toString())) {
						if (!entry.getAttributes().isDirectory()) {
							download(files, source + "/" + entry.getFilename(), target.resolve(entry.getFilename()));
						}
					}
				}
				else {
					download(files, source.toString(), target);
				}
			}
		}

		private static void download(SftpClient files, String source, Path target) throws IOException {
			try (InputStream content = files.read(source)) {
				Files.copy(content, target);
			}
		}

		@Override
		public void close() throws IOException {
			this.session.close();
		}

	}

}
