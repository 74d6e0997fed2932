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

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.kex.MontgomeryCurve;

/**
 * X25519 together with a key encapsulation that withstands quantum computers: ML-KEM of
 * the JDK, or Bouncy Castle's where the JDK has none, and our own sntrup761.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-sshm-mlkem-hybrid-kex/">PQ/T
 * Hybrid Key Exchange with ML-KEM in SSH</a>
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-sshm-ntruprime-ssh/">Secure
 * Shell Key Exchange Method Using Hybrid Streamlined NTRU Prime sntrup761 and X25519</a>
 */
final class X25519Hybrid extends X25519Agreement {

	/**
	 * What MINA asks for.
	 */
	private static final String BOUNCY_CASTLE_ML_KEM = "org.bouncycastle.crypto.params.MLKEMParameters";

	private static final boolean ML_KEM_IN_JDK = JdkMlKem.isAvailable();

	private static final KeyEncapsulationMethod ML_KEM_768 = ML_KEM_IN_JDK ? JdkMlKem.INSTANCE : BuiltinKEM.mlkem768;

	static final DHFactory MLKEM768 = new OwnKeyAgreement(BuiltinDHFactories.mlkem768x25519,
			() -> MontgomeryCurve.x25519.isSupported()
					&& (ML_KEM_IN_JDK || CryptoProviders.hasBouncyCastle(BOUNCY_CASTLE_ML_KEM)),
			() -> new X25519Hybrid(ML_KEM_768, BuiltinDigests.sha256));

	static final DHFactory SNTRUP761 = sntrup761(BuiltinDHFactories.sntrup761x25519);

	static final DHFactory SNTRUP761_OPENSSH = sntrup761(BuiltinDHFactories.sntrup761x25519_openssh);

	private final KeyEncapsulationMethod kem;

	private X25519Hybrid(KeyEncapsulationMethod kem, BuiltinDigests digest) throws Exception {
		super(true, digest);
		this.kem = new CheckedKem(kem);
	}

	private static DHFactory sntrup761(BuiltinDHFactories builtin) {
		return new OwnKeyAgreement(builtin, MontgomeryCurve.x25519::isSupported,
				() -> new X25519Hybrid(Sntrup761.INSTANCE, BuiltinDigests.sha512));
	}

	@Override
	public KeyEncapsulationMethod getKeyEncapsulation() {
		return this.kem;
	}

}
