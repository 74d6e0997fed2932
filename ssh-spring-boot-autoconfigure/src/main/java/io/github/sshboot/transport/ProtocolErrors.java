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

import java.io.IOException;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with what a peer sends ends the connection with a message that says so
 * (RFC 4253 section 11.1), where MINA would only close it for most of it.
 */
final class ProtocolErrors {

	private static final int MIN_PADDING = 4;

	private static final int BLOCK = 8;

	/**
	 * The length a packet can have, as MINA has it.
	 */
	static final int MAX_LENGTH = 8 * SshConstants.SSH_REQUIRED_PAYLOAD_PACKET_LENGTH_SUPPORT;

	private ProtocolErrors() {
	}

	/**
	 * Check how long a packet says it is (RFC 4253 section 6).
	 * @param length its length, without the four bytes of the length itself
	 * @param ownSize how many bytes of the length itself are encrypted like the rest
	 * @param block what it must be a multiple of
	 * @param max how long it may be
	 */
	static void checkLength(int length, int ownSize, int block, int max) throws SshException {
		if (length < SshConstants.SSH_PACKET_HEADER_LEN || length > max || (length + ownSize) % block != 0) {
			throw error("a packet that says it has %d bytes".formatted(length), null);
		}
	}

	/**
	 * Check what MINA does not about a packet (RFC 4253 section 6): its padding, and how
	 * long it is as long as nothing is encrypted.
	 * @param packet begins with the packet, decrypted
	 * @param length its length, without the four bytes of the length itself
	 * @param encrypted whether it was encrypted
	 */
	static void checkPacket(byte[] packet, int length, boolean encrypted) throws SshException {
		int padding = packet[Integer.BYTES] & 0xFF;
		if (padding < MIN_PADDING || padding > length - 2) {
			throw error("a packet of %d bytes with %d bytes of padding".formatted(length, padding), null);
		}
		if (!encrypted && (length + Integer.BYTES) % BLOCK != 0) {
			throw error("a packet of %d bytes, not a multiple of the block size".formatted(length), null);
		}
	}

	/**
	 * Return how an exception ends the connection. Those of the socket end it anyway, and
	 * some have a reason that the peer is to hear. Of all others the peer hears no more
	 * than that there was an error, which the text is not sent for.
	 * @param ex the exception
	 * @return the exception to throw instead
	 */
	static Exception translate(Exception ex) {
		boolean told = (ex instanceof SshException failure) ? failure.getDisconnectCode() > 0
				: ex instanceof IOException;
		return told ? ex : error(ConnectProgress.text(ex), ex);
	}

	/**
	 * Return an exception whose text can be written anywhere: that of a key exchange
	 * which fails has what the peer has proposed.
	 * @param failure the exception
	 * @return the exception, or another one in its place
	 */
	static Throwable printable(Throwable failure) {
		String text = ConnectProgress.text(failure);
		return (failure instanceof SshException ex && !text.equals(ex.getMessage()))
				? new SshException(ex.getDisconnectCode(), text, ex) : failure;
	}

	/**
	 * Return whether a peer that a connection is ended for has broken the protocol.
	 * @param reason the number of the reason that ends the connection
	 * @return whether it has
	 */
	static boolean isBreach(int reason) {
		return reason == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR
				|| reason == SshConstants.SSH2_DISCONNECT_MAC_ERROR;
	}

	static SshException error(String what, @Nullable Throwable cause) {
		return new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Protocol error: " + what, cause);
	}

}
