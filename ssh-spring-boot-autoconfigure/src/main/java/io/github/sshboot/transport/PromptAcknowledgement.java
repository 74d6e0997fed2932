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

import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Has the operating system acknowledge at once what a connection receives, instead of
 * with the next answer or 40 ms later, where it can (Linux {@code TCP_QUICKACK}). A peer
 * with Nagle's algorithm keeps a small packet back until the one before is acknowledged,
 * and OpenSSH has it until there is a session: during the login, and for as long as only
 * ports are forwarded.
 *
 * @since 0.1.0
 */
public final class PromptAcknowledgement {

	private final @Nullable SocketSession socket;

	private PromptAcknowledgement(@Nullable SocketSession socket) {
		this.socket = socket;
		acknowledge(true);
	}

	/**
	 * Begin with it, before anything is received.
	 */
	static PromptAcknowledgement begin(Session session) {
		return new PromptAcknowledgement((session.getIoSession() instanceof SocketSession socket) ? socket : null);
	}

	/**
	 * End it, as the peer does not need it any more: each acknowledgement is a packet.
	 */
	public void end() {
		acknowledge(false);
	}

	private void acknowledge(boolean atOnce) {
		if (this.socket != null) {
			this.socket.acknowledgeAtOnce(atOnce);
		}
	}

}
