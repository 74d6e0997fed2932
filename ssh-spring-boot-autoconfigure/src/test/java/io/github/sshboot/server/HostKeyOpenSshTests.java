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

package io.github.sshboot.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.HostKeyFiles;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.HostKeySettings;
import io.github.sshboot.transport.KeyFingerprint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The host keys of our server as OpenSSH's client sees them.
 */
@Timeout(120)
class HostKeyOpenSshTests {

	private static final SshHandler HELLO = (session) -> session.getWriter().print("hello");

	private static final String ALL_ALGORITHMS = "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512";

	@TempDir
	static Path shared;

	private static HostKeyFiles sharedFiles;

	private static List<Path> keys;

	private static Path authority;

	private static List<Path> certificates;

	@TempDir
	Path directory;

	@BeforeAll
	static void generateKeys() {
		sharedFiles = new HostKeyFiles(shared);
		keys = sharedFiles.keys();
		authority = sharedFiles.key("authority", "ed25519");
		certificates = keys.stream()
			.map((key) -> sharedFiles.certify(authority, key, "-h", "-n", "127.0.0.1", "-V", "-1d:+1d"))
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "ssh-ed25519, ed25519", "ecdsa-sha2-nistp256, ecdsa256", "ecdsa-sha2-nistp384, ecdsa384",
			"ecdsa-sha2-nistp521, ecdsa521", "rsa-sha2-512, rsa", "rsa-sha2-256, rsa" })
	void servesKeysOfAllTypesAtOnce(String algorithm, String key) {
		Path knownHosts = sharedFiles.knownHosts("known_" + algorithm, "", shared.resolve(key));
		try (TestSshServer server = start(HELLO, HostKeyFiles.settings(keys, List.of()))) {
			assertThat(client(server, knownHosts).option("HostKeyAlgorithms=" + algorithm).run("x").output())
				.isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ssh-ed25519-cert-v01@openssh.com", "ecdsa-sha2-nistp256-cert-v01@openssh.com",
			"ecdsa-sha2-nistp384-cert-v01@openssh.com", "ecdsa-sha2-nistp521-cert-v01@openssh.com",
			"rsa-sha2-512-cert-v01@openssh.com", "rsa-sha2-256-cert-v01@openssh.com" })
	void servesCertificatesOfAllTypesAtOnce(String algorithm) {
		try (TestSshServer server = start(HELLO, HostKeyFiles.settings(keys, certificates))) {
			assertThat(certificateClient(server).option("HostKeyAlgorithms=" + algorithm).run("x"))
				.isEqualTo(new Result(0, "hello", ""));
		}
	}

	@ParameterizedTest
	@CsvSource({ "ssh-ed25519-cert-v01@openssh.com, 256", "ecdsa-sha2-nistp384-cert-v01@openssh.com, 256",
			"rsa-sha2-512-cert-v01@openssh.com, 256", "rsa-sha2-256-cert-v01@openssh.com, 1", "ssh-ed25519, 256",
			"rsa-sha2-512, 1" })
	void certificatesAndKeysGoWithGroupExchangesTooOnceTheyAreAdded(String algorithm, String hash) {
		String keyExchange = "diffie-hellman-group-exchange-sha" + hash;
		Path knownHosts = sharedFiles.knownHosts("known_both_" + algorithm, "@cert-authority", authority);
		try (TestSshServer server = TestSshServer.builder()
			.handler(HELLO)
			.hostKeys(HostKeyFiles.settings(keys, certificates))
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.KEY_EXCHANGE, List.of("+" + keyExchange)))
			.start()) {
			OpenSshClient client = algorithm.contains("-cert-") ? client(server, knownHosts)
					: client(server, sharedFiles.knownHosts("known_all", "", keys.toArray(Path[]::new)));
			assertThat(client.option("KexAlgorithms=" + keyExchange).option("HostKeyAlgorithms=" + algorithm).run("x"))
				.isEqualTo(new Result(0, "hello", ""));
		}
	}

	@Test
	void servesCertificateOfOneKeyAmongPlainOnes() {
		try (TestSshServer server = start(HELLO, HostKeyFiles.settings(keys, certificates.subList(4, 5)))) {
			assertThat(certificateClient(server).run("x").output()).isEqualTo("hello");
			assertThat(certificateClient(server).option("HostKeyAlgorithms=ssh-ed25519-cert-v01@openssh.com")
				.run("x")
				.status()).isEqualTo(255);
			// with the first of its own choices known, OpenSSH would take the certificate
			// of the RSA key
			Path knownHosts = sharedFiles.knownHosts("known_plain", "", keys.get(1));
			assertThat(client(server, knownHosts).run("x").output()).isEqualTo("hello");
		}
	}

	@Test
	void clientsThatDoNotKnowTheAuthorityGetTheCertifiedKeyItself() {
		Path knownHosts = sharedFiles.knownHosts("known_key", "", keys.get(4));
		try (TestSshServer server = start(HELLO,
				HostKeyFiles.settings(keys.subList(4, 5), certificates.subList(4, 5)))) {
			assertThat(client(server, knownHosts).run("x").output()).isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@CsvSource({ "-2d:-1d, has expired at", "+1d:+2d, is valid only from" })
	@ExtendWith(OutputCaptureExtension.class)
	void certificateThatIsNotValidNowDoesNotKeepOutWhoKnowsTheKey(String validity, String reason,
			CapturedOutput output) {
		HostKeyFiles files = files();
		Path key = files.key("key", "ed25519");
		Path certificate = files.certify(authority, key, "-h", "-n", "127.0.0.1", "-V", validity);
		try (TestSshServer server = start(HELLO, HostKeyFiles.settings(List.of(key), List.of(certificate)))) {
			assertThat(output).containsOnlyOnce("Host certificate '%s' %s".formatted(certificate, reason));
			assertThat(client(server, files.knownHosts("known_hosts", "", key)).run("x").output()).isEqualTo("hello");
			assertThat(certificateClient(server).run("x").status()).isEqualTo(255);
			assertThat(output).containsOnlyOnce("Host certificate '%s' %s".formatted(certificate, reason));
		}
	}

	@ParameterizedTest
	@CsvSource({ "ed25519, ssh-ed25519", "ecdsa384, ecdsa-sha2-nistp384", "rsa, rsa-sha2-512", "rsa, rsa-sha2-256" })
	void clientsLearnTheOtherKeys(String known, String algorithm) throws Exception {
		Path knownHosts = this.directory.resolve("known_hosts");
		try (TestSshServer server = start(learned(knownHosts, sharedFiles), HostKeyFiles.settings(keys, List.of()))) {
			files().knownHosts("known_hosts", server.port(), shared.resolve(known));
			assertThat(knownHosts).content().hasLineCount(1);
			Result result = client(server, knownHosts).option("UpdateHostKeys=yes")
				.option("HostKeyAlgorithms=%s,%s".formatted(algorithm, ALL_ALGORITHMS))
				.run("x");
			assertThat(result).isEqualTo(new Result(0, "", ""));
			assertThat(knownHosts).content().hasLineCount(keys.size());
		}
	}

	@Test
	void clientsForgetAKeyThatIsGone() throws Exception {
		Path gone = files().key("gone", "ecdsa");
		Path knownHosts = this.directory.resolve("known_hosts");
		try (TestSshServer server = start(
				(session) -> await()
					.untilAsserted(() -> assertThat(knownHosts).content().doesNotContain(files().publicKey(gone))),
				HostKeyFiles.settings(List.of(keys.get(0), keys.get(4)), List.of()))) {
			files().knownHosts("known_hosts", server.port(), keys.get(0), gone);
			assertThat(client(server, knownHosts).option("UpdateHostKeys=yes").run("x"))
				.isEqualTo(new Result(0, "", ""));
			assertThat(knownHosts).content()
				.contains(sharedFiles.publicKey(keys.get(0)), sharedFiles.publicKey(keys.get(4)));
		}
	}

	@Test
	void newConnectionsGetANewKeyAndOldOnesKeepTheirs() throws Exception {
		HostKeyFiles files = files();
		Path key = files.key("key", "ed25519");
		Path oldKnown = files.knownHosts("old", "", key);
		Path newKey = files.key("new_key", "ed25519");
		Path newKnown = files.knownHosts("new", "", newKey);
		CountDownLatch reloaded = new CountDownLatch(1);
		SshHandler handler = (session) -> {
			if ("rekey".equals(session.getRequest().command())) {
				session.getWriter().println("ready");
				session.getWriter().flush();
				reloaded.await(30, TimeUnit.SECONDS);
				session.getOutput().write(new byte[1 << 20]);
			}
			else {
				HELLO.handle(session);
			}
		};
		try (TestSshServer server = start(handler, HostKeyFiles.settings(List.of(key), List.of()))) {
			List<KeyFingerprint> before = server.server().getHostKeyFingerprints();
			Process old = client(server, oldKnown).option("RekeyLimit=64K").start("rekey");
			assertThat(new String(old.getInputStream().readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("ready\n");
			Files.move(newKey, key, StandardCopyOption.ATOMIC_MOVE);
			await().until(() -> !server.server().getHostKeyFingerprints().equals(before));
			assertThat(client(server, newKnown).run("x").output()).isEqualTo("hello");
			assertThat(client(server, oldKnown).run("x").status()).isEqualTo(255);
			reloaded.countDown();
			assertThat(old.getInputStream().readAllBytes()).hasSize(1 << 20);
			assertThat(Result.of(old, 30).status()).isZero();
		}
	}

	private static TestSshServer start(SshHandler handler, HostKeySettings settings) {
		return TestSshServer.builder().handler(handler).hostKeys(settings).start();
	}

	/**
	 * A command that ends when the client has learned all keys.
	 */
	private static SshHandler learned(Path knownHosts, HostKeyFiles files) {
		return (session) -> await().untilAsserted(
				() -> assertThat(knownHosts).content().contains(keys.stream().map(files::publicKey).toList()));
	}

	private HostKeyFiles files() {
		return new HostKeyFiles(this.directory);
	}

	private OpenSshClient certificateClient(TestSshServer server) {
		return client(server, sharedFiles.knownHosts("known_authority", "@cert-authority", authority));
	}

	private OpenSshClient client(TestSshServer server, Path knownHosts) {
		return OpenSshClient.withKey(this.directory, server.port()).trusting(knownHosts);
	}

}
