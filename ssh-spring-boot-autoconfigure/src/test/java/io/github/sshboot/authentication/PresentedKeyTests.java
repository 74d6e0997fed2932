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

package io.github.sshboot.authentication;

import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;

import io.github.sshboot.transport.PublicKeyBlob;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PresentedKeyTests {

	@Test
	void keyIsParsed() throws Exception {
		PublicKey key = PublicKeys.ed25519();
		PresentedKey presented = PresentedKey.parse(blob(key), "ssh-ed25519");
		assertThat(presented).isEqualTo(new PresentedKey(PublicKeyBlob.of(key), key, null));
	}

	@Test
	void keyOfAnotherTypeIsRefused() throws Exception {
		byte[] blob = blob(PublicKeys.ed25519());
		assertThatIllegalArgumentException().isThrownBy(() -> PresentedKey.parse(blob, "ecdsa-sha2-nistp256"));
	}

	@Test
	void keyThatIsCutOffOrHasMoreIsRefused() throws Exception {
		byte[] blob = blob(PublicKeys.ed25519());
		for (int length = 0; length <= blob.length + 5; length++) {
			byte[] changed = Arrays.copyOf(blob, length);
			if (length != blob.length) {
				assertThatIllegalArgumentException().as("%d bytes", length)
					.isThrownBy(() -> PresentedKey.parse(changed, "ssh-ed25519"));
			}
		}
	}

	@Test
	void rsaKeyThatIsTooShortIsRefused() throws Exception {
		for (int bits : new int[] { 1024, 2047, 2048, 3072 }) {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(bits);
			byte[] blob = blob(generator.generateKeyPair().getPublic());
			if (bits < 2048) {
				assertThatIllegalArgumentException().isThrownBy(() -> PresentedKey.parse(blob, "ssh-rsa"))
					.withMessageContaining(Integer.toString(bits));
			}
			else {
				assertThat(PresentedKey.parse(blob, "ssh-rsa").fingerprint().type()).isEqualTo("ssh-rsa");
			}
		}
	}

	private static byte[] blob(PublicKey key) {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putRawPublicKey(key);
		return buffer.getCompactData();
	}

}
