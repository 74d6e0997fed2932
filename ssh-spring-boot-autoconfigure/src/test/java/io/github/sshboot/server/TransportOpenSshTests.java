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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.LoopbackProxy.Damage;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.AlgorithmProfile;
import io.github.sshboot.transport.AlgorithmSettings;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.RekeySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What OpenSSH's {@code ssh} sees of the transport of our server.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class TransportOpenSshTests {

	@TempDir
	private Path directory;

	@Test
	void offersPostQuantumKeyExchangeAndStrictKeyExchangeByDefault() {
		try (TestSshServer server = TestSshServer.start(TransportOpenSshTests::algorithms)) {
			Result result = debug(server, "true");
			assertThat(offer(result, "KEX algorithms"))
				.startsWith("mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com",
						"curve25519-sha256", "curve25519-sha256@libssh.org")
				.contains("kex-strict-s-v00@openssh.com");
			assertThat(offer(result, "ciphers stoc")).containsExactly("aes128-gcm@openssh.com",
					"aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr",
					"aes256-ctr");
			assertThat(offer(result, "MACs ctos")).containsExactly("hmac-sha2-256-etm@openssh.com",
					"hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512");
			assertThat(offer(result, "compression ctos")).containsExactly("none");
			assertThat(offer(result, "host key algorithms")).containsExactly("ssh-ed25519");
			assertThat(result.error()).contains("server-sig-algs=<ssh-ed25519,");
			assertThat(result.error()).doesNotContainIgnoringCase("mina");
		}
	}

	@Test
	void strictProfileOffersNothingElse() {
		try (TestSshServer server = TestSshServer.builder()
			.handler(TransportOpenSshTests::algorithms)
			.algorithms((defaults) -> AlgorithmSettings.of(AlgorithmProfile.STRICT))
			.start()) {
			Result result = debug(server, "true");
			assertThat(result.status()).isZero();
			assertThat(offer(result, "KEX algorithms")).noneMatch((name) -> name.startsWith("curve25519"));
			assertThat(offer(result, "MACs stoc")).allMatch((name) -> name.endsWith("-etm@openssh.com"));
			assertThat(OpenSshClient.withKey(this.directory, server.port())
				.option("KexAlgorithms=curve25519-sha256")
				.run("true")).returns(255, Result::status);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "sntrup761x25519-sha512@openssh.com", "curve25519-sha256", "curve25519-sha256@libssh.org" })
	void everyKeyExchangeOfTheDefaultsWorks(String keyExchange) {
		try (TestSshServer server = TestSshServer.start(TransportOpenSshTests::algorithms)) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("KexAlgorithms=" + keyExchange)
				.run("true");
			assertThat(result.output()).startsWith(keyExchange + " ssh-ed25519 ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "diffie-hellman-group14-sha1", "diffie-hellman-group16-sha512", "ecdh-sha2-nistp256",
			"diffie-hellman-group-exchange-sha256" })
	void keyExchangesForOldDevicesWorkOnceTheyAreAdded(String keyExchange) {
		try (TestSshServer server = TestSshServer.builder()
			.handler(TransportOpenSshTests::algorithms)
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.KEY_EXCHANGE, List.of("+" + keyExchange)))
			.start()) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("KexAlgorithms=" + keyExchange)
				.run("true");
			assertThat(result.output()).startsWith(keyExchange);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
			"aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes256-cbc", "3des-cbc" })
	void everyCipherWorks(String cipher) {
		try (TestSshServer server = TestSshServer.builder()
			.handler(TransportOpenSshTests::algorithms)
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.CIPHER, List.of("+" + cipher)))
			.start()) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("Ciphers=" + cipher)
				.run("true");
			assertThat(result.output()).contains(" %s %s ".formatted(cipher, cipher));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256",
			"hmac-sha2-512", "hmac-sha1" })
	void everyMacWorks(String mac) {
		try (TestSshServer server = TestSshServer.builder()
			.handler(TransportOpenSshTests::algorithms)
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.MAC, List.of("+" + mac)))
			.start()) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("Ciphers=aes128-ctr")
				.option("MACs=" + mac)
				.run("true");
			assertThat(result.output()).contains(" %s %s ".formatted(mac, mac));
		}
	}

	@Test
	void compressionBeginsAfterTheLoginOnceItIsAdded() {
		try (TestSshServer server = TestSshServer.builder()
			.handler(TransportOpenSshTests::algorithms)
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.COMPRESSION, List.of("+zlib@openssh.com")))
			.start()) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("-C", "true");
			assertThat(result.output()).contains(" zlib@openssh.com zlib@openssh.com");
		}
	}

	@Test
	void keyOfATypeThatIsNotAcceptedDoesNotLogIn() {
		try (TestSshServer server = TestSshServer.builder()
			.handler(TransportOpenSshTests::algorithms)
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.PUBLIC_KEY, List.of("rsa-sha2-512")))
			.start()) {
			Result result = debug(server, "true");
			assertThat(result.error()).contains("server-sig-algs=<rsa-sha2-512>").contains("Permission denied");
			assertThat(offer(result, "host key algorithms")).containsExactly("ssh-ed25519");
		}
	}

	@Test
	void windowAndPacketSizeAreWhatIsConfigured() {
		try (TestSshServer server = TestSshServer.builder()
			.handler(TransportOpenSshTests::algorithms)
			.windows(new WindowSettings(262_144, 16_384))
			.start()) {
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("LogLevel=DEBUG3")
				.run("-vvv", "true");
			assertThat(result.error()).containsPattern("open confirm rwindow 262144 rmax 16384");
		}
	}

	@Test
	void clientThatIsStoppedIsDropped(CapturedOutput output) throws Exception {
		KeepAliveSettings keepAlive = new KeepAliveSettings(Duration.ofSeconds(1), 2);
		try (TestSshServer server = TestSshServer.builder().handler((session) -> {
			session.getWriter().println("running");
			Thread.sleep(Duration.ofMinutes(1).toMillis());
		}).keepAlive(keepAlive).start()) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port()).start("wait");
			assertThat(ssh.inputReader().readLine()).isEqualTo("running");
			// it answers, so it is kept
			assertThat(ssh.waitFor(3500, TimeUnit.MILLISECONDS)).isFalse();
			signal(ssh, "STOP");
			long stopped = System.nanoTime();
			await().atMost(Duration.ofSeconds(20))
				.until(() -> output.getOut().contains("it has not answered 2 keep-alive requests"));
			assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isBetween(Duration.ofMillis(1800),
					Duration.ofSeconds(15));
			signal(ssh, "CONT");
			assertThat(ssh.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void clientThatNothingReachesIsDropped(CapturedOutput output) throws Exception {
		KeepAliveSettings keepAlive = new KeepAliveSettings(Duration.ofSeconds(1), 2);
		CountDownLatch interrupted = new CountDownLatch(1);
		try (TestSshServer server = TestSshServer.builder().handler((session) -> {
			session.getWriter().println("running");
			try {
				Thread.sleep(Duration.ofMinutes(1).toMillis());
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		}).keepAlive(keepAlive).start(); LoopbackProxy proxy = LoopbackProxy.open(server.port())) {
			Process ssh = OpenSshClient.withKey(this.directory, proxy.port()).start("wait");
			assertThat(ssh.inputReader().readLine()).isEqualTo("running");
			proxy.toServer(Damage.LOSS);
			proxy.toClient(Damage.LOSS);
			long lost = System.nanoTime();
			assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(Duration.ofNanos(System.nanoTime() - lost)).isBetween(Duration.ofMillis(1800),
					Duration.ofSeconds(15));
			assertThat(output).contains("it has not answered 2 keep-alive requests");
			assertThat(ssh.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void newKeysAreAgreedOnWithTheNextPacketOnceTheirTimeIsUp() throws Exception {
		RekeySettings rekey = new RekeySettings(1 << 30, Duration.ofSeconds(1), 1L << 31);
		try (TestSshServer server = TestSshServer.builder().handler((session) -> {
			session.getWriter().println("begin");
			session.getReader().readLine();
			session.getWriter().println("end");
		}).rekey(rekey).start()) {
			Process ssh = OpenSshClient.withKey(this.directory, server.port())
				.option("LogLevel=DEBUG1")
				.start("-v", "wait");
			assertThat(ssh.inputReader().readLine()).isEqualTo("begin");
			assertThat(ssh.waitFor(1500, TimeUnit.MILLISECONDS)).isFalse();
			ssh.outputWriter().append("go on\n").close();
			Result result = Result.of(ssh, 30);
			assertThat(result.status()).isZero();
			assertThat(result.error().split("SSH2_MSG_NEWKEYS sent")).hasSizeGreaterThan(2);
		}
	}

	@Test
	void newKeysAreAgreedOnAfterSomeData() {
		assertRekeys(new RekeySettings(1 << 20, Duration.ZERO, 1L << 31), WindowSettings.defaults());
	}

	@Test
	void newKeysAreAgreedOnAfterSomePackets() {
		assertRekeys(new RekeySettings(1 << 30, Duration.ZERO, 1000), new WindowSettings(65_536, 1024));
	}

	private void assertRekeys(RekeySettings rekey, WindowSettings windows) {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.getInput().transferTo(session.getOutput()))
			.rekey(rekey)
			.windows(windows)
			.start()) {
			byte[] input = new byte[8 << 20];
			Arrays.fill(input, (byte) 'x');
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("LogLevel=DEBUG1")
				.option("RekeyLimit=64M")
				.run(input, "-v", "echo");
			assertThat(result.output()).hasSize(input.length).containsOnlyOnce("xx".repeat(input.length / 2));
			assertThat(result.error().split("SSH2_MSG_NEWKEYS sent")).hasSizeGreaterThan(5);
		}
	}

	@Test
	void clientGetsNewKeysForEveryFewKilobytes() {
		try (TestSshServer server = TestSshServer
			.start((session) -> session.getInput().transferTo(session.getOutput()))) {
			byte[] input = new byte[4 << 20];
			Arrays.fill(input, (byte) 'x');
			Result result = OpenSshClient.withKey(this.directory, server.port())
				.option("LogLevel=DEBUG1")
				.option("RekeyLimit=16K")
				.option("KexAlgorithms=curve25519-sha256")
				.run(input, "-v", "echo");
			assertThat(result.output()).hasSize(input.length);
			assertThat(result.error().split("SSH2_MSG_NEWKEYS sent")).hasSizeGreaterThan(100);
		}
	}

	private static void signal(Process process, String signal) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
	}

	private static void algorithms(SshSession session) {
		var algorithms = session.getConnection().algorithms();
		session.getWriter()
			.println(String.join(" ", algorithms.keyExchange(), algorithms.hostKey(), algorithms.cipherClientToServer(),
					algorithms.cipherServerToClient(), algorithms.macClientToServer(), algorithms.macServerToClient(),
					algorithms.compressionClientToServer(), algorithms.compressionServerToClient()));
	}

	private Result debug(TestSshServer server, String command) {
		return OpenSshClient.withKey(this.directory, server.port()).option("LogLevel=DEBUG2").run("-vv", command);
	}

	/**
	 * Return what the server offers, which {@code ssh -vv} shows second.
	 */
	private static List<String> offer(Result result, String category) {
		String server = result.error().substring(result.error().indexOf("peer server KEXINIT proposal"));
		String line = server.lines()
			.filter((candidate) -> candidate.contains("debug2: " + category + ": "))
			.findFirst()
			.orElseThrow();
		return List.of(line.substring(line.indexOf(": ", line.indexOf(category)) + 2).strip().split(","));
	}

}
