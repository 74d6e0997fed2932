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

import org.apache.sshd.common.RuntimeSshException;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;

/**
 * A key encapsulation that refuses a client's public key (for ML-KEM, FIPS 203 section
 * 7.2) as it would any malformed message. What refuses it with an
 * {@link IllegalArgumentException} lets MINA fill the log with stack traces, at the wish
 * of anyone who can connect.
 *
 * @param delegate the key encapsulation
 */
record CheckedKem(KeyEncapsulationMethod delegate) implements KeyEncapsulationMethod {

	@Override
	public KeyEncapsulationMethod.Client getClient() {
		return this.delegate.getClient();
	}

	@Override
	public KeyEncapsulationMethod.Server getServer() {
		return new Server(this.delegate.getServer());
	}

	private record Server(KeyEncapsulationMethod.Server delegate) implements KeyEncapsulationMethod.Server {

		@Override
		public int getPublicKeyLength() {
			return this.delegate.getPublicKeyLength();
		}

		@Override
		public byte[] init(byte[] publicKey) {
			try {
				return this.delegate.init(publicKey);
			}
			catch (IllegalArgumentException ex) {
				throw new RuntimeSshException("Not a public key of the key encapsulation", ex);
			}
		}

		@Override
		public byte[] getSecret() {
			return this.delegate.getSecret();
		}

		@Override
		public byte[] getEncapsulation() {
			return this.delegate.getEncapsulation();
		}

	}

}
