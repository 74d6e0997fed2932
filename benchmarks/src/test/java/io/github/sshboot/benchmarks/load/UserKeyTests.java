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

package io.github.sshboot.benchmarks.load;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;

import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UserKey}, with MINA as the judge.
 */
class UserKeyTests {

	@ParameterizedTest
	@EnumSource
	void fileHasThePairOfTheLine(KeyType type) throws Exception {
		UserKey key = UserKey.generate(type);
		assertThat(key.publicLine()).startsWith(PublicKeyEntry.toString(read(key).getPublic()));
	}

	@ParameterizedTest
	@EnumSource
	void signatureIsValid(KeyType type) throws Exception {
		UserKey key = UserKey.generate(type);
		byte[] data = "data".getBytes(StandardCharsets.UTF_8);
		ByteArrayBuffer signature = new ByteArrayBuffer(key.sign(data));
		assertThat(signature.getString()).isEqualTo(type.wireName());
		Signature verifier = ((type == KeyType.ED25519) ? BuiltinSignatures.ed25519 : BuiltinSignatures.nistp256)
			.create();
		verifier.initVerifier(null, read(key).getPublic());
		verifier.update(null, data, 0, data.length);
		assertThat(verifier.verify(null, signature.getBytes())).isTrue();
	}

	private static KeyPair read(UserKey key) throws Exception {
		return SecurityUtils
			.loadKeyPairIdentities(null, NamedResource.ofName("key"),
					new ByteArrayInputStream(key.privateFile().getBytes(StandardCharsets.US_ASCII)), null)
			.iterator()
			.next();
	}

}
