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
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Iterator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Logs in with a key (RFC 4252 section 7), bound to the key of the server where it knows
 * how ({@code publickey-hostbound-v00@openssh.com}, OpenSSH's {@code PROTOCOL}).
 * <p>
 * The signature is sent at once. To ask first whether the server would accept it costs
 * another round trip and, with the wrong key, as much of the attempts that OpenSSH's
 * {@code MaxAuthTries} allows; only a key whose use may need somebody's consent is worth
 * that, and only if there is something else to try.
 *
 * @param key the key
 */
record ClientPublicKeyMethod(ClientKey key) implements ClientMethod {

	private static final Log logger = LogFactory.getLog(ClientPublicKeyMethod.class);

	static final String NAME = "publickey";

	private static final String HOST_BOUND = "publickey-hostbound-v00@openssh.com";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public ClientStep attempt(ClientLoginExchange exchange, boolean last) throws IOException {
		String hindrance = this.key.hindrance();
		if (hindrance != null) {
			logger.warn("Not logging in with %s: %s".formatted(this.key, hindrance));
			return new ClientStep.End(ClientOutcome.skipped(hindrance));
		}
		Iterator<String> algorithms = exchange.signatureAlgorithms(this.key.type()).iterator();
		if (!algorithms.hasNext()) {
			return new ClientStep.End(ClientOutcome
				.skipped("no signature algorithm for it is accepted by both the client and the server"));
		}
		return attempt(exchange, algorithms, this.key.isAskedForFirst() && !last);
	}

	/**
	 * Try the next signature algorithm.
	 */
	private ClientStep attempt(ClientLoginExchange exchange, Iterator<String> algorithms, boolean ask)
			throws IOException {
		String algorithm = algorithms.next();
		ClientStep.Next judged = (reply) -> {
			ClientOutcome outcome = exchange.judge(reply);
			boolean anotherTry = outcome.isRefused() && outcome.methods().contains(NAME) && algorithms.hasNext();
			return anotherTry ? attempt(exchange, algorithms, ask) : new ClientStep.End(outcome);
		};
		if (!ask) {
			return sign(exchange, algorithm, judged);
		}
		return new ClientStep.Send(request(exchange, algorithm, false), (reply) -> {
			if (reply.number() != SshConstants.SSH_MSG_USERAUTH_PK_OK) {
				return judged.answered(reply);
			}
			if (!algorithm.equals(reply.body().getString())
					|| !Arrays.equals(this.key.blob(), reply.body().getBytes())) {
				throw exchange.violation("it accepts a key that it was not asked about");
			}
			return sign(exchange, algorithm, judged);
		});
	}

	private ClientStep sign(ClientLoginExchange exchange, String algorithm, ClientStep.Next judged) {
		Buffer request = request(exchange, algorithm, true);
		byte[] signature;
		try {
			Buffer signed = new ByteArrayBuffer();
			signed.putBytes(exchange.sessionId());
			signed.putRawBytes(request.getCompactData());
			signature = this.key.sign(algorithm, signed.getCompactData());
		}
		catch (IOException | GeneralSecurityException ex) {
			logger.warn("Cannot sign with %s: %s".formatted(this.key, ex.getMessage()));
			return new ClientStep.End(ClientOutcome.skipped("it did not sign: " + ex.getMessage()));
		}
		request.putBytes(signature);
		return new ClientStep.Send(request, judged);
	}

	private Buffer request(ClientLoginExchange exchange, String algorithm, boolean signed) {
		byte[] hostKey = exchange.hostKeyToBind();
		Buffer request = exchange.request((hostKey != null) ? HOST_BOUND : NAME);
		request.putBoolean(signed);
		request.putString(algorithm);
		request.putBytes(this.key.blob());
		if (hostKey != null) {
			request.putBytes(hostKey);
		}
		return request;
	}

}
