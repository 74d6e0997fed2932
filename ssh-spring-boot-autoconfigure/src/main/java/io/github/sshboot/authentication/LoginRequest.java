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
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.ServerSession;

/**
 * A request to log in (RFC 4252 section 5).
 *
 * @param username the user name
 * @param service the service to start
 * @param method the method, as it was asked for
 * @param content what follows the method
 * @param provenKeys the keys that have been proven on the connection so far
 * @param dialogue asks the client
 * @param ended completed when nobody waits for a decision any more
 * @param connection the connection
 * @param session the session
 */
record LoginRequest(String username, String service, String method, byte[] content, List<PublicKey> provenKeys,
		Dialogue dialogue, CompletableFuture<Void> ended, SshConnectionInfo connection, ServerSession session) {

	InetAddress source() {
		return this.connection.remoteAddress().getAddress();
	}

	Buffer body() {
		return new ByteArrayBuffer(this.content);
	}

	@Override
	public String toString() {
		return "LoginRequest[method=%s]".formatted(this.method);
	}

}
