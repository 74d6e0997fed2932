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

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AlgorithmSettings}.
 */
class AlgorithmSettingsTests {

	private final AlgorithmSettings defaults = AlgorithmSettings.of(AlgorithmProfile.DEFAULT);

	private final AlgorithmSettings strict = AlgorithmSettings.of(AlgorithmProfile.STRICT);

	@Test
	void keyExchangeIsPostQuantumFirstOnEveryJavaRuntime() {
		assertThat(this.defaults.get(AlgorithmCategory.KEY_EXCHANGE)).containsExactly("mlkem768x25519-sha256",
				"sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com", "curve25519-sha256",
				"curve25519-sha256@libssh.org");
		assertThat(this.strict.get(AlgorithmCategory.KEY_EXCHANGE)).containsExactly("mlkem768x25519-sha256",
				"sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com");
	}

	@Test
	void encryptionAndIntegrityAreModern() {
		assertThat(this.defaults.get(AlgorithmCategory.CIPHER)).containsExactly("aes128-gcm@openssh.com",
				"aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr");
		assertThat(this.defaults.get(AlgorithmCategory.MAC)).containsExactly("hmac-sha2-256-etm@openssh.com",
				"hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512");
		assertThat(this.strict.get(AlgorithmCategory.MAC)).containsExactly("hmac-sha2-256-etm@openssh.com",
				"hmac-sha2-512-etm@openssh.com");
		assertThat(this.defaults.get(AlgorithmCategory.COMPRESSION)).containsExactly("none");
	}

	@Test
	void noSignatureUsesSha1OrDsa() {
		for (AlgorithmSettings settings : List.of(this.defaults, this.strict)) {
			assertThat(settings.get(AlgorithmCategory.HOST_KEY)).contains("ssh-ed25519", "rsa-sha2-512")
				.noneMatch((name) -> name.startsWith("ssh-rsa") || name.startsWith("ssh-dss"));
			assertThat(settings.get(AlgorithmCategory.PUBLIC_KEY)).contains("ssh-ed25519", "rsa-sha2-512")
				.noneMatch((name) -> name.startsWith("ssh-rsa") || name.startsWith("ssh-dss"));
		}
		assertThat(this.strict.get(AlgorithmCategory.HOST_KEY)).noneMatch((name) -> name.contains("nistp"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					aes256-ctr, aes128-ctr       | aes256-ctr, aes128-ctr
					+aes256-cbc                  | DEFAULT, aes256-cbc
					+aes256-cbc, 3des-cbc        | DEFAULT, aes256-cbc, 3des-cbc
					-aes*-ctr, chacha20*         | aes128-gcm@openssh.com, aes256-gcm@openssh.com
					^aes256-gcm@openssh.com      | aes256-gcm@openssh.com, aes128-gcm@openssh.com, REST
					^aes256-ctr, -aes*-gcm*, +aes128-cbc | aes256-ctr, chacha20-poly1305@openssh.com, aes128-ctr, aes192-ctr, aes128-cbc
					+aes128-ctr                  | DEFAULT
					-aes128-cbc                  | DEFAULT
					""")
	void listsAreWrittenAsOpenSshWritesThem(String change, String expected) {
		String defaults = String.join(",", this.defaults.get(AlgorithmCategory.CIPHER));
		assertThat(with(AlgorithmCategory.CIPHER, change)).isEqualTo(names(expected.replace("DEFAULT", defaults)
			.replace("REST", defaults.substring("aes128-gcm@openssh.com,aes256-gcm@openssh.com,".length()))));
	}

	@Test
	void changesAddUp() {
		AlgorithmSettings settings = this.defaults.with(AlgorithmCategory.CIPHER, List.of("aes256-ctr"))
			.with(AlgorithmCategory.CIPHER, List.of("+aes128-cbc"));
		assertThat(settings.get(AlgorithmCategory.CIPHER)).containsExactly("aes256-ctr", "aes128-cbc");
		assertThat(settings.get(AlgorithmCategory.MAC)).isEqualTo(this.defaults.get(AlgorithmCategory.MAC));
		assertThat(settings.with(AlgorithmCategory.CIPHER, List.of())).isEqualTo(settings);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					CIPHER       | aes128-gmc@openssh.com | 'aes128-gmc@openssh.com' is not known; did you mean 'aes128-gcm@openssh.com'?
					CIPHER       | AES128                 | did you mean 'aes128-
					CIPHER       | +chacha20              | did you mean 'chacha20-poly1305@openssh.com'?
					CIPHER       | -aes128gcm             | 'aes128gcm' is not known
					CIPHER       | -*                     | no algorithm is left; supported are
					CIPHER       | aes128-ctr, +aes256-cbc | '+aes256-cbc' changes a list that is given in full
					CIPHER       | none                   | 'none' would leave the connection unprotected
					MAC          | +none                  | 'none' would leave the connection unprotected
					COMPRESSION  | zlib                   | before it has logged in; use 'zlib@openssh.com'
					KEY_EXCHANGE | mlkem768x25519         | did you mean 'mlkem768x25519-sha256'?
					HOST_KEY     | ed25519                | did you mean 'ssh-ed25519'?
					PUBLIC_KEY   | +                   | is not known
					""")
	void wrongNamesAreToldWithWhatIsSupported(AlgorithmCategory category, String change, String message) {
		assertThatExceptionOfType(UnsupportedAlgorithmException.class).isThrownBy(() -> with(category, change))
			.withMessageContaining(message)
			.returns(category, UnsupportedAlgorithmException::getCategory);
	}

	@Test
	void controlCharactersOfANameAreNotRepeated() {
		assertThatExceptionOfType(UnsupportedAlgorithmException.class)
			.isThrownBy(() -> with(AlgorithmCategory.CIPHER, "aes\u001b[31m"))
			.withMessageNotContaining("\u001b");
	}

	@ParameterizedTest
	@EnumSource
	void everythingThatIsSupportedCanBeAsked(AlgorithmCategory category) {
		for (String name : AlgorithmCatalog.getSupported(category)) {
			assertThat(with(category, name)).containsExactly(name);
		}
	}

	@Test
	void oldDevicesCanBeReached() {
		assertThat(with(AlgorithmCategory.KEY_EXCHANGE, "+diffie-hellman-group14-sha1,ecdh-sha2-nistp256"))
			.endsWith("diffie-hellman-group14-sha1", "ecdh-sha2-nistp256");
		assertThat(with(AlgorithmCategory.HOST_KEY, "+ssh-rsa")).endsWith("ssh-rsa");
		assertThat(with(AlgorithmCategory.MAC, "+hmac-sha1")).endsWith("hmac-sha1");
	}

	private List<String> with(AlgorithmCategory category, String change) {
		return this.defaults.with(category, names(change)).get(category);
	}

	private static List<String> names(String list) {
		return Arrays.stream(list.split(",")).map(String::strip).toList();
	}

}
