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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyOptionsParserTests {

	@Test
	void nothingIsForbiddenWithoutOptions() {
		assertThat(KeyOptionsParser.none().permissions()).isEqualTo(LoginPermissions.unrestricted());
		assertThat(KeyOptionsParser.none()).returns(false, KeyOptions::authority)
			.returns(true, KeyOptions::touchRequired)
			.returns(false, KeyOptions::verifyRequired);
	}

	@Test
	void restrictForbidsAll() {
		assertThat(KeyOptionsParser.parse("restrict").permissions())
			.isEqualTo(new LoginPermissions(false, false, false, false, null, Map.of(), null, null));
	}

	@Test
	void laterOptionsTakeBackWhatEarlierOnesSaid() {
		assertThat(KeyOptionsParser.parse("restrict,pty").pty()).isTrue();
		assertThat(KeyOptionsParser.parse("pty,restrict").pty()).isFalse();
		assertThat(KeyOptionsParser.parse("no-pty,pty").pty()).isTrue();
		assertThat(KeyOptionsParser.parse("restrict,port-forwarding,agent-forwarding,X11-forwarding").permissions())
			.isEqualTo(new LoginPermissions(false, true, true, true, null, Map.of(), null, null));
	}

	@Test
	void eachOptionForbidsItsOwn() {
		assertThat(KeyOptionsParser.parse("no-pty").permissions())
			.isEqualTo(new LoginPermissions(false, true, true, true, null, Map.of(), null, null));
		assertThat(KeyOptionsParser.parse("no-port-forwarding").permissions())
			.isEqualTo(new LoginPermissions(true, false, true, true, null, Map.of(), null, null));
		assertThat(KeyOptionsParser.parse("no-agent-forwarding").permissions())
			.isEqualTo(new LoginPermissions(true, true, false, true, null, Map.of(), null, null));
		assertThat(KeyOptionsParser.parse("no-X11-forwarding").permissions())
			.isEqualTo(new LoginPermissions(true, true, true, false, null, Map.of(), null, null));
	}

	@Test
	void namesMayBeInAnyCase() {
		assertThat(KeyOptionsParser.parse("NO-Pty,ReStRiCt,COMMAND=\"X\",CERT-authority"))
			.returns(false, KeyOptions::pty)
			.returns(true, KeyOptions::authority)
			.returns("X", KeyOptions::command);
	}

	@Test
	void quotesAreProtectedByBackslashesAndNothingElseIs() {
		assertThat(KeyOptionsParser.parse("command=\"a \\\"b\\\", c\\\\d \\n\"").command())
			.isEqualTo("a \"b\", c\\\\d \\n");
		assertThat(KeyOptionsParser.parse("command=\"\"").command()).isEmpty();
		assertThat(KeyOptionsParser.parse(bytes("command=\"grüße\"")).command()).isEqualTo("grüße");
	}

	@Test
	void securityKeysNeedATouchUnlessToldOtherwise() {
		assertThat(KeyOptionsParser.parse("no-touch-required").touchRequired()).isFalse();
		assertThat(KeyOptionsParser.parse("no-touch-required,touch-required").touchRequired()).isTrue();
		assertThat(KeyOptionsParser.parse("verify-required").verifyRequired()).isTrue();
		assertThat(KeyOptionsParser.parse("verify-required,no-verify-required").verifyRequired()).isFalse();
	}

	@Test
	void timesAreLocalUnlessTheyEndWithZ() {
		Instant utc = Instant.parse("2030-02-03T04:05:06Z");
		assertThat(KeyOptionsParser.parse("expiry-time=\"20300203040506Z\"").expiry()).isEqualTo(utc);
		assertThat(KeyOptionsParser.parse("expiry-time=\"20300203040506utc\"").expiry()).isEqualTo(utc);
		assertThat(KeyOptionsParser.parse("expiry-time=\"203002030405Z\"").expiry())
			.isEqualTo(Instant.parse("2030-02-03T04:05:00Z"));
		assertThat(KeyOptionsParser.parse("expiry-time=\"20300203\"").expiry())
			.isEqualTo(LocalDateTime.of(2030, 2, 3, 0, 0).atZone(ZoneId.systemDefault()).toInstant());
	}

	@Test
	void theEarliestTimeCounts() {
		Instant earliest = Instant.parse("2030-01-01T00:00:00Z");
		assertThat(KeyOptionsParser.parse("expiry-time=\"20300101Z\",expiry-time=\"20310101Z\"").expiry())
			.isEqualTo(earliest);
		assertThat(KeyOptionsParser.parse("expiry-time=\"20310101Z\",expiry-time=\"20300101Z\"").expiry())
			.isEqualTo(earliest);
	}

	@Test
	void theFirstValueOfAVariableCounts() {
		assertThat(
				KeyOptionsParser.parse("environment=\"A=1\",environment=\"B=x=y \",environment=\"A=2\"").environment())
			.isEqualTo(Map.of("A", "1", "B", "x=y "));
	}

	@Test
	void destinationsAreKept() {
		assertThat(KeyOptionsParser.parse("permitopen=\"db:5432\",permitopen=\"[::1]:*\",permitopen=\"*:80\"")
			.permitOpen()).containsExactly("db:5432", "[::1]:*", "*:80");
		assertThat(KeyOptionsParser.parse("permitlisten=\"8080\",permitlisten=\"localhost:*\"").permitListen())
			.containsExactly("*:8080", "localhost:*");
	}

	@Test
	void whatTheServerNeverDoesMayBeForbidden() {
		assertThat(KeyOptionsParser.parse("no-user-rc,tunnel=\"0\",tunnel=\"any\",user-rc").permissions())
			.isEqualTo(LoginPermissions.unrestricted());
	}

	@Test
	void nothingBesideCommasMeansNothing() {
		assertThat(KeyOptionsParser.parse(",no-pty").pty()).isFalse();
		assertThat(KeyOptionsParser.parse("no-pty,").pty()).isFalse();
		assertThat(KeyOptionsParser.parse("restrict,,,pty").pty()).isTrue();
		assertThat(KeyOptionsParser.parse(",").permissions()).isEqualTo(LoginPermissions.unrestricted());
	}

	@ParameterizedTest
	@ValueSource(strings = { "unheard-of", "unheard-of=\"x\"", "no-restrict", "no-cert-authority", "no-command=\"x\"",
			"ptyx", "pty=\"x\"", "pty\"x\"", "restrict=yes", "command", "command=", "command=x", "command='x'",
			"command=\"x", "command=\"x\\\"", "command=\"x\"y", "command=\"x\",command=\"x\"", "command=\"\u00ff\"",
			"command =\"x\"", "principals=\"\"", "principals=\"a,,b\"", "principals=\"a\",principals=\"b\"",
			"from=\"\"", "from=\"10.0.0.1/8\"", "from=\"*\",from=\"*\"", "expiry-time=\"\"", "expiry-time=\"2030\"",
			"expiry-time=\"20301301\"", "expiry-time=\"20300229\"", "expiry-time=\"203001012400\"",
			"expiry-time=\"20300101+1\"", "expiry-time=\"never\"", "environment=\"A\"", "environment=\"=x\"",
			"environment=\"A-B=x\"", "environment=\"A B=x\"", "permitopen=\"db\"", "permitopen=\"db:0\"",
			"permitopen=\"db:65536\"", "permitopen=\"db:http\"", "permitopen=\":80\"", "permitopen=\"::1:80\"",
			"permitopen=\"db:80/tcp\"", "permitopen=\"none\"", "permitlisten=\"0\"", "permitlisten=\"x\"",
			"permitlisten=\"\"", "tunnel=\"x\"", "tunnel=\"-1\"", "tunnel=\"\"", "ssh-ed25519", "\"pty\"" })
	void whatIsNotUnderstoodIsRefused(String options) {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyOptionsParser.parse(options));
	}

	@Test
	void thereAreLimits() {
		String permits = IntStream.rangeClosed(1, 4096)
			.mapToObj((port) -> "permitopen=\"db:%d\"".formatted(port))
			.collect(Collectors.joining(","));
		assertThat(KeyOptionsParser.parse(permits).permitOpen()).hasSize(4096);
		assertThatIllegalArgumentException().isThrownBy(() -> KeyOptionsParser.parse(permits + ",permitopen=\"db:1\""));
		String variables = IntStream.rangeClosed(1, 1024)
			.mapToObj("environment=\"A%d=\""::formatted)
			.collect(Collectors.joining(","));
		assertThat(KeyOptionsParser.parse(variables).environment()).hasSize(1024);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KeyOptionsParser.parse(variables + ",environment=\"B=\""));
	}

	private static String bytes(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

}
