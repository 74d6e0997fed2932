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

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.sshboot.client.SshClientSettings.FileTransfer;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.AlgorithmProfile;
import io.github.sshboot.transport.AlgorithmSettings;
import io.github.sshboot.transport.RekeySettings;
import io.github.sshboot.transport.SshConnectionInfo;
import io.github.sshboot.transport.TransportSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What OpenSSH's {@code sshd} sees of the transport of our client.
 */
@Timeout(120)
class ClientTransportOpenSshTests {

	private static final String STRICT_KEY_EXCHANGE = "kex-strict-c-v00@openssh.com";

	@TempDir
	private Path directory;

	@Test
	void offersPostQuantumKeyExchangeAndStrictKeyExchangeByDefault() {
		try (OpenSshServer server = debugged(); DefaultSshClientFactory clients = create(server, (own) -> own)) {
			assertThat(clients.get("demo").exec("echo x").retrieve().asString()).isEqualTo("x");
			assertThat(offer("KEX algorithms"))
				.startsWith("mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com",
						"curve25519-sha256", "curve25519-sha256@libssh.org")
				.contains(STRICT_KEY_EXCHANGE, "ext-info-c")
				.hasSize(7);
			assertThat(offer("ciphers ctos")).containsExactly("aes128-gcm@openssh.com", "aes256-gcm@openssh.com",
					"chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr");
			assertThat(offer("MACs stoc")).containsExactly("hmac-sha2-256-etm@openssh.com",
					"hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512");
			assertThat(offer("compression stoc")).containsExactly("none");
			assertThat(offer("host key algorithms")).startsWith("ssh-ed25519")
				.noneMatch((name) -> name.contains("dss") || name.startsWith("ssh-rsa"));
			assertThat(log()).doesNotContainIgnoringCase("mina");
		}
	}

	@Test
	void offersWhatTheConnectionHas() {
		AlgorithmSettings algorithms = AlgorithmSettings.of(AlgorithmProfile.STRICT)
			.with(AlgorithmCategory.KEY_EXCHANGE, List.of("+diffie-hellman-group14-sha256"))
			.with(AlgorithmCategory.CIPHER, List.of("-*gcm*", "^aes256-ctr"))
			.with(AlgorithmCategory.MAC, List.of("hmac-sha2-512-etm@openssh.com"))
			.with(AlgorithmCategory.COMPRESSION, List.of("none"));
		try (OpenSshServer server = debugged();
				DefaultSshClientFactory clients = create(server, algorithms(algorithms));
				SshConnection connection = clients.get("demo").connect()) {
			assertThat(offer("KEX algorithms")).containsExactly("mlkem768x25519-sha256", "sntrup761x25519-sha512",
					"sntrup761x25519-sha512@openssh.com", "diffie-hellman-group14-sha256", "ext-info-c",
					STRICT_KEY_EXCHANGE);
			assertThat(offer("ciphers ctos")).containsExactly("aes256-ctr", "chacha20-poly1305@openssh.com",
					"aes128-ctr", "aes192-ctr");
			assertThat(offer("MACs ctos")).containsExactly("hmac-sha2-512-etm@openssh.com");
			assertThat(offer("compression ctos")).containsExactly("none");
			SshConnectionInfo info = connection.getInfo();
			assertThat(info.algorithms().cipherClientToServer()).isEqualTo("aes256-ctr");
			assertThat(info.algorithms().macServerToClient()).isEqualTo("hmac-sha2-512-etm@openssh.com");
			assertThat(info.algorithms().compressionClientToServer()).isEqualTo("none");
		}
	}

