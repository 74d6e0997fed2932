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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Addresses to connect from, and what a server or client says it is, as people write
 * them.
 */
class LocalAddressTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.1,10.0.0.1,0", "10.0.0.1:22,10.0.0.1,22", "host.example-1.com:1,host.example-1.com,1",
			"[::1]:2200,::1,2200", "[fe80::1%eth0],fe80::1%eth0,0", "::1,::1,0", "fd00::7:22,fd00::7:22,0" })
	void addressIsRead(String text, String host, int port) {
		assertThat(LocalAddress.parse(text)).isEqualTo(new LocalAddress(host, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ":22", "host:", "host:x", "host:65536", "host:-1", "[::1", "::1]", "[host]:22",
			"[::1]:", "a b", "user@host", "[::1]22" })
	void whatIsNoAddressIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> LocalAddress.parse(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "10.0.0.1:22", "[::1]:2200", "::1" })
	void addressIsWrittenAsItIsRead(String text) {
		assertThat(LocalAddress.parse(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "OpenSSH_9.2p1", "x", "!~" })
	void identificationIsTaken(String text) {
		assertThat(new Identification(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Open-SSH", "Open SSH", "Öpen", "a\n", "a\u007f", "\0" })
	void whatCannotBeSentIsNoIdentification(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Identification(text));
	}

	@Test
	void identificationIsNotTooLongForItsLine() {
		String longest = "x".repeat(255 - "SSH-2.0-\r\n".length());
		assertThat(new Identification(longest)).hasToString(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> new Identification(longest + "x"))
			.withMessageContaining("1 to 245");
	}

}
