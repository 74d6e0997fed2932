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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KnownHostsTests {

	private static PublicKey key;

	private static PublicKey otherKey;

	private static PublicKey ecdsaKey;

	@TempDir
	Path directory;

	private Path file;

	@BeforeAll
	static void generateKeys() throws Exception {
		CryptoProviders.install();
		key = ed25519();
		otherKey = ed25519();
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		ecdsaKey = generator.generateKeyPair().getPublic();
	}

	@BeforeEach
	void chooseFile() {
		this.file = this.directory.resolve("known_hosts");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { "example.org example.org 22", "[example.org]:2222 example.org 2222", "192.0.2.1 192.0.2.1 22",
					"[192.0.2.1]:2222 192.0.2.1 2222", "2001:db8::1 2001:db8::1 22",
					"[2001:db8::1]:2222 2001:db8::1 2222", "*.example.org host.example.org 22",
					"*.example.org a.b.example.org 22", "h?st.example.org host.example.org 22", "* example.org 22",
					"192.0.2.* 192.0.2.77 22", "[*.example.org]:2222 host.example.org 2222",
					"other,example.org,192.0.2.1 example.org 22", "*.example.org,!evil.example.org host.example.org 22",
					"EXAMPLE.org example.org 22", "example.org EXAMPLE.org 22", "build_agent-1 build_agent-1 22",
					"build_* build_agent 22" })
	void trustsKeyOfAMatchingLine(String pattern, String host, int port) {
		write(line(pattern, key));
		assertThat(strict(host, port).check(key)).isNull();
		assertThat(strict(host, port).check(otherKey)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { "example.org example.com 22", "example.org sub.example.org 22", "[example.org]:22 example.org 22",
					"[example.org]:2222 example.org 22", "[example.org]:2222 example.org 2223",
					"*.example.org example.org 22", "*.example.org evilexample.org 22", "exampleXorg example.org 22",
					"example.org exampleXorg 22", "h?st host1 22", "192.0.2.* 192.0.3.1 22",
					"*.example.org,!evil.example.org evil.example.org 22",
					"!evil.example.org,*.example.org evil.example.org 22", "!evil.example.org host.example.org 22" })
	void knowsNothingWithoutAMatchingLine(String pattern, String host, int port) {
		write(line(pattern, key));
		KnownHosts knownHosts = strict(host, port);
		assertThat(knownHosts.getKeyTypes()).isEmpty();
		assertThat(message(knownHosts.check(key))).contains("is unknown");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', value = { "example.org example.org 22", "[example.org]:2222 example.org 2222",
			"192.0.2.1 192.0.2.1 22", "[2001:db8::1]:2222 2001:db8::1 2222", "example.org Example.ORG 22" })
	void understandsHashedNames(String name, String host, int port) throws IOException {
		Programs.require("ssh-keygen");
		write(line(name, key) + line("other.example", otherKey));
		Programs.run(this.directory, "ssh-keygen", "-H", "-f", this.file.toString()).output();
		assertThat(Files.readString(this.file)).startsWith("|1|").doesNotContain(name);
		assertThat(strict(host, port).check(key)).isNull();
		assertThat(message(strict(host, port).check(otherKey))).contains("has changed");
		assertThat(message(strict("third.example", port).check(key))).contains("is unknown");
	}

	@Test
	void knowsEveryKeyOfAHost() {
		write(line("example.org", key) + line("example.org", ecdsaKey) + line("*.org", otherKey));
		KnownHosts knownHosts = strict("example.org", 22);
		assertThat(knownHosts.check(key)).isNull();
		assertThat(knownHosts.check(ecdsaKey)).isNull();
		assertThat(knownHosts.check(otherKey)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "STRICT", "ACCEPT_NEW" })
	void refusesRevokedKeyEvenIfItIsKnown(HostKeyPolicy policy) {
		write(line("example.org", key) + "@revoked " + line("*", key));
		String message = message(knownHosts(policy, "example.org", 22, this.file).check(key));
		assertThat(message).contains("is revoked")
			.contains("example.org:22")
			.contains(KeyFingerprint.of(key).value())
			.contains(this.file + ":2");
	}

	@Test
	void refusesRevokedKeyOfANewHost() throws IOException {
		write("@revoked " + line("*", key));
		assertThat(message(acceptNew("example.org", 22).check(key))).contains("is revoked");
		assertThat(this.file).hasContent("@revoked " + line("*", key));
	}

	@Test
	void revokedKeyOfAnotherHostSaysNothing() {
		write("@revoked " + line("other.example", key) + line("example.org", key));
		assertThat(strict("example.org", 22).check(key)).isNull();
	}

	@Test
	void revokedLineDoesNotMakeOtherKeysChangedOnes() {
		write("@revoked " + line("example.org", otherKey));
		assertThat(strict("example.org", 22).getKeyTypes()).isEmpty();
		assertThat(message(strict("example.org", 22).check(key))).contains("is unknown");
	}

	@Test
	void certificateAuthorityIsNoHostKey() {
		write("@cert-authority " + line("example.org", key));
		KnownHosts knownHosts = strict("example.org", 22);
		assertThat(knownHosts.knowsAuthority()).isTrue();
		assertThat(knownHosts.getKeyTypes()).isEmpty();
		assertThat(message(knownHosts.check(key))).contains("is not certified")
			.contains("it has no certificate")
			.contains(this.file + ":1");
		assertThat(message(acceptNew("example.org", 22).check(key))).contains("is not certified");
	}

	@Test
	void keyKnownWithoutAPortIsTrustedOnAnyPort() {
		write(line("example.org", key));
		assertThat(strict("example.org", 2222).check(key)).isNull();
		assertThat(strict("example.org", 2222).getTrustedLine()).isNull();
		assertThat(message(strict("example.org", 2222).check(otherKey))).contains("is unknown")
			.contains("no line for '[example.org]:2222'");
		write(line("example.org", key) + line("[example.org]:2222", otherKey));
		assertThat(strict("example.org", 2222).check(otherKey)).isNull();
		assertThat(message(strict("example.org", 2222).check(key))).contains("has changed");
		write(line("example.org", key) + "@revoked " + line("example.org", otherKey));
		assertThat(message(acceptNew("example.org", 2222).check(otherKey))).contains("is revoked");
	}

	@Test
	void skipsCommentsAndInvalidLines() {
		write("# example.org is the build host\n\n   \n\t# indented\nexample.org\nexample.org ssh-ed25519\n"
				+ "example.org ssh-ed25519 garbage!\nexample.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA\n"
				+ "example.org ssh-unheard-of AAAA\n@unheard-of example.org ssh-ed25519 AAAA\n|1|broken ssh-rsa AAAA\n"
				+ "\u0000\u0001\n" + line("example.org", key).strip() + " a comment with words\n");
		assertThat(strict("example.org", 22).check(key)).isNull();
		assertThat(message(strict("example.org", 22).check(otherKey))).contains(this.file + ":13");
	}

	@Test
	void lineWithAnUnknownMarkerDoesNotMakeItsKeyKnown() {
		write("@unheard-of " + line("example.org", key));
		assertThat(strict("example.org", 22).check(key)).isNotNull();
	}

	@Test
	void understandsWindowsLineEndingsAndIndentation() {
		write("\t " + line("example.org", key).replace("\n", "\r\n"));
		assertThat(strict("example.org", 22).check(key)).isNull();
	}

	@Test
	void looksInAllFiles() throws IOException {
		Path second = Files.writeString(this.directory.resolve("second"), line("example.org", key));
		write(line("example.org", ecdsaKey));
		KnownHosts knownHosts = knownHosts(HostKeyPolicy.STRICT, "example.org", 22, this.file,
				this.directory.resolve("missing"), second);
		assertThat(knownHosts.check(key)).isNull();
		assertThat(knownHosts.check(ecdsaKey)).isNull();
		assertThat(message(knownHosts.check(otherKey))).contains(this.file + ":1").contains(second + ":1");
	}

	@Test
	void countsMissingFileAsEmpty() {
		assertThat(message(strict("example.org", 22).check(key))).contains("is unknown").contains(this.file.toString());
		assertThat(this.file).doesNotExist();
	}

	@Test
	void failsIfAFileCannotBeRead() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> knownHosts(HostKeyPolicy.STRICT, "example.org", 22, this.directory))
			.withMessageContaining(this.directory.toString());
	}

	@Test
	void messageAboutUnknownHostNamesHostFingerprintAndFile() {
		assertThat(message(strict("example.org", 2222).check(key))).contains("example.org:2222")
			.contains(KeyFingerprint.of(key).toString())
			.contains(this.file.toString())
			.contains("ssh-keyscan -p 2222 example.org");
	}

	@Test
	void fingerprintIsThatOfSshKeygen() throws IOException {
		Programs.require("ssh-keygen");
		Path publicKey = Files.writeString(this.directory.resolve("key.pub"), PublicKeyEntry.toString(ecdsaKey));
		assertThat(Programs.run(this.directory, "ssh-keygen", "-l", "-f", publicKey.toString()).output())
			.contains(KeyFingerprint.of(ecdsaKey).value());
	}

	@Test
	void messageAboutChangedKeyNamesBothKeysAndTheLine() {
		write("# first line\n" + line("example.org", key));
		assertThat(message(strict("example.org", 22).check(otherKey))).contains("example.org:22")
			.contains("has changed")
			.contains(KeyFingerprint.of(key).toString())
			.contains(KeyFingerprint.of(otherKey).toString())
			.contains(this.file + ":2");
	}

	@Test
	void strictChangesNoFile() {
		write("# first line\n");
		assertThat(strict("example.org", 22).check(key)).isNotNull();
		assertThat(this.file).hasContent("# first line\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', value = { "example.org 22 example.org", "example.org 2222 [example.org]:2222",
			"2001:db8::1 22 2001:db8::1", "2001:db8::1 2222 [2001:db8::1]:2222", "build_agent 22 build_agent" })
	void acceptNewRemembersTheFirstKey(String host, int port, String pattern) {
		assertThat(acceptNew(host, port).check(key)).isNull();
		assertThat(this.file).hasContent(line(pattern, key));
		assertThat(strict(host, port).check(key)).isNull();
		assertThat(message(acceptNew(host, port).check(otherKey))).contains("has changed");
	}

	@Test
	void rememberedKeyIsFoundByOpenSsh() {
		Programs.require("ssh-keygen");
		acceptNew("example.org", 2222).check(key);
		assertThat(Programs.run(this.directory, "ssh-keygen", "-F", "[example.org]:2222", "-f", this.file.toString())
			.output()).contains(line("[example.org]:2222", key).strip());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "# comment\n", "# comment", "# comment\r\n", "other.example ssh-ed25519 AAAA" })
	void acceptNewAppendsALineOfItsOwn(String content) throws IOException {
		write(content);
		assertThat(acceptNew("example.org", 22).check(key)).isNull();
		String separator = (content.isEmpty() || content.endsWith("\n")) ? "" : "\n";
		assertThat(Files.readString(this.file)).isEqualTo(content + separator + line("example.org", key));
	}

	@Test
	void acceptNewCreatesTheDirectory() {
		Path nested = this.directory.resolve("new/ssh/known_hosts");
		assertThat(knownHosts(HostKeyPolicy.ACCEPT_NEW, "example.org", 22, nested).check(key)).isNull();
		assertThat(nested).hasContent(line("example.org", key));
	}

	@Test
	void acceptNewAddsToTheFirstFile() throws IOException {
		KeyMaterial content = KeyMaterial.ofContent("text", new byte[0]);
		Path second = this.directory.resolve("second");
		HostKeyTrust trust = new HostKeyTrust(HostKeyPolicy.ACCEPT_NEW,
				List.of(content, KeyMaterial.ofFile(this.file), KeyMaterial.ofFile(second)));
		assertThat(KnownHosts.of(new SshEndpoint("example.org", 22), trust).check(key)).isNull();
		assertThat(this.file).hasContent(line("example.org", key));
		assertThat(second).doesNotExist();
	}

	@Test
	void acceptNewRefusesWithoutAFile() {
		HostKeyTrust trust = new HostKeyTrust(HostKeyPolicy.ACCEPT_NEW,
				List.of(KeyMaterial.ofContent("text", new byte[0])));
		assertThat(message(KnownHosts.of(new SshEndpoint("example.org", 22), trust).check(key)))
			.contains("no file to add it to");
	}

	@Test
	void acceptNewRefusesIfTheFileCannotBeWritten() throws IOException {
		Path below = this.directory.resolve("file/known_hosts");
		KnownHosts knownHosts = knownHosts(HostKeyPolicy.ACCEPT_NEW, "example.org", 22, below);
		Files.writeString(below.getParent(), "");
		assertThat(message(knownHosts.check(key))).contains("cannot be added").contains(below.toString());
	}

	@Test
	void acceptNewRefusesAChangedKey() {
		write(line("example.org", key));
		assertThat(message(acceptNew("example.org", 22).check(otherKey))).contains("has changed");
		assertThat(this.file).hasContent(line("example.org", key));
	}

	@Test
	void acceptNewRefusesAKeyOfAnotherTypeThanTheKnownOne() {
		write(line("example.org", key));
		assertThat(message(acceptNew("example.org", 22).check(ecdsaKey))).contains("has changed");
		assertThat(this.file).hasContent(line("example.org", key));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "*.example.org", "a,b", "!host", "ho st", "host\nother.example", "host\u007f",
			"h\u00f6st", "[host", "ho#st", "@host" })
	void acceptNewAddsNothingThatWouldMeanAnotherHost(String host) {
		assertThat(message(acceptNew(host, 22).check(key))).contains("would mean something else");
		assertThat(this.file).doesNotExist();
	}

	@Test
	void acceptNewLosesNothingIfManyAddAtOnce() throws Exception {
		int threads = 32;
		write("# no newline at the end");
		CyclicBarrier barrier = new CyclicBarrier(threads);
		List<Callable<@Nullable HostKeyRejection>> tasks = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			String host = "host" + i;
			tasks.add(() -> {
				barrier.await();
				return acceptNew(host, 22).check(key);
			});
		}
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (Future<@Nullable HostKeyRejection> decision : executor.invokeAll(tasks)) {
				assertThat(decision.get()).isNull();
			}
		}
		finally {
			executor.shutdownNow();
		}
		List<String> expected = new ArrayList<>(List.of("# no newline at the end"));
		IntStream.range(0, threads).forEach((i) -> expected.add(line("host" + i, key).strip()));
		assertThat(Files.readAllLines(this.file)).containsExactlyInAnyOrderElementsOf(expected);
	}

	@ParameterizedTest
	@CsvSource({ "@revoked, is revoked", "@cert-authority, is not certified" })
	void acceptNewHeedsWhatHasBeenWrittenSinceItLooked(String marker, String reason) throws IOException {
		KnownHosts knownHosts = acceptNew("example.org", 22);
		write(marker + " " + line("example.org", marker.equals("@revoked") ? key : otherKey));
		assertThat(message(knownHosts.check(key))).contains(reason).contains(this.file + ":1");
		assertThat(Files.readAllLines(this.file)).hasSize(1);
	}

	/**
	 * A server that shows a certificate announces the keys of that, and not the one that
	 * is known.
	 */
	@Test
	void lineOfTheKeyInACertificateIsNotOneToLearnFrom() throws Exception {
		SshKeygen keygen = SshKeygen.in(this.directory);
		Path hostKey = keygen.key("host");
		Path certificate = keygen.certificate(keygen.key("ca"), hostKey, "-n", "example.org");
		Files.writeString(this.file, "example.org " + SshKeygen.line(hostKey) + "\n");
		KnownHosts knownHosts = strict("example.org", 22);
		assertThat(knownHosts.check(publicKey(hostKey))).isNull();
		assertThat(knownHosts.getTrustedLine()).isNotNull();
		assertThat(knownHosts.check(
				PublicKeyEntry.parsePublicKeyEntry(Files.readString(certificate)).resolvePublicKey(null, null, null)))
			.isNull();
		assertThat(knownHosts.getTrustedLine()).isNull();
	}

	private static PublicKey publicKey(Path privateKey) throws Exception {
		return PublicKeyEntry.parsePublicKeyEntry(SshKeygen.line(privateKey)).resolvePublicKey(null, null, null);
	}

	@Test
	void keyTypesAreThoseOfTheHostInTheOrderOfTheFile() throws IOException {
		Path second = Files.writeString(this.directory.resolve("second"), line("example.org", key));
		write(line("example.org", ecdsaKey) + line("example.org", otherKey));
		assertThat(knownHosts(HostKeyPolicy.STRICT, "example.org", 22, this.file, second).getKeyTypes())
			.containsExactly("ecdsa-sha2-nistp256", "ssh-ed25519");
		assertThat(strict("other.example", 22).getKeyTypes()).isEmpty();
	}

	@Test
	void keyTypesLeaveOutMarkedLines() {
		write("@revoked " + line("example.org", ecdsaKey) + "@cert-authority " + line("example.org", ecdsaKey)
				+ line("example.org", key));
		assertThat(strict("example.org", 22).getKeyTypes()).containsExactly("ssh-ed25519");
	}

	private void write(String content) {
		try {
			Files.writeString(this.file, content, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private KnownHosts strict(String host, int port) {
		return knownHosts(HostKeyPolicy.STRICT, host, port, this.file);
	}

	private KnownHosts acceptNew(String host, int port) {
		return knownHosts(HostKeyPolicy.ACCEPT_NEW, host, port, this.file);
	}

	private static KnownHosts knownHosts(HostKeyPolicy policy, String host, int port, Path... files) {
		return KnownHosts.of(new SshEndpoint(host, port),
				new HostKeyTrust(policy, List.of(files).stream().map(KeyMaterial::ofFile).toList()));
	}

	private static String line(String pattern, PublicKey key) {
		return pattern + " " + PublicKeyEntry.toString(key) + "\n";
	}

	private static String message(@Nullable HostKeyRejection rejection) {
		assertThat(rejection).isNotNull();
		return rejection.message();
	}

	private static PublicKey ed25519() throws GeneralSecurityException {
		return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
	}

}
