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

import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A client's key exchange that leaves the certificate of the host to the
 * {@link HostKeyVerifier}. MINA's own would compare it with the numeric address of the
 * connection, before anyone knows whether the certificate is needed at all.
 */
final class ClientKeyExchange extends DHGClient {

	private ClientKeyExchange(DHFactory factory, Session session) {
		super(factory, session);
	}

	static KeyExchangeFactory factory(DHFactory delegate) {
		return delegate.isGroupExchange() ? ClientGroupExchange.factory(delegate)
				: new OwnKeyExchange(delegate, ClientKeyExchange::new);
	}

	@Override
	public boolean next(int command, Buffer buffer) throws Exception {
		HostKeyProof proof = (command == SshConstants.SSH_MSG_KEXDH_REPLY) ? proof(buffer) : null;
		boolean done = super.next(command, buffer);
		if (proof != null) {
			proven(getSession(), proof);
		}
		return done;
	}

	private static HostKeyProof proof(Buffer buffer) {
		Buffer reply = new ByteArrayBuffer(buffer.array(), buffer.rpos(), buffer.available());
		byte[] hostKey = reply.getBytes();
		reply.getBytes(); // the other half of the exchange
		return new HostKeyProof(hostKey, reply.getBytes());
	}

	/**
	 * Keep how the server has proven its key, if this is the first exchange.
	 */
	static void proven(Session session, HostKeyProof proof) {
		if (session instanceof ConnectionScoped scoped && scoped.getConnectionScope().get(HostKeyProof.class) == null) {
			scoped.getConnectionScope().put(HostKeyProof.class, proof);
		}
	}

	@Override
	protected void verifyCertificate(Session session, OpenSshCertificate certificate) {
		// once the server has proven to hold the key, when the session checks the keys
	}

}
