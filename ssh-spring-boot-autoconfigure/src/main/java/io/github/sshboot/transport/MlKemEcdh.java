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
import org.apache.sshd.common.cipher.ECCurves;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.ECDH;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;

/**
 * ML-KEM with a NIST curve, which is there to be added. It refuses keys as
 * {@link CheckedKem} does, and points that are none in the same way.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-sshm-mlkem-hybrid-kex/">PQ/T
 * Hybrid Key Exchange with ML-KEM in SSH</a>
 */
final class MlKemEcdh extends ECDH {

	static final DHFactory NISTP256 = factory(BuiltinDHFactories.mlkem768nistp256, ECCurves.nistp256,
			BuiltinKEM.mlkem768);

	static final DHFactory NISTP384 = factory(BuiltinDHFactories.mlkem1024nistp384, ECCurves.nistp384,
			BuiltinKEM.mlkem1024);

	private final KeyEncapsulationMethod kem;

	private MlKemEcdh(ECCurves curve, KeyEncapsulationMethod kem) throws Exception {
		super(curve, true);
		this.kem = new CheckedKem(kem);
	}

	private static DHFactory factory(BuiltinDHFactories builtin, ECCurves curve, KeyEncapsulationMethod kem) {
		return new OwnKeyAgreement(builtin, builtin::isSupported, () -> new MlKemEcdh(curve, kem));
	}

	@Override
	public KeyEncapsulationMethod getKeyEncapsulation() {
		return this.kem;
	}

	@Override
	public void setF(byte[] f) {
		try {
			super.setF(f);
		}
		catch (IllegalArgumentException ex) {
			throw new RuntimeSshException("Not a point on the curve", ex);
		}
	}

}
