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

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AddressPrefix}.
 */
class AddressPrefixTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.77/24, 192.0.2.0/24", "192.0.2.77, 192.0.2.77", "192.0.2.77/32, 192.0.2.77",
			"192.0.2.255/31, 192.0.2.254/31", "192.0.2.77/0, 0.0.0.0/0",
			"2001:db8:1:2:3:4:5:6/64, 2001:db8:1:2:0:0:0:0/64", "::1, 0:0:0:0:0:0:0:1",
			"fe80::1/10, fe80:0:0:0:0:0:0:0/10", "::ffff:192.0.2.77/24, 192.0.2.0/24" })
	void prefixIsWhatItsAddressesHaveInCommon(String text, String expected) {
		assertThat(AddressPrefix.parse(text)).hasToString(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "example.com/24", "192.0.2.1/33", "192.0.2.1/", "192.0.2.1/-1",
			"192.0.2.1/+8", "192.0.2.256", "192.0.2", "::1/129", "::g", "dead.beef", "1", "192.0.2.1/8/8" })
	void whatIsNoPrefixIsRefusedAndNotLookedUp(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressPrefix.parse(text));
	}

	@Test
	void addressesOfOneSourceAreEqual() throws Exception {
		InetAddress mapped = InetAddress
			.getByAddress(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 192, 0, 2, 7 });
		assertThat(new AddressPrefix(mapped, 32)).isEqualTo(AddressPrefix.parse("192.0.2.7"))
			.hasSameHashCodeAs(AddressPrefix.parse("192.0.2.7"));
		assertThat(new AddressPrefix(InetAddress.getByName("2001:db8::1"), 64))
			.isEqualTo(new AddressPrefix(InetAddress.getByName("2001:db8::ffff:1"), 64))
			.isNotEqualTo(new AddressPrefix(InetAddress.getByName("2001:db8:0:1::1"), 64));
	}

	@Test
	void prefixContainsAddressesOfItsFamilyOnly() throws Exception {
		AddressPrefix prefix = AddressPrefix.parse("10.0.0.0/8");
		assertThat(prefix.contains(InetAddress.getByName("10.255.0.1"))).isTrue();
		assertThat(prefix.contains(InetAddress.getByName("11.0.0.1"))).isFalse();
		assertThat(prefix.contains(InetAddress.getByName("::1"))).isFalse();
		assertThat(AddressPrefix.parse("::/0").contains(InetAddress.getByName("10.0.0.1"))).isFalse();
	}

}
