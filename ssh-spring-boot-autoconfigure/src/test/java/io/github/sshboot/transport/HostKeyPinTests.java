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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HostKeyPinTests {

	private static final PublicKeyBlob KEY = PublicKeyBlob.parse(TestKeys.ED25519_PUBLIC);

	private static final PublicKeyBlob OTHER = PublicKeyBlob.parse(TestKeys.OTHER_PUBLIC);

	@BeforeAll
	static void installProviders() {
		CryptoProviders.install();
	}

	@Test
	void publicKeyPinsItself() {
		HostKeyPin pin = parse(TestKeys.ED25519_PUBLIC);
		assertThat(pin.isKey(KEY)).isTrue();
		assertThat(pin.isKey(OTHER)).isFalse();
		assertThat(pin.isAuthority(KEY)).isFalse();
		assertThat(pin.keyType()).contains("ssh-ed25519");
		assertThat(pin).hasToString(KEY.fingerprint() + " (the test)");
	}

	@Test
	void authorityPinsNoHostKey() {
		HostKeyPin pin = parse("@cert-authority\t" + TestKeys.ED25519_PUBLIC);
		assertThat(pin.isAuthority(KEY)).isTrue();
		assertThat(pin.isAuthority(OTHER)).isFalse();
		assertThat(pin.isKey(KEY)).isFalse();
		assertThat(pin.keyType()).isEmpty();
		assertThat(pin).hasToString("certificate authority " + KEY.fingerprint() + " (the test)");
	}

	@Test
	void fingerprintPinsTheKeyThatHasIt() {
		HostKeyPin pin = parse(KEY.fingerprint().value());
		assertThat(pin.isKey(KEY)).isTrue();
		assertThat(pin.isKey(OTHER)).isFalse();
		assertThat(pin.isAuthority(KEY)).isFalse();
		assertThat(parse(KEY.fingerprint().value() + "=").isKey(KEY)).isTrue();
		assertThat(parse("ssh-ed25519 " + KEY.fingerprint().value()).isKey(KEY)).isTrue();
		assertThat(parse("ssh-rsa " + KEY.fingerprint().value()).isKey(KEY)).isFalse();
	}

	@Test
	void fileCanHoldSeveral(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("keys.pub"),
				"# the keys\r\n\r\n" + TestKeys.ED25519_PUBLIC + "\r\n  @cert-authority " + TestKeys.OTHER_PUBLIC);
		assertThat(HostKeyPin.read(KeyMaterial.ofFile(file))).map(HostKeyPin::toString)
			.containsExactly("%s (%s:3)".formatted(KEY.fingerprint(), file),
					"certificate authority %s (%s:4)".formatted(OTHER.fingerprint(), file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "# nothing", "garbage", "ssh-ed25519", "ssh-ed25519 AAAA", "@cert-authority",
			"@revoked ssh-ed25519 AAAA", "SHA256:", "SHA256:abc", "SHA256:!", "MD5:00:11:22",
			"ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINH/wF21KWqfd/LPdZmSGulOgIhvVFNYMG5Eys3FyhQx",
			"localhost ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINH/wF21KWqfd/LPdZmSGulOgIhvVFNYMG5Eys3FyhQx",
			"ssh-new@example.org AAAAE3NzaC1uZXdAZXhhbXBsZS5vcmcAAAADa2V5" })
	void whatPinsNothingIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> HostKeyPin.parse("the test", text))
			.withMessageStartingWith("the test");
	}

	@Test
	void privateKeyIsNotShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> HostKeyPin.parse("the test", TestKeys.ED25519_PRIVATE))
			.withMessageContaining("it is a private key")
			.withMessageNotContaining("b3BlbnNzaC1r");
	}

	@Test
	void fileThatCannotBeReadIsRefused(@TempDir Path directory) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HostKeyPin.read(KeyMaterial.ofFile(directory.resolve("missing"))))
			.withMessageContaining("missing cannot be read (NoSuchFileException)");
	}

	@Test
	void textIsToldFromTheNameOfAFile() {
		for (String text : List.of("SHA256:abc/+", "ssh-rsa SHA256:abc", "MD5:00:11", "@cert-authority x")) {
			assertThat(HostKeyPin.isInline(text)).as(text).isTrue();
		}
		for (String text : List.of("file:/key.pub", "classpath:key.pub", "C:/key.pub", "~/key.pub", "KEY",
				"base64:AA")) {
			assertThat(HostKeyPin.isInline(text)).as(text).isFalse();
		}
	}

	private static HostKeyPin parse(String text) {
		return HostKeyPin.parse("the test", text).get(0);
	}

}
