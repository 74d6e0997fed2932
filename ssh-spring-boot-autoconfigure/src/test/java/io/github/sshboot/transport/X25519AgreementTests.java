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

import java.security.InvalidKeyException;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.RuntimeSshException;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link X25519Agreement}.
 */
class X25519AgreementTests {

	@BeforeAll
	static void installProviders() {
		CryptoProviders.install();
	}

	/**
	 * One secret in 256 begins with a zero, which a number does not have.
	 */
	@RepeatedTest(600)
	void agreesWithTheJdk() throws Exception {
		AbstractDH own = X25519Agreement.CURVE25519.create();
		AbstractDH jdk = BuiltinDHFactories.curve25519.create();
		own.setF(jdk.getE());
		jdk.setF(own.getE());
		assertThat(own.getE()).hasSize(32);
		assertThat(own.getK()).isEqualTo(jdk.getK());
		assertThat(own.getHash().getBlockSize()).isEqualTo(32);
	}

	@Test
	void keysAreMadeAnew() throws Exception {
		assertThat(X25519Agreement.CURVE25519.create().getE()).isNotEqualTo(X25519Agreement.CURVE25519.create().getE());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 31, 33, 64 })
	void keysOfOtherLengthsAreRefused(int length) throws Exception {
		AbstractDH own = X25519Agreement.CURVE25519_LIBSSH.create();
		assertThatExceptionOfType(RuntimeSshException.class).isThrownBy(() -> own.setF(new byte[length]))
			.withMessageContaining(length + " bytes");
	}

	@ParameterizedTest
	@ValueSource(bytes = { 0, 1 })
	void pointsOfSmallOrderAreRefused(byte point) throws Exception {
		AbstractDH own = X25519Agreement.CURVE25519.create();
		own.getE();
		byte[] f = new byte[32];
		f[0] = point;
		own.setF(f);
		assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(own::getK);
	}

}
