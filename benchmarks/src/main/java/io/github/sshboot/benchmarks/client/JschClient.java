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

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.Files;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import org.jspecify.annotations.Nullable;

/**
 * JSch.
 */
public final class JschClient {

	private JschClient() {
	}

	/**
	 * Start the client.
	 * @param args the user and the file of the user's key
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		JSch jsch = new JSch();
		jsch.addIdentity(args[1]);
		ClientControl.serve((port, cipher) -> {
			Session session = jsch.getSession(args[0], "127.0.0.1", port);
			session.setConfig("StrictHostKeyChecking", "no");
			session.setConfig("PreferredAuthentications", "publickey");
			session.setConfig("cipher.c2s", cipher);
			session.setConfig("cipher.s2c", cipher);
			session.connect();
			return new JschConnection(session);
		});
	}

	private record JschConnection(Session session) implements BulkClient.Connection {

		@Override
		public void exec(String command, @Nullable InputStream input, OutputStream output) throws Exception {
			ChannelExec channel = (ChannelExec) this.session.openChannel("exec");
			channel.setCommand(command);
			// without a pipe between its threads and ours
			if (input != null) {
				channel.setInputStream(input);
			}
			channel.setOutputStream(output);
			channel.connect();
			while (!channel.isClosed()) {
				Thread.sleep(1);
			}
			channel.disconnect();
		}

		@Override
		public void upload(Path source, Path target) throws Exception {
			ChannelSftp channel = (ChannelSftp) this.session.openChannel("sftp");
			channel.connect();
			if (Files.isDirectory(source)) {
				channel.mkdir(target.toString());
				for (Path file : FileTrees.list(source)) {
					channel.put(file.toString(), target + "/" + file.getFileName());
				}
			}
			else {
				channel.put(source.toString(), target.toString());
			}
			channel.disconnect();
		}

		@Override
		public void download(Path source, Path target) throws Exception {
			ChannelSftp channel = (ChannelSftp) this.session.openChannel("sftp");
			channel.connect();
			if (channel.stat(source.toString()).isDir()) {
				Files.createDirectory(target);
				for (ChannelSftp.LsEntry entry : channel.ls(source.toString())) {
					if (!entry.getAttrs().isDir()) {
						channel.get(source + "/" + entry.getFilename(), target.resolve(entry.getFilename()).toString());
					}
				}
			}
			else {
				channel.get(source.toString(), target.toString());
			}
			channel.disconnect();
		}

		@Override
		public void close() {
			this.session.disconnect();
		}

	}

}
