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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads the messages of one login: each of ours has one answer (RFC 4252
 * section 5). Knows what the methods need to know about the connection.
 */
final class ClientLoginExchange {

	private final ClientSession session;

	private final String username;

	private final String service;

	private final List<String> signatures;

	private List<String> acceptedMethods = List.of();

	ClientLoginExchange(ClientSession session, ConnectionScope scope, String service) {
		this.session = session;
		this.username = scope.getRequired(ClientIdentities.class).getUsername();
		this.service = service;
		this.signatures = scope.getRequired(TransportSettings.class).algorithms().get(AlgorithmCategory.PUBLIC_KEY);
	}

	/**
	 * Begin a message.
	 */
	Buffer message(int number) {
		Buffer message = new ByteArrayBuffer();
		message.putByte((byte) number);
		return message;
	}

	/**
	 * Begin a request to log in.
	 */
	Buffer request(String method) {
		Buffer request = message(SshConstants.SSH_MSG_USERAUTH_REQUEST);
		request.putString(this.username);
		request.putString(this.service);
		request.putString(method);
		return request;
	}

	/**
	 * Read the answer of a server that is not satisfied yet.
	 */
	ClientOutcome judge(Reply reply) throws IOException {
		if (reply.number() != SshConstants.SSH_MSG_USERAUTH_FAILURE) {
			throw violation("it answers a login with message %d".formatted(reply.number()));
		}
		String methods = new String(reply.body().getBytes(), StandardCharsets.UTF_8);
		boolean partial = reply.body().getBoolean();
		this.acceptedMethods = methods.isEmpty() ? List.of() : Arrays.asList(methods.split(","));
		return ClientOutcome.judged(this.acceptedMethods, partial);
	}

	/**
	 * Return the methods that the server has last said it would accept.
	 */
	List<String> acceptedMethods() {
		return this.acceptedMethods;
	}

	/**
	 * Return what to sign with.
	 */
	List<String> signatureAlgorithms(String keyType) {
		return Signatures.choose(keyType, this.signatures,
				this.session.getAttribute(DefaultClientKexExtensionHandler.SERVER_ALGORITHMS));
	}

	/**
	 * Return the key of the server if it wants logins to be bound to it.
	 */
	byte @Nullable [] hostKeyToBind() {
		Integer version = this.session.getAttribute(DefaultClientKexExtensionHandler.HOSTBOUND_AUTHENTICATION);
		if (version == null || version != 0) {
			return null;
		}
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(this.session.getServerKey());
		return buffer.getCompactData();
	}

	byte[] sessionId() {
		return this.session.getSessionId();
	}

	SshException violation(String what) {
		return new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Protocol error: " + what);
	}

	/**
	 * An answer of the server, other than that it lets us in.
	 *
	 * @param number the number of the message
	 * @param body what follows the number
	 */
	record Reply(int number, Buffer body) {

	}

}
