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

import java.security.KeyPair;
import java.util.List;

import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.kex.DHGEXServer;
import org.apache.sshd.server.kex.Moduli.DhGroup;
import org.apache.sshd.server.session.ServerSession;

/**
 * A server's group exchange (RFC 4419) that signs with certified host keys too. MINA's
 * names the algorithm of the certificate in the signature, where that of the key belongs,
 * and clients refuse it.
 */
final class ServerGroupExchange extends DHGEXServer {

	private ServerGroupExchange(DHFactory factory, Session session) {
		super(factory, session);
	}

	static KeyExchangeFactory factory(DHFactory delegate) {
		return new OwnKeyExchange(delegate, ServerGroupExchange::new);
	}

	@Override
	public boolean next(int command, Buffer buffer) throws Exception {
		if (command != SshConstants.SSH_MSG_KEX_DH_GEX_INIT || command != this.expected) {
			return super.next(command, buffer);
		}
		byte[] e = updateE(buffer);
		validateEValue(this.dh.getP());
		this.dh.setF(e);
		this.k = normalize(this.dh.getK());
		ServerSession session = getServerSession();
		KeyPair hostKey = session.getHostKey();
		byte[] publicKey = encode(hostKey);
		int[] sizes = this.oldRequest ? new int[] { this.prf } : new int[] { this.min, this.prf, this.max };
		this.h = GroupExchangeHash.of(this.hash, List.of(this.v_c, this.v_s, this.i_c, this.i_s, publicKey), sizes,
				List.of(this.dh.getP().toByteArray(), this.dh.getG().toByteArray(), e, getF()), this.k);
		Buffer reply = session.createBuffer(SshConstants.SSH_MSG_KEX_DH_GEX_REPLY);
		reply.putBytes(publicKey);
		reply.putBytes(getF());
		reply.putBytes(sign(session, hostKey));
		session.writePacket(reply);
		return true;
	}

	/**
	 * MINA writes an error to the log where a client wants a size there is no group of.
	 */
	@Override
	protected List<DhGroup> selectModuliGroups(ServerSession session, int min, int preferred, int max,
			List<DhGroup> groups) throws Exception {
		List<DhGroup> selected = super.selectModuliGroups(session, min, preferred, max, groups);
		if (selected.isEmpty()) {
			throw new SshException(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED,
					"No group of %d to %d bits".formatted(min, max));
		}
		return selected;
	}

	private static byte[] encode(KeyPair hostKey) {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(hostKey.getPublic());
		return buffer.getCompactData();
	}

	private byte[] sign(ServerSession session, KeyPair hostKey) throws Exception {
		String algorithm = session.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS);
		Signature signature = NamedFactory.create(session.getSignatureFactories(), algorithm);
		signature.initSigner(session, hostKey.getPrivate());
		signature.update(session, this.h);
		Buffer buffer = new ByteArrayBuffer();
		buffer.putString(signature.getSshAlgorithmName(algorithm));
		buffer.putBytes(signature.sign(session));
		return buffer.getCompactData();
	}

}
