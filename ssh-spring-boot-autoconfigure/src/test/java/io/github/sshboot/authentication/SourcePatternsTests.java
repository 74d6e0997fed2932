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

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SourcePatternsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			192.0.2.1                 | 192.0.2.1
			192.0.2.0/24              | 192.0.2.255
			0.0.0.0/0                 | 192.0.2.1
			192.0.2.1/32              | 192.0.2.1
			10.0.0.0/8,192.0.2.0/30   | 192.0.2.3
			192.0.2.*                 | 192.0.2.77
			192.0.?.1                 | 192.0.2.1
			*                         | 192.0.2.1
			*                         | 2001:db8::1
			*,!10.0.0.1               | 10.0.0.2
			!10.0.0.1,10.0.0.0/8      | 10.0.0.2
			2001:db8::/32             | 2001:db8:ffff::1
			2001:DB8::1               | 2001:db8::1
			2001:db8:0:0::1           | 2001:db8::1
			2001:db8:*                | 2001:db8::1
			2001:db8::?               | 2001:db8::1
			host.example.org,10.0.0.1 | 10.0.0.1
			""")
	void admits(String list, String address) throws UnknownHostException {
		assertThat(SourcePatterns.parse(list).matches(InetAddress.getByName(address))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			192.0.2.1                 | 192.0.2.2
			192.0.2.0/24              | 192.0.3.0
			0.0.0.0/0                 | 2001:db8::1
			::/0                      | 192.0.2.1
			192.0.2.*                 | 192.0.20.1
			192.0.2.?                 | 192.0.2.10
			!10.0.0.1                 | 10.0.0.2
			*,!10.0.0.0/8             | 10.1.2.3
			!10.0.0.*,*               | 10.0.0.1
			*,!2001:db8:*             | 2001:db8::1
			localhost                 | 127.0.0.1
			*.example.org             | 127.0.0.1
			2001:db8:0:*              | 2001:db8::1
			""")
	void keepsOut(String list, String address) throws UnknownHostException {
		assertThat(SourcePatterns.parse(list).matches(InetAddress.getByName(address))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", "10.0.0.1,", "!", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x",
			"10.0.0.0/-1", "2001:db8::1/64", "::/129", "127.1", "010.0.0.1", "256.0.0.1", "1.2.3.4.5", ":", "1::2::3",
			"g::1", "1:2", "*,!localhost", "*,!*.example.org", "*,!127.1", "!*.cafe", "a/b" })
	void refusesWhatIsNotUnderstoodOrCannotBeKept(String list) {
		assertThatIllegalArgumentException().isThrownBy(() -> SourcePatterns.parse(list));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "10.0.0.*", "!10.0.0.1", "localhost", "10.0.0.1/8", "10.0.0.1,", "*" })
	void certificatesHaveNetworksOnly(String list) {
		assertThatIllegalArgumentException().isThrownBy(() -> SourcePatterns.parseNetworks(list));
	}

	@Test
	void aNetworkOfACertificateAdmits() throws UnknownHostException {
		SourcePatterns patterns = SourcePatterns.parseNetworks("10.0.0.0/8,2001:db8::/32,127.0.0.1");
		assertThat(patterns.matches(InetAddress.getByName("10.9.8.7"))).isTrue();
		assertThat(patterns.matches(InetAddress.getByName("2001:db8::5"))).isTrue();
		assertThat(patterns.matches(InetAddress.getByName("127.0.0.2"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "::,::", "::1,::1", "1::,1::", "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
			"1:0:2:3:4:5:6:7,1:0:2:3:4:5:6:7", "2001:DB8::A,2001:db8::a", "1:0:0:2:0:0:0:3,1:0:0:2::3",
			"127.0.0.1,127.0.0.1" })
	void addressesAreWrittenAsUsual(String address, String text) throws UnknownHostException {
		assertThat(SourcePatterns.text(InetAddress.getByName(address))).isEqualTo(text);
	}

}
