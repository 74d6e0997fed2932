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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Learns the other keys of a server that is known by one of them, as OpenSSH's
 * {@code UpdateHostKeys} does (OpenSSH's PROTOCOL, section 2.5): the server announces all
 * its keys, proves that it holds those that are not known, and these are added to the
 * file in which the host is known. So a server can change its keys without anyone being
 * asked to trust an unknown one.
 */
final class HostKeyRotation {

	static final String ANNOUNCEMENT = "hostkeys-00@openssh.com";

	static final String PROOF = "hostkeys-prove-00@openssh.com";

	private static final Log logger = LogFactory.getLog(HostKeyRotation.class);

	/**
	 * More than any server has.
	 */
	private static final int MAX_KEYS = 32;

	private final Session session;

	private final SshEndpoint endpoint;

	private final List<KeyMaterial> knownHosts;

	private final KnownHostsLine trusted;

	private final Path file;

	private boolean announced;

	private HostKeyRotation(Session session, SshEndpoint endpoint, List<KeyMaterial> knownHosts, KnownHostsLine trusted,
			Path file) {
		this.session = session;
		this.endpoint = endpoint;
		this.knownHosts = knownHosts;
		this.trusted = trusted;
		this.file = file;
	}

	/**
	 * Find out whether keys may be learned on a connection: only those of a host that is
	 * known by a plain key in a file, and that only where new keys may be added at all.
	 * @param session the connection
	 * @param endpoint the host
	 * @param trust what is trusted
	 * @param trusted the line that made the host's key trusted
	 * @return what learns the keys or {@code null}
	 */
	static @Nullable HostKeyRotation of(Session session, SshEndpoint endpoint, HostKeyTrust trust,
			@Nullable KnownHostsLine trusted) {
		Path file = (trusted != null) ? trusted.file() : null;
		return (trusted != null && file != null && trust.policy() == HostKeyPolicy.ACCEPT_NEW)
				? new HostKeyRotation(session, endpoint, trust.knownHosts(), trusted, file) : null;
	}

	/**
	 * The server has announced its keys. What it announces after that is ignored.
	 * @param message the keys
	 */
	void announced(Buffer message) {
		if (this.announced) {
			return;
		}
		this.announced = true;
		try {
			KnownHostsUpdate update = KnownHostsUpdate.of(this.endpoint, this.knownHosts, keys(message));
			if (update == null) {
				return;
			}
			List<PublicKeyBlob> wanted = update.missing().stream().filter(this::isAccepted).toList();
			if (wanted.isEmpty()) {
				update.apply(this.file, List.of());
			}
			else {
				askForProof(wanted, update);
			}
		}
		catch (IOException | UncheckedIOException | IllegalArgumentException | BufferException ex) {
			ignore(ex.getMessage());
		}
	}

	private Set<PublicKeyBlob> keys(Buffer message) {
		Set<PublicKeyBlob> keys = new LinkedHashSet<>();
		for (int count = 0; message.available() > 0; count++) {
			if (count == MAX_KEYS) {
				throw new IllegalArgumentException("they are too many");
			}
			PublicKeyBlob key = key(message.getBytes());
			if (key != null && !keys.add(key)) {
				throw new IllegalArgumentException("one is there twice");
			}
		}
		if (!keys.contains(this.trusted.key())) {
			throw new IllegalArgumentException("the one that it uses is not among them");
		}
		return keys;
	}

	private static @Nullable PublicKeyBlob key(byte[] bytes) {
		try {
			return PublicKeyBlob.of(bytes);
		}
		catch (IllegalArgumentException ex) {
			// such as the certificates that it also has
			return null;
		}
	}

	private boolean isAccepted(PublicKeyBlob key) {
		return key.key() != null && key.weakness() == null
				&& this.session.getSignatureFactoriesNames()
					.stream()
					.anyMatch((algorithm) -> key.type().equals(KeyUtils.getCanonicalKeyType(algorithm)));
	}

	private void askForProof(List<PublicKeyBlob> keys, KnownHostsUpdate update) throws IOException {
		Buffer request = this.session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
		request.putString(PROOF);
		request.putBoolean(true);
		keys.forEach((key) -> request.putBytes(key.bytes()));
		this.session.request(request, PROOF, (command, reply) -> {
			try {
				if (command != SshConstants.SSH_MSG_REQUEST_SUCCESS) {
					throw new IllegalArgumentException("it does not prove that they are its own");
				}
				checkProof(keys, reply);
				update.apply(this.file, keys);
			}
			catch (IOException | UncheckedIOException | IllegalArgumentException | BufferException ex) {
				ignore(ex.getMessage());
			}
		});
	}

	private void checkProof(List<PublicKeyBlob> keys, Buffer reply) {
		for (PublicKeyBlob key : keys) {
			Buffer data = new ByteArrayBuffer();
			data.putString(PROOF);
			data.putBytes(this.session.getSessionId());
			data.putBytes(key.bytes());
			PublicKey publicKey = Objects.requireNonNull(key.key());
			if (!KeySignatures.verify(publicKey, data.getCompactData(), reply.getBytes())) {
				throw new IllegalArgumentException("its proof for %s is not valid".formatted(key.fingerprint()));
			}
		}
		if (reply.available() > 0) {
			throw new IllegalArgumentException("its proof has more than was asked for");
		}
	}

	private void ignore(@Nullable String reason) {
		logger.warn("Ignored the host keys that %s announces: %s".formatted(this.endpoint, reason));
	}

}
