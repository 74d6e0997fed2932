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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sshboot.authentication.PublicKeyDecision.Granted;
import io.github.sshboot.authentication.PublicKeyDecision.Refused;
import io.github.sshboot.authentication.PublicKeyDecision.Unknown;
import io.github.sshboot.authentication.ServerAuthenticationSettings.AuthorizedKeysLocation;
import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PublicKeyVerifierTests {

	private static PublicKey aliceKey;

	private static PublicKey bobKey;

	private static final InetAddress SOURCE = InetAddress.getLoopbackAddress();

	private final List<String> askedFor = new ArrayList<>();

	@BeforeAll
	static void generateKeys() throws Exception {
		CryptoProviders.install();
		aliceKey = PublicKeys.ed25519();
		bobKey = PublicKeys.ed25519();
	}

	static Stream<String> unsafeNames() {
		Stream<String> names = Stream.of("", ".", "..", ".ssh", "../x", "../../etc/passwd", "a/b", "/etc/passwd",
				"a\\b", "..\\x", "a b", " alice", "alice ", "alice\n", "\nalice", "alice\r", "a\u0000b", "alice\u0000",
				"a\u001b[2J", "a:b", "a*", "~root", "${user}", "{user}", "%u", "a%2fb", "älice", "\u202ealice",
				"alice\u2028", "a".repeat(256), "a".repeat(300));
		Stream<String> controls = Stream.iterate((char) 0, (c) -> (char) (c + 1)).limit(' ').map((c) -> "a" + c);
		return Stream.concat(names, controls);
	}

	@Test
	void acceptsOnlyTheUsersOwnConfiguredKeys() {
		PublicKeyVerifier verifier = verifier(List.of(), Map.of("alice", user(aliceKey), "bob", user(bobKey)));
		assertThat(verifier.decide("alice", aliceKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(verifier.decide("bob", bobKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(verifier.decide("alice", bobKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(verifier.decide("bob", aliceKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(verifier.decide("carol", aliceKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(verifier.decide("Alice", aliceKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(verifier.decide("", aliceKey, SOURCE)).isInstanceOf(Unknown.class);
	}

	@Test
	void acceptsAnyOfTheUsersKeys() {
		User alice = new User(null, List.of(PublicKeys.material(bobKey), PublicKeys.material(aliceKey)), Set.of());
		PublicKeyVerifier verifier = verifier(List.of(), Map.of("alice", alice));
		assertThat(verifier.decide("alice", aliceKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(verifier.decide("alice", bobKey, SOURCE)).isInstanceOf(Granted.class);
	}

	@Test
	void acceptsNothingForAUserWithoutKeys() {
		PublicKeyVerifier verifier = verifier(List.of(),
				Map.of("alice", new User("encoded", List.of(), Set.of()), "bob", user(bobKey)));
		assertThat(verifier.decide("alice", aliceKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(verifier.decide("alice", bobKey, SOURCE)).isInstanceOf(Unknown.class);
	}

	@Test
	void acceptsKeysFromTheLocationOfTheUser() {
		Map<String, KeyMaterial> files = Map.of("alice", PublicKeys.material(aliceKey), "bob",
				PublicKeys.material(bobKey));
		PublicKeyVerifier verifier = verifier(List.of(recording(files)), Map.of());
		assertThat(verifier.decide("alice", aliceKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(verifier.decide("alice", bobKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(verifier.decide("bob", bobKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(verifier.decide("carol", bobKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(this.askedFor).containsExactly("alice", "alice", "bob", "carol");
	}

	@Test
	void looksInAllLocations() {
		PublicKeyVerifier verifier = verifier(List.of(recording(Map.of("alice", PublicKeys.material(bobKey))),
				recording(Map.of("alice", PublicKeys.material(aliceKey)))), Map.of("alice", user()));
		assertThat(verifier.decide("alice", aliceKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(this.askedFor).containsExactly("alice", "alice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "alice", "Alice.B-c_d@example.org", "_svc", "-alice", "+1", "a..b", "alice.",
			"0123456789" })
	void asksLocationsForPlainNames(String username) {
		PublicKeyVerifier verifier = verifier(List.of(recording(Map.of(username, PublicKeys.material(aliceKey)))),
				Map.of());
		assertThat(verifier.decide(username, aliceKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(this.askedFor).containsExactly(username);
	}

	@Test
	void asksLocationsForNamesOf255Characters() {
		String username = "a".repeat(255);
		PublicKeyVerifier verifier = verifier(List.of(recording(Map.of(username, PublicKeys.material(aliceKey)))),
				Map.of());
		assertThat(verifier.decide(username, aliceKey, SOURCE)).isInstanceOf(Granted.class);
	}

	@ParameterizedTest
	@MethodSource("unsafeNames")
	void neverAsksLocationsForNamesThatCouldLeadElsewhere(String username) {
		PublicKeyVerifier verifier = verifier(List.of((name) -> {
			this.askedFor.add(name);
			return PublicKeys.material(aliceKey);
		}), Map.of());
		assertThat(verifier.decide(username, aliceKey, SOURCE)).isInstanceOf(Unknown.class);
		assertThat(this.askedFor).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("unsafeNames")
	void acceptsConfiguredKeysWhateverTheNameIs(String username) {
		PublicKeyVerifier verifier = verifier(List.of(), Map.of(username, user(aliceKey)));
		assertThat(verifier.decide(username, aliceKey, SOURCE)).isInstanceOf(Granted.class);
		assertThat(verifier.decide(username, bobKey, SOURCE)).isInstanceOf(Unknown.class);
	}

	@Test
	void refusesKeyThatMayBeUsedWithRestrictionsOnly() {
		KeyMaterial restricted = KeyMaterial.ofContent("test",
				("restrict " + PublicKeys.line(aliceKey)).getBytes(StandardCharsets.UTF_8));
		PublicKeyVerifier verifier = verifier(List.of(recording(Map.of("alice", restricted))),
				Map.of("alice", new User(null, List.of(restricted), Set.of())));
		assertThat(verifier.decide("alice", aliceKey, SOURCE)).isInstanceOf(Unknown.class);
	}

	@Test
	void refusesCertificateEvenIfItIsListed(@TempDir Path directory) throws Exception {
		Programs.require("ssh-keygen");
		Programs.run(directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "ca").output();
		Programs.run(directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "user").output();
		Programs.run(directory, "ssh-keygen", "-q", "-s", "ca", "-I", "alice", "-n", "alice", "user.pub").output();
		KeyMaterial listed = KeyMaterial.ofFile(directory.resolve("user-cert.pub"));
		PublicKey certificate = firstKey(directory.resolve("user-cert.pub"));
		assertThat(certificate).isInstanceOf(OpenSshCertificate.class);
		PublicKeyVerifier verifier = verifier(List.of(recording(Map.of("alice", listed))),
				Map.of("alice", new User(null, List.of(listed), Set.of())));
		assertThat(verifier.decide("alice", certificate, SOURCE)).isInstanceOf(Refused.class);
		assertThat(verifier.decide("alice", firstKey(directory.resolve("user.pub")), SOURCE))
			.isInstanceOf(Unknown.class);
	}

	@Test
	void refusesCertificateOfAListedKey(@TempDir Path directory) throws Exception {
		Programs.require("ssh-keygen");
		Programs.run(directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "ca").output();
		Programs.run(directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "user").output();
		Programs.run(directory, "ssh-keygen", "-q", "-s", "ca", "-I", "alice", "-n", "alice", "user.pub").output();
		KeyMaterial listed = KeyMaterial.ofContent("test",
				(Files.readString(directory.resolve("ca.pub")) + Files.readString(directory.resolve("user.pub")))
					.getBytes(StandardCharsets.UTF_8));
		PublicKeyVerifier verifier = verifier(List.of(), Map.of("alice", new User(null, List.of(listed), Set.of())));
		assertThat(verifier.decide("alice", firstKey(directory.resolve("user.pub")), SOURCE))
			.isInstanceOf(Granted.class);
		assertThat(verifier.decide("alice", firstKey(directory.resolve("user-cert.pub")), SOURCE))
			.isInstanceOf(Refused.class);
	}

	private AuthorizedKeysLocation recording(Map<String, KeyMaterial> files) {
		return (username) -> {
			this.askedFor.add(username);
			return files.getOrDefault(username, KeyMaterial.ofContent("nothing", new byte[0]));
		};
	}

	private static PublicKeyVerifier verifier(List<AuthorizedKeysLocation> locations, Map<String, User> users) {
		return new PublicKeyVerifier(new ServerAuthenticationSettings(locations, users, LoginSettings.defaults()));
	}

	private static User user(PublicKey... keys) {
		return new User(null, Stream.of(keys).map(PublicKeys::material).toList(), Set.of());
	}

	private static PublicKey firstKey(Path file) throws Exception {
		return PublicKeyEntry.parsePublicKeyEntry(Files.readString(file))
			.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
	}

}
