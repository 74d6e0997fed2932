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

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Asks a server whether it is there, with the request that OpenSSH asks with. Every
 * server answers it, if only that it does not know it (RFC 4254 section 4).
 */
final class Ping {

	private static final String REQUEST = "keepalive@openssh.com";

	private Ping() {
	}

	/**
	 * Send the question. Does not wait.
	 * @return how long the answer has taken, or an {@link IOException} if the connection
	 * ends instead
	 */
	static CompletableFuture<Duration> send(ClientSession session, ClientEngine engine) {
		CompletableFuture<Duration> answer = new CompletableFuture<>();
		SshFutureListener<CloseFuture> end = (closed) -> answer
			.completeExceptionally(new IOException("the connection was closed"));
		session.addCloseFutureListener(end);
		answer.whenComplete((duration, failure) -> session.removeCloseFutureListener(end));
		try {
			// while keys are exchanged, a message has to wait
			engine.pump(() -> send(session, answer));
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(ex);
		}
		return answer;
	}

	private static void send(ClientSession session, CompletableFuture<Duration> answer) {
		try {
			Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, REQUEST.length() + Long.SIZE);
			request.putString(REQUEST);
			request.putBoolean(true);
			long start = System.nanoTime();
			session.request(request, REQUEST,
					(command, reply) -> answer.complete(Duration.ofNanos(System.nanoTime() - start)));
		}
		catch (IOException | RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
	}

}
