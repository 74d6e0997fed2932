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

package io.github.sshboot.client.tunnel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link TunnelAddress}.
 */
class TunnelAddressTests {

	@Test
	void portAloneIsOneOfTheLoopbackAddress() {
		assertThat(TunnelAddress.parseListen("8080")).isEqualTo(TunnelAddress.tcp("localhost", 8080));
		assertThat(TunnelAddress.parseListen(" 0 ")).isEqualTo(TunnelAddress.loopback(0));
	}

	@Test
	void hostsAndPathsAreToldApart() {
		assertThat(TunnelAddress.parseTarget("db.internal:5432")).isEqualTo(TunnelAddress.tcp("db.internal", 5432));
		assertThat(TunnelAddress.parseTarget("[2001:db8::1]:22")).isEqualTo(TunnelAddress.tcp("2001:db8::1", 22));
		assertThat(TunnelAddress.parseListen("*:80")).isEqualTo(TunnelAddress.tcp("*", 80));
		assertThat(TunnelAddress.parseTarget("/run/a:b.sock")).isEqualTo(TunnelAddress.unix("/run/a:b.sock"));
	}

	@Test
	void textIsReadBack() {
		assertThat(TunnelAddress.tcp("2001:db8::1", 22)).hasToString("[2001:db8::1]:22");
		assertThat(TunnelAddress.loopback(1)).hasToString("localhost:1");
		assertThat(TunnelAddress.unix("/a")).hasToString("/a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "db", "db:", ":5432", "db:65536", "db:x", "2001:db8::1:22", "[db]:22", "a b:1",
			"a\n:1", "123456", "5432" })
	void otherTextIsNoTarget(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> TunnelAddress.parseTarget(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "db:0", "*:80" })
	void oneCanOnlyListenOnSome(String text) {
		assertThat(TunnelAddress.parseListen(text)).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> TunnelAddress.parseTarget(text))
			.withMessageContaining("nothing to connect to");
	}

}
