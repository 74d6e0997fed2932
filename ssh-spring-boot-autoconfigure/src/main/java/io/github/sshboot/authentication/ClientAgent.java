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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.PublicKeyBlob;
import io.github.sshboot.transport.SignatureAlgorithms;
import org.apache.sshd.agent.SshAgentConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An agent that holds keys and signs with them (draft-ietf-sshm-ssh-agent), such as
 * OpenSSH's {@code ssh-agent}. It is told what connection the keys are for, since keys
 * may be restricted to hosts ({@code ssh-add -h}).
 *
 * @param socket the agent's socket
 * @param binding the connection that is logged in to, or {@code null}
 * @param listing how long the agent may take to list its keys
 * @param signing how long it may take to sign, for which somebody may have to touch a key
 */
record ClientAgent(Path socket, @Nullable SessionBinding binding, Duration listing, Duration signing) {

	private static final int MAX_KEYS = 100;

	static ClientAgent at(ClientAgentSettings settings, @Nullable SessionBinding binding) throws IOException {
		if (settings.socket() == null) {
			throw new IOException("the environment variable %s is not set".formatted(ClientAgentSettings.VARIABLE));
		}
		return new ClientAgent(settings.socket(), binding, Duration.ofSeconds(5), Duration.ofMinutes(1));
	}

	/**
	 * Return the keys, certificates first, and those that further certificates are for.
	 * @param certificates the further certificates
	 */
	List<ClientKey> keys(List<ClientCertificate> certificates) throws IOException {
		Buffer answer = ask(request(SshAgentConstants.SSH2_AGENTC_REQUEST_IDENTITIES),
				SshAgentConstants.SSH2_AGENT_IDENTITIES_ANSWER, this.listing);
		List<ClientKey> keys = new ArrayList<>();
		try {
			long count = answer.getUInt();
			for (long i = 0; i < Math.min(count, MAX_KEYS); i++) {
				byte[] blob = answer.getBytes();
				keys.add(key(blob, PeerText.printable(answer.getString())));
			}
		}
		catch (RuntimeException ex) {
			throw new IOException("%s lists its keys in a way that makes no sense".formatted(this), ex);
		}
		Stream<ClientKey> certified = certificates.stream()
			.flatMap((certificate) -> keys.stream()
				.filter((key) -> !key.isCertificate() && certificate.certifies(key.blob()))
				.map((key) -> ClientKey.of(certificate.certificate(),
						"%s for a key of %s".formatted(certificate.material(), this), key.signer())));
		return Stream
			.of(certified, keys.stream().filter(ClientKey::isCertificate),
					keys.stream().filter((key) -> !key.isCertificate()))
			.flatMap((stream) -> stream)
			.toList();
	}

	private ClientKey key(byte[] blob, String comment) {
		String type = new ByteArrayBuffer(blob).getString();
		String origin = comment.isEmpty() ? toString() : "%s ('%s')".formatted(this, comment);
		AgentSigner signer = new AgentSigner(this, blob);
		try {
			return SignatureAlgorithms.isCertificate(type) ? ClientKey.of(Certificate.parse(blob), origin, signer)
					: ClientKey.of(PublicKeyBlob.of(blob), origin, signer);
		}
		catch (IllegalArgumentException ex) {
			// it is the agent that has to know it
			return new ClientKey(type, blob, KeyFingerprint.of(type, blob), null, origin, signer);
		}
	}

	/**
	 * Sign.
	 * @param key the public half of the key as the agent has listed it
	 * @param data what to sign
	 * @param flags which algorithm to use, for keys that leave a choice
	 * @return the signature as SSH writes it
	 */
	byte[] sign(byte[] key, byte[] data, int flags) throws IOException {
		Buffer request = request(SshAgentConstants.SSH2_AGENTC_SIGN_REQUEST);
		request.putBytes(key);
		request.putBytes(data);
		request.putUInt(flags);
		Buffer answer = ask(request, SshAgentConstants.SSH2_AGENT_SIGN_RESPONSE, this.signing);
		try {
			return answer.getBytes();
		}
		catch (RuntimeException ex) {
			throw new IOException("%s signs in a way that makes no sense".formatted(this), ex);
		}
	}

	private static Buffer request(byte type) {
		Buffer request = new ByteArrayBuffer();
		request.putByte(type);
		return request;
	}

	private Buffer ask(Buffer request, byte expected, Duration timeout) throws IOException {
		try (AgentConnection connection = AgentConnection.open(this, timeout)) {
			if (this.binding != null) {
				// an agent that does not know this has no restricted keys
				connection.ask(this.binding.message());
			}
			Buffer answer = connection.ask(request);
			byte type = answer.getByte();
			if (type != expected) {
				throw new IOException((type == SshAgentConstants.SSH_AGENT_FAILURE) ? this + " refuses"
						: "%s answers with a message of type %d".formatted(this, type));
			}
			return answer;
		}
	}

	@Override
	public String toString() {
		return "the agent at " + this.socket;
	}

}
