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

import java.security.PublicKey;
import java.util.List;

import org.apache.sshd.client.kex.DHGEXClient;
import org.apache.sshd.client.session.AbstractClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A client's group exchange (RFC 4419) with servers that certify their host keys too, of
 * which MINA's knows nothing. The certificate is left to the {@link HostKeyVerifier}.
 */
final class ClientGroupExchange extends DHGEXClient {

	private ClientGroupExchange(DHFactory factory, Session session) {
		super(factory, session);
	}

	static KeyExchangeFactory factory(DHFactory delegate) {
		return new OwnKeyExchange(delegate, ClientGroupExchange::new);
	}

	@Override
	public boolean next(int command, Buffer buffer) throws Exception {
		if (command != SshConstants.SSH_MSG_KEX_DH_GEX_REPLY || command != this.expected) {
			return super.next(command, buffer);
		}
		byte[] hostKey = buffer.getBytes();
		byte[] f = updateF(buffer);
		byte[] signature = buffer.getBytes();
		validateFValue();
		this.dh.setF(f);
		this.k = normalize(this.dh.getK());
		this.h = GroupExchangeHash.of(this.hash, List.of(this.v_c, this.v_s, this.i_c, this.i_s, hostKey),
				new int[] { this.min, this.prf, this.max }, List.of(getP(), this.g, getE(), f), this.k);
		PublicKey key = new ByteArrayBuffer(hostKey).getRawPublicKey();
		verify(key, signature);
		ClientKeyExchange.proven(getSession(), new HostKeyProof(hostKey, signature));
		getClientSession().setServerKey(key);
		return true;
	}

	private void verify(PublicKey key, byte[] signature) throws Exception {
		AbstractClientSession session = getClientSession();
		String algorithm = session.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS);
		boolean certified = key instanceof OpenSshCertificate;
		if (certified != KeyUtils.isCertificateAlgorithm(algorithm)) {
			throw failed("a %s for %s".formatted(certified ? "certificate" : "plain key", algorithm));
		}
		Signature verifier = NamedFactory.create(session.getSignatureFactories(), algorithm);
		verifier.initVerifier(session,
				(key instanceof OpenSshCertificate certificate) ? certificate.getCertPubKey() : key);
		verifier.update(session, this.h);
		if (!verifier.verify(session, signature)) {
			throw failed("a signature that is not valid");
		}
	}

	private static SshException failed(String what) {
		return new SshException(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED, "Key exchange with " + what);
	}

}
