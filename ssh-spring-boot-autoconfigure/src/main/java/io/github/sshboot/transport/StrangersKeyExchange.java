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

import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Takes turns with what a client sends before its keys are exchanged. Where there is no
 * turn nothing more is read until it is there.
 */
final class StrangersKeyExchange {

	private final AbstractSession session;

	private final SocketSession socket;

	private final KeyExchangeTurns turns;

	private final Object source;

	StrangersKeyExchange(AbstractSession session, SocketSession socket, KeyExchangeTurns turns, Object source) {
		this.session = session;
		this.socket = socket;
		this.turns = turns;
		this.source = source;
	}

	/**
	 * Handle what has been received, now or in turn.
	 * @param received what has been received
	 * @param first whether the first key exchange is not done
	 * @param handler handles it
	 */
	void receive(Readable received, boolean first, Handler handler) throws Exception {
		if (!exchanging(first)) {
			handler.handle(received);
		}
		else if (this.turns.take()) {
			try {
				handler.handle(received);
			}
			finally {
				end();
			}
		}
		else {
			await(received, handler);
		}
	}

	private boolean exchanging(boolean first) {
		if (this.session.isAuthenticated()) {
			return false;
		}
		KexState state = this.session.getKexState();
		return (first || state != KexState.DONE) && state != KexState.KEYS;
	}

	private void await(Readable received, Handler handler) {
		// the bytes are gone when the next are read
		ByteArrayBuffer copy = new ByteArrayBuffer(received.available());
		copy.putBuffer(received);
		this.socket.hold();
		Runnable work = () -> handle(copy, handler);
		if (this.turns.takeOrWait(this.source, work)) {
			work.run();
			end();
		}
	}

	private void handle(Readable received, Handler handler) {
		try {
			// it may have had to make room meanwhile
			if (this.session.isOpen()) {
				handler.handle(received);
			}
		}
		catch (Exception | Error ex) {
			this.socket.exceptionCaught(ex);
		}
		finally {
			this.socket.release();
		}
	}

	private void end() {
		if (!this.turns.giveBack()) {
			this.socket.afterReading(this.turns::pass);
		}
	}

	/**
	 * Handles what has been received.
	 */
	@FunctionalInterface
	interface Handler {

		void handle(Readable received) throws Exception;

	}

}
