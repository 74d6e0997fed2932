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

package io.github.sshboot.transport;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Where it is told that something is written. A write that is done at once is completed
 * by the thread that writes the packet, as soon as it has left the engine, which holds
 * locks meanwhile: to wake another thread for it costs more than many a packet.
 * Thread-safe.
 */
final class Completions {

	private static final ThreadLocal<@Nullable Packet> packet = new ThreadLocal<>();

	private final Executor executor;

	Completions(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Send a packet, and complete what has been written at once. Only one completion is
	 * for the thread; what that leads to is for the threads of the sockets: a thread that
	 * writes must not end up writing for all others.
	 * @param <T> what that returns
	 * @param <E> what that throws
	 * @param sending sends the packet
	 * @return what that returns
	 */
	static <T, E extends Exception> T send(Sending<T, E> sending) throws E {
		if (packet.get() != null) {
			return sending.send();
		}
		Packet sent = new Packet();
		packet.set(sent);
		try {
			return sending.send();
		}
		finally {
			sent.left = true;
			try {
				sent.complete();
			}
			finally {
				packet.remove();
			}
		}
	}

	/**
	 * Complete a write that is done when the packet has left the engine.
	 * @param completion completes it
	 */
	void complete(Runnable completion) {
		Packet sent = packet.get();
		if (sent == null || !sent.take(completion)) {
			this.executor.execute(completion);
		}
	}

	/**
	 * Sends a packet.
	 *
	 * @param <T> what it returns
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	interface Sending<T, E extends Exception> {

		T send() throws E;

	}

	/**
	 * A packet that a thread is about to send.
	 */
	private static final class Packet {

		private boolean left;

		private @Nullable Runnable completion;

		private boolean take(Runnable completion) {
			if (this.left || this.completion != null) {
				return false;
			}
			this.completion = completion;
			return true;
		}

		private void complete() {
			if (this.completion != null) {
				this.completion.run();
			}
		}

	}

}
