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

import java.util.function.BooleanSupplier;

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
 * X25519 of the JDK together with a key encapsulation that withstands quantum computers:
 * ML-KEM of the JDK, or Bouncy Castle's where the JDK has none, and our own sntrup761.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-sshm-mlkem-hybrid-kex/">PQ/T
 * Hybrid Key Exchange with ML-KEM in SSH</a>
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-sshm-ntruprime-ssh/">Secure
 * Shell Key Exchange Method Using Hybrid Streamlined NTRU Prime sntrup761 and X25519</a>
 */
final class X25519Hybrid extends XDH {

	private static final boolean ML_KEM_IN_JDK = JdkMlKem.isAvailable();

	private static final KeyEncapsulationMethod ML_KEM_768 = ML_KEM_IN_JDK ? JdkMlKem.INSTANCE : BuiltinKEM.mlkem768;

	static final DHFactory MLKEM768 = new Factory(BuiltinDHFactories.mlkem768x25519, ML_KEM_768, BuiltinDigests.sha256,
			() -> ML_KEM_IN_JDK || BuiltinKEM.mlkem768.isSupported());

	static final DHFactory SNTRUP761 = new Factory(BuiltinDHFactories.sntrup761x25519, Sntrup761.INSTANCE,
			BuiltinDigests.sha512, () -> true);

	static final DHFactory SNTRUP761_OPENSSH = new Factory(BuiltinDHFactories.sntrup761x25519_openssh,
			Sntrup761.INSTANCE, BuiltinDigests.sha512, () -> true);

	private final KeyEncapsulationMethod kem;

	private final BuiltinDigests digest;

	private X25519Hybrid(KeyEncapsulationMethod kem, BuiltinDigests digest) throws Exception {
		super(MontgomeryCurve.x25519, true);
		this.kem = new CheckedKem(kem);
		this.digest = digest;
	}

	@Override
	public KeyEncapsulationMethod getKeyEncapsulation() {
		return this.kem;
	}

	@Override
	public Digest getHash() throws Exception {
		return this.digest.create();
	}

	/**
	 * Makes one for each key exchange.
	 */
	private record Factory(BuiltinDHFactories builtin, KeyEncapsulationMethod kem, BuiltinDigests digest,
			BooleanSupplier supported) implements DHFactory {

		@Override
		public String getName() {
			return this.builtin.getName();
		}

		@Override
		public boolean isGroupExchange() {
			return false;
		}

		@Override
		public AbstractDH create(Object... params) throws Exception {
			return new X25519Hybrid(this.kem, this.digest);
		}

		@Override
		public boolean isSupported() {
			return MontgomeryCurve.x25519.isSupported() && this.supported.getAsBoolean();
		}

	}

}
