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

import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.kex.MontgomeryCurve;
import org.apache.sshd.common.kex.XDH;

/**
 * {@code mlkem768x25519-sha256} on the X25519 and the ML-KEM of the JDK, or Bouncy
 * Castle's ML-KEM where the JDK has none.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-sshm-mlkem-hybrid-kex/">PQ/T
 * Hybrid Key Exchange with ML-KEM in SSH</a>
 */
final class MlKem768X25519 extends XDH {

	private static final boolean IN_JDK = JdkMlKem.isAvailable();

	/**
	 * Makes one for each key exchange.
	 */
	static final DHFactory FACTORY = new DHFactory() {

		@Override
		public String getName() {
			return BuiltinDHFactories.mlkem768x25519.getName();
		}

		@Override
		public boolean isGroupExchange() {
			return false;
		}

		@Override
		public AbstractDH create(Object... params) throws Exception {
			return new MlKem768X25519();
		}

		@Override
		public boolean isSupported() {
			return MontgomeryCurve.x25519.isSupported() && (IN_JDK || BuiltinKEM.mlkem768.isSupported());
		}

	};

	private MlKem768X25519() throws Exception {
		super(MontgomeryCurve.x25519, true);
	}

	@Override
	public KeyEncapsulationMethod getKeyEncapsulation() {
		return new CheckedMlKem(IN_JDK ? JdkMlKem.INSTANCE : BuiltinKEM.mlkem768);
	}

	@Override
	public Digest getHash() throws Exception {
		return BuiltinDigests.sha256.create();
	}

}
