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

import io.github.sshboot.transport.HostKeyProof;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What an agent must know of a connection to decide whether a key may be used there
 * (OpenSSH's PROTOCOL.agent, section 1).
 *
 * @param sessionId the session identifier
 * @param proof what shows to whom the connection is
 */
record SessionBinding(byte[] sessionId, HostKeyProof proof) {

	private static final byte EXTENSION_REQUEST = 27;

	private static final String EXTENSION = "session-bind@openssh.com";

	/**
	 * Return the message that tells an agent.
	 */
	Buffer message() {
		Buffer message = new ByteArrayBuffer();
		message.putByte(EXTENSION_REQUEST);
		message.putString(EXTENSION);
		message.putBytes(this.proof.hostKey());
		message.putBytes(this.sessionId);
		message.putBytes(this.proof.signature());
		message.putBoolean(false); // nothing is forwarded
		return message;
	}

}