	@Test
	void clientAndServerAgreeOnMlKem() {
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0));
				DefaultSshClientFactory clients = TestSshClients.create(server.port());
				SshConnection connection = clients.get("demo").connect()) {
			assertThat(connection.getInfo().algorithms().keyExchange()).isEqualTo("mlkem768x25519-sha256");
		}
	}

	@Test
	void windowAndPacketSizeAreWhatIsConfigured() {
		try (OpenSshServer server = debugged();
				DefaultSshClientFactory clients = create(server,
						(settings) -> new SshClientSettings(settings.endpoint(), settings.connect(),
								settings.credentials(), settings.hostKeyTrust(), settings.transport(),
								new WindowSettings(262_144, 16_384), settings.timeouts(), settings.pool()))) {
			assertThat(clients.get("demo").exec("echo x").retrieve().asString()).isEqualTo("x");
			assertThat(log()).contains("ctype session rchan 0 win 262144 max 16384");
		}
	}

	@Test
	void windowOfFileTransfersFollowsWhatMayBeOnItsWay() {
		try (OpenSshServer server = debugged(); DefaultSshClientFactory clients = create(server, (own) -> own)) {
			SshClient client = clients.get("demo");
			assertThat(client.sftp().exists("/")).isTrue();
			assertThat(log()).contains("ctype session rchan 0 win 8388608 max 32768");
			SshClient small = client.mutate()
				.fileTransfer(new FileTransfer(Duration.ofMinutes(1), 4, 3, Duration.ofSeconds(30), 1 << 16))
				.build();
			assertThat(small.sftp().exists("/")).isTrue();
			assertThat(log()).contains("ctype session rchan 0 win 2097152 max 32768");
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
		try (OpenSshServer server = debugged();
				DefaultSshClientFactory clients = create(server,
						(settings) -> rekey(rekey).apply(new SshClientSettings(settings.endpoint(), settings.connect(),
								settings.credentials(), settings.hostKeyTrust(), settings.transport(), windows,
								settings.timeouts(), settings.pool())))) {
			byte[] input = new byte[8 << 20];
			Arrays.fill(input, (byte) 'x');
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			assertThat(clients.get("demo").exec("cat").input(input).output(output).run().isSuccess()).isTrue();
			assertThat(output.toByteArray()).isEqualTo(input);
			assertThat(keyExchanges()).isGreaterThan(4);
		}
	}

	@Test
	void newKeysAreAgreedOnWithTheNextPacketOnceTheirTimeIsUp() throws Exception {
		Duration time = Duration.ofSeconds(1);
		try (OpenSshServer server = debugged();
				DefaultSshClientFactory clients = create(server, rekey(new RekeySettings(1 << 30, time, 1L << 31)));
				SshProcess process = clients.get("demo").exec("cat").start()) {
			BufferedReader output = new BufferedReader(
					new InputStreamReader(process.getOutput(), StandardCharsets.UTF_8));
			OutputStream input = process.getInput();
			long end = System.nanoTime() + time.multipliedBy(2).toNanos();
			await().until(() -> System.nanoTime() > end);
			int before = keyExchanges();
			input.write("x\n".getBytes(StandardCharsets.UTF_8));
			input.flush();
			assertThat(output.readLine()).isEqualTo("x");
			await().untilAsserted(() -> assertThat(keyExchanges()).isGreaterThan(before));
			input.write("y\n".getBytes(StandardCharsets.UTF_8));
			input.flush();
			assertThat(output.readLine()).isEqualTo("y");
		}
	}

	private OpenSshServer debugged() {
		return OpenSshServer.start(this.directory, "LogLevel DEBUG2", "RekeyLimit 64M", "Subsystem sftp internal-sftp",
				"KexAlgorithms curve25519-sha256,sntrup761x25519-sha512@openssh.com");
	}

	private static DefaultSshClientFactory create(OpenSshServer server, UnaryOperator<SshClientSettings> change) {
		return TestSshClients.create(server.port(), change);
	}

	private static UnaryOperator<SshClientSettings> algorithms(AlgorithmSettings algorithms) {
		TransportSettings defaults = TransportSettings.defaults();
		return TestSshClients.transport(new TransportSettings(algorithms, defaults.rekey(), defaults.keepAlive()));
	}

	private static UnaryOperator<SshClientSettings> rekey(RekeySettings rekey) {
		TransportSettings defaults = TransportSettings.defaults();
		return TestSshClients.transport(new TransportSettings(defaults.algorithms(), rekey, defaults.keepAlive()));
	}

	private int keyExchanges() {
		return log().split("SSH2_MSG_NEWKEYS received", -1).length - 1;
	}

	/**
	 * Return what the client offers, which sshd shows after what it offers itself.
	 */
	private List<String> offer(String category) {
		String log = log();
		String client = log.substring(log.indexOf("peer client KEXINIT proposal"));
		String line = client.lines()
			.filter((candidate) -> candidate.contains("debug2: " + category + ": "))
			.findFirst()
			.orElseThrow();
		String names = line.substring(line.indexOf(": ", line.indexOf(category)) + 2).replace("[preauth]", "");
		return List.of(names.strip().split(","));
	}

	private String log() {
		try {
			return Files.readString(this.directory.resolve("sshd.log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
