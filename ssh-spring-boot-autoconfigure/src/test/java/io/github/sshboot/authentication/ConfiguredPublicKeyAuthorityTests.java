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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sshboot.authentication.PublicKeyDecision.Granted;
import io.github.sshboot.authentication.PublicKeyDecision.Refused;
import io.github.sshboot.authentication.PublicKeySettings.AuthorizedKeysLocation;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Plain keys; certificates are in {@link UserCertificateTests}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredPublicKeyAuthorityTests {

	private static PublicKey aliceKey;

	private static PublicKey bobKey;

	private final List<AuthorizedKeysLocation> locations = new ArrayList<>();

	private final Map<String, List<KeyMaterial>> users = new HashMap<>();

	private final List<AuthorizedKeysSource> sources = new ArrayList<>();

	private final List<KeyMaterial> revoked = new ArrayList<>();

	private final List<String> askedFor = new ArrayList<>();

	private String address = "192.0.2.1";

	private Instant now = Instant.parse("2030-01-01T00:00:00Z");

	@TempDir
	Path directory;

	@BeforeAll
	static void generateKeys() throws Exception {
		CryptoProviders.install();
		aliceKey = PublicKeys.ed25519();
		bobKey = PublicKeys.ed25519();
	}

	static Stream<String> unsafeNames() {
		Stream<String> names = Stream.of("", ".", "..", ".ssh", "../x", "../../etc/passwd", "a/b", "/etc/passwd",
				"a\\b", "..\\x", "a b", " alice", "alice ", "alice\n", "\nalice", "alice\r", "a\u0000b", "alice\u0000",
				"a\u001b[2J", "a:b", "a*", "~root", "${user}", "{user}", "%u", "a%2fb", "a,b", "älice", "\u202ealice",
				"alice\u2028", "a".repeat(256), "a".repeat(300));
		Stream<String> controls = Stream.iterate((char) 0, (c) -> (char) (c + 1)).limit(' ').map((c) -> "a" + c);
		return Stream.concat(names, controls);
	}

	@Test
	void grantsOnlyTheUsersOwnConfiguredKeys() {
		this.users.put("alice", List.of(PublicKeys.material(aliceKey)));
		this.users.put("bob", List.of(PublicKeys.material(bobKey)));
		assertThat(isGranted("alice", aliceKey)).isTrue();
		assertThat(isGranted("bob", bobKey)).isTrue();
		assertThat(isGranted("alice", bobKey)).isFalse();
		assertThat(isGranted("bob", aliceKey)).isFalse();
		assertThat(isGranted("carol", aliceKey)).isFalse();
		assertThat(isGranted("Alice", aliceKey)).isFalse();
		assertThat(isGranted("", aliceKey)).isFalse();
	}

	@Test
	void grantsKeysFromTheLocationOfTheUser() {
		this.locations.add(location(Map.of("alice", PublicKeys.line(aliceKey), "bob", PublicKeys.line(bobKey))));
		PublicKeyAuthority authority = authority();
		assertThat(isGranted(authority, "alice", aliceKey)).isTrue();
		assertThat(isGranted(authority, "alice", bobKey)).isFalse();
		assertThat(isGranted(authority, "bob", bobKey)).isTrue();
		assertThat(isGranted(authority, "carol", bobKey)).isFalse();
	}

	@Test
	void looksInAllPlaces() {
		this.users.put("alice", List.of(PublicKeys.material(bobKey)));
		this.locations.add(location(Map.of("alice", PublicKeys.line(bobKey))));
		this.locations.add(location(Map.of()));
		assertThat(isGranted("alice", aliceKey)).isFalse();
		this.sources.add((username) -> null);
		this.sources.add((username) -> username.equals("alice") ? PublicKeys.line(aliceKey) : null);
		assertThat(isGranted("alice", aliceKey)).isTrue();
		assertThat(isGranted("bob", aliceKey)).isFalse();
		this.sources.clear();
		this.locations.add(location(Map.of("alice", PublicKeys.line(aliceKey))));
		assertThat(isGranted("alice", aliceKey)).isTrue();
	}

	@Test
	void aSourceThatFailsHasNoKeys(CapturedOutput output) {
		this.sources.add((username) -> {
			throw new IllegalStateException("no database");
		});
		this.sources.add((username) -> "no-pty " + PublicKeys.line(aliceKey));
		PublicKeyAuthority authority = authority();
		for (int i = 0; i < 3; i++) {
			assertThat(permissions(authority, "alice", aliceKey).pty()).isFalse();
		}
		assertThat(output).containsOnlyOnce("no database");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "alice", "Alice.B-c_d@example.org", "_svc", "-alice", "+1", "a..b", "alice.",
			"0123456789" })
	void asksLocationsForPlainNames(String username) {
		this.locations.add(location(Map.of(username, PublicKeys.line(aliceKey))));
		assertThat(isGranted(username, aliceKey)).isTrue();
		assertThat(this.askedFor).containsExactly(username);
	}

	@Test
	void asksLocationsForNamesOf255Characters() {
		String username = "a".repeat(255);
		this.locations.add(location(Map.of(username, PublicKeys.line(aliceKey))));
		assertThat(isGranted(username, aliceKey)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("unsafeNames")
	void neverAsksForNamesThatCouldLeadElsewhere(String username) {
		this.locations.add((name) -> {
			this.askedFor.add(name);
			return PublicKeys.material(aliceKey);
		});
		this.sources.add((name) -> {
			this.askedFor.add(name);
			return PublicKeys.line(aliceKey);
		});
		assertThat(isGranted(username, aliceKey)).isFalse();
		assertThat(this.askedFor).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("unsafeNames")
	void grantsConfiguredKeysWhateverTheNameIs(String username) {
		this.users.put(username, List.of(PublicKeys.material(aliceKey)));
		assertThat(isGranted(username, aliceKey)).isTrue();
		assertThat(isGranted(username, bobKey)).isFalse();
	}

	@Test
	void tellsWhatTheLoginMayDoAndWhereTheKeyIs() {
		this.locations.add(location(Map.of("alice",
				"# first\nrestrict,pty,command=\"x\",environment=\"A=b\",permitopen=\"db:1\",verify-required,no-touch-required "
						+ PublicKeys.line(aliceKey))));
		assertThat(decide(authority(), "alice", aliceKey)).isEqualTo(new Granted(
				new LoginPermissions(true, false, false, false, "x", Map.of("A", "b"), List.of("db:1"), null), null,
				false, true, "keys of alice:2"));
	}

	@Test
	void theFirstLineThatGrantsCounts() {
		this.locations.add(location(Map.of("alice", """
				from="10.0.0.1" %1$s
				unheard-of %1$s
				expiry-time="20291231Z" %1$s
				cert-authority %1$s
				no-pty %1$s
				%1$s
				""".formatted(PublicKeys.line(aliceKey)))));
		assertThat(decide(authority(), "alice", aliceKey)).asInstanceOf(InstanceOfAssertFactories.type(Granted.class))
			.returns("keys of alice:5", Granted::origin)
			.returns(false, (granted) -> granted.permissions().pty());
	}

	@Test
	void expiryIsInclusive() {
		this.locations.add(location(Map.of("alice", "expiry-time=\"20300101000000Z\" " + PublicKeys.line(aliceKey))));
		assertThat(isGranted("alice", aliceKey)).isTrue();
		this.now = this.now.plusMillis(999);
		assertThat(isGranted("alice", aliceKey)).isTrue();
		this.now = this.now.plusMillis(1);
		assertThat(reason("alice", aliceKey)).isEqualTo("keys of alice:1: the key has expired");
	}

	@Test
	void tellsThatTheClientIsElsewhere() {
		this.locations.add(location(Map.of("alice", "from=\"192.0.2.*\" " + PublicKeys.line(aliceKey))));
		assertThat(isGranted("alice", aliceKey)).isTrue();
		this.address = "198.51.100.1";
		assertThat(reason("alice", aliceKey))
			.isEqualTo("keys of alice:1: the key may not be used from where the client is");
	}

	@Test
	void authoritiesDoNotLogInThemselves() {
		this.users.put("alice", List.of(material("cert-authority " + PublicKeys.line(aliceKey))));
		assertThat(isGranted("alice", aliceKey)).isFalse();
	}

	@Test
	void refusesRevokedKeys() throws Exception {
		this.users.put("alice", List.of(PublicKeys.material(aliceKey), PublicKeys.material(bobKey)));
		Path list = Files.writeString(this.directory.resolve("revoked"), "# none yet\n");
		this.revoked.add(KeyMaterial.ofFile(list));
		PublicKeyAuthority authority = authority();
		assertThat(isGranted(authority, "alice", aliceKey)).isTrue();
		Files.writeString(list, "# lost\n" + PublicKeys.line(aliceKey) + " laptop\n");
		assertThat(decide(authority, "alice", aliceKey))
			.isEqualTo(new Refused("the key is revoked in '%s'".formatted(list)));
		assertThat(isGranted(authority, "alice", bobKey)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage\n", "SHA256:FSsHeXEQpMXFyUnOGG8oCXRaFOjzCFIYdJwWFJc3JKQ\n", "SSHKRL\n\u0000",
			"no-pty ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILAvTYOAvn5dOCt+7ld3IMJ0Nde+djG2KoDZQ7+ze15M\n" })
	void acceptsNothingWhileAListOfRevokedKeysIsNotUnderstood(String content, CapturedOutput output) throws Exception {
		this.users.put("alice", List.of(PublicKeys.material(aliceKey)));
		Path list = Files.writeString(this.directory.resolve("revoked"), content);
		this.revoked.add(material(""));
		this.revoked.add(KeyMaterial.ofFile(list));
		PublicKeyAuthority authority = authority();
		for (int i = 0; i < 3; i++) {
			assertThat(decide(authority, "alice", aliceKey))
				.isEqualTo(new Refused("'%s' cannot be used, so nobody knows what is revoked".formatted(list)));
		}
		assertThat(output).containsOnlyOnce("'%s' cannot be used: ".formatted(list));
		Files.writeString(list, "");
		assertThat(isGranted(authority, "alice", aliceKey)).isTrue();
	}

	@Test
	void acceptsNothingWhileAListOfRevokedKeysIsMissing(CapturedOutput output) {
		this.users.put("alice", List.of(PublicKeys.material(aliceKey)));
		this.revoked.add(KeyMaterial.ofFile(this.directory.resolve("missing")));
		ConfiguredPublicKeyAuthority authority = authority();
		authority.check();
		assertThat(output)
			.contains("'%s' cannot be used: it does not exist".formatted(this.directory.resolve("missing")));
		assertThat(isGranted(authority, "alice", aliceKey)).isFalse();
	}

	@Test
	void refusesFilesThatOthersMayWriteToUnlessTold(CapturedOutput output) throws Exception {
		Path file = Files.writeString(this.directory.resolve("alice"), PublicKeys.line(aliceKey));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
		this.locations.add((username) -> KeyMaterial.ofFile(this.directory.resolve(username)));
		PublicKeyAuthority authority = authority();
		for (int i = 0; i < 3; i++) {
			assertThat(isGranted(authority, "alice", aliceKey)).isFalse();
		}
		assertThat(output).containsOnlyOnce("run 'chmod go-w %s'".formatted(file.toRealPath()));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		assertThat(isGranted(authority, "alice", aliceKey)).isTrue();
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
		assertThat(isGranted(authority, "alice", aliceKey)).isFalse();
		assertThat(isGranted(authority(false), "alice", aliceKey)).isTrue();
	}

	@Test
	void tellsOnceWhichLinesAreRefused(CapturedOutput output) throws Exception {
		Path file = Files.writeString(this.directory.resolve("alice"), "unheard\u001bof " + PublicKeys.line(aliceKey));
		this.locations.add((username) -> KeyMaterial.ofFile(this.directory.resolve(username)));
		PublicKeyAuthority authority = authority();
		for (int i = 0; i < 3; i++) {
			assertThat(isGranted(authority, "alice", aliceKey)).isFalse();
		}
		assertThat(output)
			.containsOnlyOnce("Refused the key at %s:1: its option 'unheard of' is not known".formatted(file));
	}

	@Test
	void saysAtTheStartThatAUserHasNoKey() {
		this.users.put("alice", List.of(material("unheard-of " + PublicKeys.line(aliceKey))));
		assertThatExceptionOfType(NoPublicKeyException.class).isThrownBy(() -> authority().check());
		this.users.put("alice", List.of(material("no-pty " + PublicKeys.line(aliceKey))));
		authority().check();
	}

	private AuthorizedKeysLocation location(Map<String, String> files) {
		return (username) -> {
			this.askedFor.add(username);
			return KeyMaterial.ofContent("keys of " + username,
					files.getOrDefault(username, "").getBytes(StandardCharsets.UTF_8));
		};
	}

	private static KeyMaterial material(String content) {
		return KeyMaterial.ofContent("test", content.getBytes(StandardCharsets.UTF_8));
	}

	private ConfiguredPublicKeyAuthority authority() {
		return authority(true);
	}

	private ConfiguredPublicKeyAuthority authority(boolean strictModes) {
		return new ConfiguredPublicKeyAuthority(
				new PublicKeySettings(this.locations, List.of(), this.revoked, strictModes), this.users, this.sources,
				Clock.fixed(this.now, ZoneOffset.UTC));
	}

	private boolean isGranted(String username, PublicKey key) {
		return isGranted(authority(), username, key);
	}

	private boolean isGranted(PublicKeyAuthority authority, String username, PublicKey key) {
		return decide(authority, username, key) instanceof Granted;
	}

	private LoginPermissions permissions(PublicKeyAuthority authority, String username, PublicKey key) {
		return ((Granted) decide(authority, username, key)).permissions();
	}

	private String reason(String username, PublicKey key) {
		return ((Refused) decide(authority(), username, key)).reason();
	}

	private PublicKeyDecision decide(PublicKeyAuthority authority, String username, PublicKey key) {
		try {
			return authority.decide(username, PresentedKey.parse(CertificateWriter.blob(key), KeyUtils.getKeyType(key)),
					InetAddress.getByName(this.address));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
