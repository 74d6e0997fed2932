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

package io.github.sshboot.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.HostKeyPin;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.SshEndpoint;
import io.github.sshboot.transport.TransportSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which host keys of a real {@code sshd} a client trusts.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostKeyTrustTests {

	@TempDir
	Path directory;

	private Path knownHosts;

	private SshKeygen keygen;

	@BeforeEach
	void prepare() {
		this.knownHosts = this.directory.resolve("known_hosts");
		this.keygen = SshKeygen.in(this.directory);
	}

	@ParameterizedTest
	@CsvSource({ "ed25519, ed25519", "ed25519, rsa", "ecdsa, ed25519", "rsa, ecdsa", "rsa, rsa" })
	void certificateOfAKnownAuthorityIsTrusted(String type, String authorityType) throws IOException {
		Path authority = this.keygen.key("ca", "-t", authorityType);
		try (OpenSshServer sshd = certified(authority, type, "-n", "localhost,other.example")) {
			know("@cert-authority [localhost]:%d %s", sshd.port(), SshKeygen.line(authority));
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd)).isZero();
			assertThat(status(HostKeyPolicy.ACCEPT_NEW, "localhost", sshd)).isZero();
			assertThat(this.knownHosts).content().hasLineCount(1);
		}
	}

	@Test
	void authorityOfTheHostWithoutAPortIsTrustedOnAnyPort() throws IOException {
		Path authority = this.keygen.key("ca");
		try (OpenSshServer sshd = certified(authority, "ed25519", "-n", "local*")) {
			know("@cert-authority *ocalhost,!other %s", SshKeygen.line(authority));
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd)).isZero();
			assertThat(status(HostKeyPolicy.STRICT, "LOCALHOST", sshd)).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "-n other.example; is for [other.example] only", "-n 127.0.0.1; is for [127.0.0.1] only",
					"-V 20200101:20200102 -n localhost; has expired", "-V +1d:+2d -n localhost; is valid only from",
					"-O critical:any=x -n localhost; has critical options", "-I x; names no host" })
	void certificateThatIsNotValidIsRefused(String options, String reason) throws IOException {
		Path authority = this.keygen.key("ca");
		try (OpenSshServer sshd = certified(authority, "ed25519", options.split(" "))) {
			know("@cert-authority [localhost]:%d %s", sshd.port(), SshKeygen.line(authority));
			for (HostKeyPolicy policy : List.of(HostKeyPolicy.STRICT, HostKeyPolicy.ACCEPT_NEW)) {
				assertThat(refusal(policy, "localhost", sshd)).contains(reason)
					.contains("localhost:" + sshd.port())
					.contains(SshKeygen.fingerprint(authority))
					.contains(SshKeygen.fingerprint(this.directory.resolve("host")))
					.contains(this.knownHosts + ":1");
			}
			// the plain key in it is as good as any
			know("[localhost]:%d %s", sshd.port(), SshKeygen.line(this.directory.resolve("host")));
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd)).isZero();
		}
	}

	@Test
	void certificateOfAnotherAuthorityIsRefused() throws IOException {
		try (OpenSshServer sshd = certified(this.keygen.key("ca"), "ed25519", "-n", "localhost")) {
			know("@cert-authority * %s", SshKeygen.line(this.keygen.key("other")));
			assertThat(refusal(HostKeyPolicy.ACCEPT_NEW, "localhost", sshd)).contains("from another authority")
				.contains(this.knownHosts + ":1");
		}
	}

	@Test
	void plainKeyIsNotLearnedInPlaceOfACertificate() throws IOException {
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			know("@cert-authority * %s", SshKeygen.line(this.keygen.key("ca")));
			assertThat(refusal(HostKeyPolicy.ACCEPT_NEW, "localhost", sshd)).contains("it has no certificate");
			assertThat(this.knownHosts).content().hasLineCount(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ca", "host" })
	void revokedAuthorityOrKeyIsRefused(String revoked) throws IOException {
		Path authority = this.keygen.key("ca");
		try (OpenSshServer sshd = certified(authority, "ed25519", "-n", "localhost")) {
			know("@cert-authority * %s", SshKeygen.line(authority));
			know("[localhost]:%d %s", sshd.port(), SshKeygen.line(this.directory.resolve("host")));
			know("@revoked * %s", SshKeygen.line(this.directory.resolve(revoked)));
			assertThat(refusal(HostKeyPolicy.STRICT, "localhost", sshd)).contains("is revoked")
				.contains(SshKeygen.fingerprint(this.directory.resolve(revoked)))
				.contains(this.knownHosts + ":3");
		}
	}

	@Test
	void serverWithACertificateIsTrustedByItsPlainKey() throws IOException {
		try (OpenSshServer sshd = certified(this.keygen.key("ca"), "ecdsa", "-n", "other.example")) {
			know("[localhost]:%d %s", sshd.port(), SshKeygen.line(this.directory.resolve("host")));
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd)).isZero();
		}
	}

	@Test
	void serverThatHasOnlyACertificateIsTrustedByTheKeyInIt() throws IOException {
		Path key = this.keygen.key("host", "-t", "ecdsa");
		Path certificate = this.keygen.certificate(this.keygen.key("ca"), key, "-n", "other.example");
		try (OpenSshServer sshd = OpenSshServer.start(this.directory, "HostKey " + key,
				"HostCertificate " + certificate, "HostKeyAlgorithms ecdsa-sha2-nistp256-cert-v01@openssh.com")) {
			assertThat(refusal(HostKeyPolicy.STRICT, "localhost", sshd)).contains("is unknown")
				.contains("with a certificate 'certificate of host' signed by");
			assertThat(status(HostKeyPolicy.ACCEPT_NEW, "localhost", sshd)).isZero();
			assertThat(this.knownHosts).hasContent("[localhost]:%d %s".formatted(sshd.port(), SshKeygen.line(key)));
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd)).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ed25519", "ecdsa", "rsa" })
	void keyThatIsKnownIsAskedFor(String type) throws IOException {
		String[] keys = Stream.of("ecdsa", "rsa")
			.map((each) -> "HostKey " + this.keygen.key("host_" + each, "-t", each))
			.toArray(String[]::new);
		try (OpenSshServer sshd = OpenSshServer.start(this.directory, keys)) {
			String key = type.equals("ed25519") ? TestKeys.ED25519_PUBLIC
					: SshKeygen.line(this.directory.resolve("host_" + type));
			know("localhost,[localhost]:%d %s", sshd.port(), key);
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd)).isZero();
		}
	}

	@Test
	void keyOfAnotherTypeThanTheKnownOneIsAChange() throws IOException {
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			know("[localhost]:%d %s", sshd.port(), TestKeys.ECDSA_PUBLIC);
			assertThat(refusal(HostKeyPolicy.ACCEPT_NEW, "localhost", sshd)).contains("has changed")
				.contains("ssh-ed25519 SHA256:")
				.contains("ecdsa-sha2-nistp256 SHA256:");
		}
	}

	@Test
	void keyOfATypeThatIsNotSupportedIsStillAKnownKey() throws IOException {
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			// string "ssh-new@example.org", string "key"
			know("[localhost]:%d ssh-new@example.org AAAAE3NzaC1uZXdAZXhhbXBsZS5vcmcAAAADa2V5", sshd.port());
			assertThat(refusal(HostKeyPolicy.ACCEPT_NEW, "localhost", sshd)).contains("has changed");
		}
	}

	@Test
	void hashedNamesOfTheHostAreFound() throws IOException {
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			know("[localhost]:%d %s", sshd.port(), TestKeys.ED25519_PUBLIC);
			Programs.run(this.directory, "ssh-keygen", "-H", "-f", this.knownHosts.toString()).output();
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd)).isZero();
		}
	}

	@Test
	void unreadableFileIsToldAsSuch() throws IOException {
		Files.createDirectory(this.knownHosts);
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			for (HostKeyPolicy policy : List.of(HostKeyPolicy.STRICT, HostKeyPolicy.ACCEPT_NEW)) {
				assertThat(refusal(policy, "localhost", sshd)).contains("localhost:" + sshd.port())
					.contains("'%s' cannot be read".formatted(this.knownHosts));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "STRICT", "ACCEPT_NEW", "NONE" })
	void shortRsaKeyIsRefused(HostKeyPolicy policy) throws IOException {
		Path key = this.keygen.key("short", "-t", "rsa", "-b", "1024");
		try (OpenSshServer sshd = OpenSshServer.start(this.directory, "HostKey " + key, "RequiredRSASize 1024",
				"HostKeyAlgorithms rsa-sha2-256")) {
			know("[localhost]:%d %s", sshd.port(), SshKeygen.line(key));
			assertThat(refusal(policy, "localhost", sshd)).contains("1024 bits, which is less than 2048");
		}
	}

	@Test
	void certificateForAShortRsaKeyIsRefused() throws IOException {
		Path authority = this.keygen.key("ca");
		Path key = this.keygen.key("short", "-t", "rsa", "-b", "1024");
		Path certificate = this.keygen.certificate(authority, key, "-n", "localhost");
		try (OpenSshServer sshd = OpenSshServer.start(this.directory, "HostKey " + key, "RequiredRSASize 1024",
				"HostCertificate " + certificate, "HostKeyAlgorithms rsa-sha2-256-cert-v01@openssh.com")) {
			know("@cert-authority * %s", SshKeygen.line(authority));
			assertThat(refusal(HostKeyPolicy.STRICT, "localhost", sshd)).contains("1024 bits, which is less than 2048");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-t sha1", "-b 1024" })
	void weakAuthorityIsRefused(String weakness) throws IOException {
		boolean sha1 = weakness.equals("-t sha1");
		Path authority = this.keygen.key("ca", "-t", "rsa", "-b", sha1 ? "2048" : "1024");
		try (OpenSshServer sshd = certified(authority, "ed25519",
				sha1 ? new String[] { "-t", "ssh-rsa", "-n", "localhost" } : new String[] { "-n", "localhost" })) {
			know("@cert-authority * %s", SshKeygen.line(authority));
			assertThat(refusal(HostKeyPolicy.STRICT, "localhost", sshd))
				.contains(sha1 ? "an algorithm that is not safe" : "1024 bits, which is less than 2048");
		}
	}

	@Test
	void anyKeyIsTrustedWhereThatIsWantedWithAWarningEachTime(CapturedOutput output) {
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			for (int i = 1; i <= 2; i++) {
				assertThat(status(HostKeyPolicy.NONE, "localhost", sshd)).isZero();
				assertThat(output.toString().split("Host key verification is off", -1)).hasSize(i + 1);
			}
			assertThat(output).contains("WARN")
				.contains("localhost:" + sshd.port())
				.contains(SshKeygen.fingerprint(publicKey(TestKeys.ED25519_PUBLIC)));
			assertThat(this.knownHosts).doesNotExist();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "key", "fingerprint", "type and fingerprint" })
	void pinnedKeyIsTrustedInsteadOfKnownHosts(String form) throws IOException {
		Path key = publicKey(TestKeys.ED25519_PUBLIC);
		String pin = form.equals("key") ? TestKeys.ED25519_PUBLIC
				: form.equals("fingerprint") ? SshKeygen.fingerprint(key) : "ssh-ed25519 " + SshKeygen.fingerprint(key);
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			know("@revoked * %s", TestKeys.ED25519_PUBLIC);
			know("[localhost]:%d %s", sshd.port(), TestKeys.OTHER_PUBLIC);
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd, pin)).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "STRICT", "ACCEPT_NEW", "NONE" })
	void keyThatIsNotPinnedIsRefused(HostKeyPolicy policy) throws IOException {
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			know("[localhost]:%d %s", sshd.port(), TestKeys.ED25519_PUBLIC);
			assertThat(refusal(policy, "localhost", sshd, TestKeys.OTHER_PUBLIC, "SHA256:" + "A".repeat(43)))
				.contains("localhost:" + sshd.port())
				.contains("is not the pinned one")
				.contains(SshKeygen.fingerprint(publicKey(TestKeys.ED25519_PUBLIC)))
				.contains(SshKeygen.fingerprint(publicKey(TestKeys.OTHER_PUBLIC)))
				.contains("SHA256:" + "A".repeat(43))
				.contains("the pin");
		}
	}

	@Test
	void pinnedKeyIsAskedFor() throws IOException {
		Path key = this.keygen.key("host_rsa", "-t", "rsa");
		try (OpenSshServer sshd = OpenSshServer.start(this.directory, "HostKey " + key)) {
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd, SshKeygen.line(key))).isZero();
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd, "ssh-rsa " + SshKeygen.fingerprint(key)))
				.isZero();
		}
	}

	@Test
	void certificateOfAPinnedAuthorityIsTrustedIfItIsValid() throws IOException {
		Path authority = this.keygen.key("ca");
		String pin = "@cert-authority " + SshKeygen.line(authority);
		try (OpenSshServer sshd = certified(authority, "ecdsa", "-n", "localhost")) {
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd, pin)).isZero();
			assertThat(refusal(HostKeyPolicy.STRICT, "127.0.0.1", sshd, pin)).contains("is for [localhost] only");
			// an authority is no host key, nor the other way round
			assertThat(refusal(HostKeyPolicy.STRICT, "localhost", sshd, SshKeygen.line(authority)))
				.contains("is not the pinned one");
			assertThat(refusal(HostKeyPolicy.STRICT, "localhost", sshd,
					"@cert-authority " + SshKeygen.line(this.directory.resolve("host"))))
				.contains("is not the pinned one");
			assertThat(status(HostKeyPolicy.STRICT, "localhost", sshd, SshKeygen.line(this.directory.resolve("host"))))
				.isZero();
		}
	}

	@Test
	void firstKeyIsRememberedOnceHoweverManyConnect() throws Exception {
		Path file = this.directory.resolve("new/ssh/known_hosts");
		this.knownHosts = file;
		ExecutorService executor = Executors.newFixedThreadPool(20);
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			Callable<Integer> connect = () -> status(HostKeyPolicy.ACCEPT_NEW, "localhost", sshd);
			for (Future<Integer> status : executor.invokeAll(Collections.nCopies(20, connect))) {
				assertThat(status.get()).isZero();
			}
			assertThat(file)
				.hasContent("[localhost]:%d %s".formatted(sshd.port(), TestKeys.ED25519_PUBLIC.replace(" test", "")));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
				.isEqualTo("rwx------");
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * Whatever the file says, {@code ssh} decides the same.
	 */
	@Test
	void decisionIsThatOfOpenSsh() throws IOException {
		Path authority = this.keygen.key("ca");
		Path other = this.keygen.key("other", "-t", "rsa");
		List<String> files = List.of("NAME KEY", "localhost KEY", "* KEY", "[*]:* KEY", "*host KEY", "NAME OTHER",
				"NAME OTHER;NAME KEY", "localhost OTHER", "localhost OTHER;NAME KEY", "NAME ECDSA",
				"NAME ECDSA;NAME KEY", "!NAME,* KEY", "*,!localhost KEY", "localhost:PORT KEY", "[localhost]:22 KEY",
				"LOCALHOST KEY", "a,NAME,b KEY", "  NAME   KEY", "#NAME KEY", "@revoked NAME KEY",
				"@revoked * KEY;NAME KEY", "@revoked NAME OTHER;NAME KEY", "@revoked a KEY;NAME KEY",
				"@cert-authority NAME CA", "@cert-authority localhost CA", "@cert-authority * CA",
				"@cert-authority other CA", "@cert-authority NAME OTHER", "@cert-authority NAME KEY",
				"@cert-authority NAME OTHER;NAME KEY", "@cert-authority NAME CA;NAME OTHER",
				"@cert-authority * CA;@revoked * CA", "@cert-authority * CA;@revoked * KEY",
				"@cert-authority * CA;@revoked * CA;NAME KEY", "NAME CA", "@unknown NAME KEY",
				"@cert-authority @revoked NAME KEY");
		try (OpenSshServer sshd = certified(authority, "rsa", "-n", "localhost")) {
			for (String file : files) {
				String content = file.replace("KEY", SshKeygen.line(this.directory.resolve("host")))
					.replace("OTHER", SshKeygen.line(other))
					.replace("ECDSA", TestKeys.ECDSA_PUBLIC)
					.replaceAll("\\bCA\\b", SshKeygen.line(authority))
					.replace("NAME", "[localhost]:" + sshd.port())
					.replace("PORT", Integer.toString(sshd.port()))
					.replace(";", "\n");
				Files.writeString(this.knownHosts, content + "\n");
				assertThat(trusts(sshd)).as(file).isEqualTo(opensshTrusts(sshd));
			}
		}
	}

	private boolean trusts(OpenSshServer sshd) {
		try {
			return status(HostKeyPolicy.STRICT, "localhost", sshd) == 0;
		}
		catch (SshHostKeyException ex) {
			return false;
		}
	}

	private boolean opensshTrusts(OpenSshServer sshd) {
		Path key = TestKeys.write(this.directory, "user_key", TestKeys.USER_PRIVATE);
		return Programs
			.run(this.directory, "ssh", "-F", "none", "-p", Integer.toString(sshd.port()), "-i", key.toString(), "-o",
					"BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=" + this.knownHosts,
					"-o", "GlobalKnownHostsFile=none", "-o", "UpdateHostKeys=no",
					System.getProperty("user.name") + "@localhost", "true")
			.status() == 0;
	}

	@Test
	void certificateIsTheSameWhenKeysAreExchangedAgain() throws IOException {
		Path authority = this.keygen.key("ca");
		try (OpenSshServer sshd = certified(authority, "ecdsa", "-n", "localhost")) {
			know("@cert-authority * %s", SshKeygen.line(authority));
			HostKeyTrust trust = new HostKeyTrust(HostKeyPolicy.STRICT, List.of(KeyMaterial.ofFile(this.knownHosts)));
			try (DefaultSshClientFactory clients = TestSshClients.create(sshd.port(),
					(settings) -> new SshClientSettings(new SshEndpoint("localhost", sshd.port()), settings.connect(),
							settings.credentials(), trust, settings.transport(), settings.windows(),
							settings.timeouts(), settings.pool()))) {
				assertThat(clients.get("demo").exec("head -c 3000000 /dev/zero").run().getOutput()).hasSize(3_000_000);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ed25519", "ecdsa", "rsa" })
	void certificatesAndKeysGoWithGroupExchangesTooOnceTheyAreAdded(String type) throws IOException {
		Path authority = this.keygen.key("ca");
		try (OpenSshServer sshd = certified(authority, type, "-n", "localhost")) {
			TransportSettings defaults = TransportSettings.defaults();
			TransportSettings groupExchange = new TransportSettings(
					defaults.algorithms()
						.with(AlgorithmCategory.KEY_EXCHANGE, List.of("diffie-hellman-group-exchange-sha256")),
					defaults.rekey(), defaults.keepAlive());
			for (HostKeyTrust trust : List.of(pinned("@cert-authority " + SshKeygen.line(authority)),
					pinned(TestKeys.ED25519_PUBLIC))) {
				try (DefaultSshClientFactory clients = TestSshClients.create(sshd.port(),
						(settings) -> new SshClientSettings(new SshEndpoint("localhost", sshd.port()),
								settings.connect(), settings.credentials(), trust, groupExchange, settings.windows(),
								settings.timeouts(), settings.pool()))) {
					assertThat(clients.get("demo").exec("true").run().getExitStatus()).isZero();
				}
			}
		}
	}

	private static HostKeyTrust pinned(String pin) {
		return new HostKeyTrust(HostKeyPolicy.STRICT, List.of(), HostKeyPin.parse("the pin", pin));
	}

	private OpenSshServer certified(Path authority, String type, String... options) {
		Path key = this.keygen.key("host", "-t", type);
		Path certificate = this.keygen.certificate(authority, key, options);
		return OpenSshServer.start(this.directory, "RekeyLimit 1M", "HostKey " + key, "HostCertificate " + certificate,
				"HostKeyAlgorithms ssh-%s-cert-v01@openssh.com".formatted(type)
					.replace("ssh-ecdsa-", "ecdsa-sha2-nistp256-")
					.replace("ssh-rsa-", "rsa-sha2-512-") + ",ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512");
	}

	private Path publicKey(String line) {
		Path key = this.directory.resolve("known_" + line.hashCode());
		try {
			Files.writeString(SshKeygen.publicKey(key), line + "\n");
			return key;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void know(String line, Object... arguments) throws IOException {
		Files.writeString(this.knownHosts, line.formatted(arguments) + "\n", StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	private int status(HostKeyPolicy policy, String host, OpenSshServer sshd, String... pins) {
		HostKeyTrust trust = new HostKeyTrust(policy, List.of(KeyMaterial.ofFile(this.knownHosts)),
				Stream.of(pins).flatMap((pin) -> HostKeyPin.parse("the pin", pin).stream()).toList());
		try (DefaultSshClientFactory clients = TestSshClients.create(sshd.port(),
				(settings) -> new SshClientSettings(new SshEndpoint(host, sshd.port()), settings.connect(),
						settings.credentials(), trust, settings.transport(), settings.windows(), settings.timeouts(),
						settings.pool()))) {
			return clients.get("demo").exec("true").run().getExitStatus();
		}
	}

	private String refusal(HostKeyPolicy policy, String host, OpenSshServer sshd, String... pins) {
		String[] message = new String[1];
		assertThatExceptionOfType(SshHostKeyException.class).isThrownBy(() -> status(policy, host, sshd, pins))
			.satisfies((ex) -> message[0] = ex.getMessage());
		return message[0];
	}

}
