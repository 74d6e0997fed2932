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

package io.github.sshboot.authentication;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.transport.SshAlgorithms;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.sshd.server.session.ServerSession;

import static org.mockito.Mockito.mock;

/**
 * Requests to log in, for tests of methods.
 */
final class LoginRequests {

	private LoginRequests() {
	}

	static LoginRequest of(String username) {
		return of(username, "password", new byte[0], List.of(), mock(ServerSession.class));
	}

	static LoginRequest of(String username, String method, byte[] content, List<PublicKey> provenKeys,
			ServerSession session) {
		return new LoginRequest(username, "ssh-connection", method, content, provenKeys, mock(Dialogue.class),
				new CompletableFuture<>(), connection(), session);
	}

	static SshConnectionInfo connection() {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
		return new SshConnectionInfo("1", address, address, "SSH-2.0-test",
				new SshAlgorithms("", "", "", "", "", "", "", ""), Instant.EPOCH);
	}

}
