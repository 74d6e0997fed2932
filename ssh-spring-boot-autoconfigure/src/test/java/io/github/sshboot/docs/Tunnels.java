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

package io.github.sshboot.docs;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.tunnel.SshTunnel;

class Tunnels {

	private final SshClient bastion;

	Tunnels(SshClient bastion) {
		this.bastion = bastion;
	}

	String throughBastion(String database, int port) throws IOException {
		SshClient bastion = this.bastion;
		try (SshTunnel tunnel = bastion.tunnel().local(0).to(database, port).open()) {
			return query("localhost", tunnel.getPort());
		}
	}

	private static String query(String host, int port) throws IOException {
		try (Socket socket = new Socket(host, port)) {
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
