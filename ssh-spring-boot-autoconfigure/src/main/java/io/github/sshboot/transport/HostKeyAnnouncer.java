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
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.ConnectionServiceRequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients that have logged in learn all host keys, so that they know a new one
 * before the old one goes (OpenSSH's {@code PROTOCOL}, section 2.5, and its
 * {@code UpdateHostKeys}): the server tells its keys, and proves those that a client asks
 * about by signing the session with them.
 */
final class HostKeyAnnouncer implements ConnectionServiceRequestHandler {

	private static final Log logger = LogFactory.getLog(HostKeyAnnouncer.class);

	private static final String ANNOUNCEMENT = "hostkeys-00@openssh.com";

	private static final String PROOF = "hostkeys-prove-00@openssh.com";

	private static final String CERTIFICATE = "-cert-v01@openssh.com";

	private static final List<String> RSA_SIGNATURES = List.of(KeyUtils.RSA_SHA512_KEY_TYPE_ALIAS,
			KeyUtils.RSA_SHA256_KEY_TYPE_ALIAS);

	/**
	 * Tell the host keys.
	 */
	static void announce(ServerSession session, ConnectionScope scope) {
		try {
			Announcement announcement = new Announcement(new LinkedHashMap<>());
			Buffer message = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
			message.putString(ANNOUNCEMENT);
			message.putBoolean(false);
			// not those of this connection but those that the next one gets
			for (KeyPair key : session.getKeyPairProvider().loadKeys(null)) {
				String algorithm = signatureAlgorithm(session, key.getPublic());
				if (algorithm != null) {
					byte[] encoded = encode(key.getPublic());
					message.putBytes(encoded);
					announcement.keys().put(ByteBuffer.wrap(encoded), new ProvableKey(key, algorithm));
				}
			}
			scope.put(Announcement.class, announcement);
			session.writePacket(message);
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			logger.debug("Cannot tell the host keys to %s".formatted(session), ex);
		}
	}

	/**
	 * Choose the algorithm that a client expects: OpenSSH insists on the one of the key
	 * exchange where that was RSA too.
	 */
	private static @Nullable String signatureAlgorithm(Session session, PublicKey key) {
		String type = KeyUtils.getKeyType(key);
		List<String> supported = NamedResource.getNameList(session.getSignatureFactories());
		if (!KeyPairProvider.SSH_RSA.equals(type)) {
			return supported.contains(type) ? type : null;
		}
		String negotiated = session.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS).replace(CERTIFICATE, "");
		return Stream.concat(Stream.of(negotiated).filter(RSA_SIGNATURES::contains), RSA_SIGNATURES.stream())
			.filter(supported::contains)
			.findFirst()
			.orElse(null);
	}

	@Override
	public Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer)
			throws Exception {
		if (!PROOF.equals(request)) {
			return Result.Unsupported;
		}
		Session session = service.getSession();
		Announcement announcement = (session instanceof ConnectionScoped scoped)
				? scoped.getConnectionScope().get(Announcement.class) : null;
		if (announcement == null || !wantReply) {
			return Result.ReplyFailure;
		}
		Buffer reply = session.createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS);
		Set<ByteBuffer> asked = new HashSet<>();
		while (buffer.available() > 0) {
			ByteBuffer encoded = ByteBuffer.wrap(buffer.getBytes());
			ProvableKey key = announcement.keys().get(encoded);
			if (key == null || !asked.add(encoded)) {
				return Result.ReplyFailure;
			}
			reply.putBytes(key.prove(session, encoded.array()));
		}
		session.writePacket(reply);
		return Result.Replied;
	}

	private static byte[] encode(PublicKey key) {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(key);
		return buffer.getCompactData();
	}

	/**
	 * What a connection has been told.
	 *
	 * @param keys the keys by their encoding
	 */
	private record Announcement(Map<ByteBuffer, ProvableKey> keys) {

	}

	/**
	 * A key that signs once, however often a client asks.
	 */
	private static final class ProvableKey {

		private final KeyPair key;

		private final String algorithm;

		private byte @Nullable [] proof;

		private ProvableKey(KeyPair key, String algorithm) {
			this.key = key;
			this.algorithm = algorithm;
		}

		private synchronized byte[] prove(Session session, byte[] encoded) throws Exception {
			byte[] proof = this.proof;
			if (proof == null) {
				proof = sign(session, encoded);
				this.proof = proof;
			}
			return proof;
		}

		private byte[] sign(Session session, byte[] encoded) throws Exception {
			Signature signer = Objects.requireNonNull(
					NamedFactory.create(session.getSignatureFactories(), this.algorithm), "No signature algorithm");
			signer.initSigner(session, this.key.getPrivate());
			Buffer data = new ByteArrayBuffer();
			data.putString(PROOF);
			data.putBytes(session.getSessionId());
			data.putBytes(encoded);
			signer.update(session, data.getCompactData());
			Buffer signature = new ByteArrayBuffer();
			signature.putString(this.algorithm);
			signature.putBytes(signer.sign(session));
			return signature.getCompactData();
		}

	}

}
