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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.Descriptors;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.RekeySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Connections through other hosts, which are real ones.
 */
@Timeout(180)
class ProxyJumpTests {

	@TempDir
	Path directory;

	private OpenSshServer first;

	private OpenSshServer second;

	private TestSshServer target;

	private DefaultSshClientFactory clients;

	@BeforeEach
	void start() throws IOException {
		this.first = OpenSshServer.start(Files.createDirectory(this.directory.resolve("first")));
		this.second = OpenSshServer.start(Files.createDirectory(this.directory.resolve("second")));
		// another host key, and another way to log in
		this.target = TestSshServer.builder().hostKey(TestKeys.OTHER_PRIVATE).handler((session) -> {
			if ("where".equals(session.getRequest().command())) {
				session.getWriter().print(session.getConnection().id());
			}
			else {
				session.getInput().transferTo(session.getOutput());
			}
		}).start();
		this.clients = TestSshClients.create(this.first.port());
	}

	@AfterEach
	void stop() {
		this.clients.close();
		this.target.close();
		this.second.close();
		this.first.close();
	}

	private SshClient jump(OpenSshServer server) {
		return this.clients.create((builder) -> TestSshClients.describe(server.port(), builder));
	}

	private SshClient target(SshClient first, SshClient... others) {
		return this.clients.create((builder) -> describe(builder).proxyJump(first, others));
	}

	private SshClient.Builder describe(SshClient.Builder builder) {
		return builder.host("127.0.0.1")
			.port(this.target.port())
			.username("demo")
			.password("demo")
			.defaultKeys(false)
			.hostKey(TestKeys.OTHER_PUBLIC);
	}

	@Test
	void commandRunsBehindOneHost() {
		SshClient jump = jump(this.first);
		SshClient target = target(jump);
		assertThat(target.exec("x").input("hello").retrieve().asString()).isEqualTo("hello");
		assertThat(target).hasToString(
				"SshClient[demo@127.0.0.1:%d through 127.0.0.1:%d]".formatted(this.target.port(), this.first.port()));
		assertThat(jump.getPoolState()).isEqualTo(new SshPoolState(1, 0, 0, 0, 0));
		try (SshConnection connection = target.connect()) {
			assertThat(connection.getServerKey().toString()).isEqualTo(TestKeys.OTHER_PUBLIC.replace(" test", ""));
			assertThat(connection.getInfo().remoteAddress().getPort()).isEqualTo(this.target.port());
			assertThat(connection.ping()).isPositive();
			connection.rekey();
			assertThat(connection.exec("x").input("hello").retrieve().asString()).isEqualTo("hello");
		}
	}

	@Test
	void commandRunsBehindSeveralHosts() {
		SshClient first = jump(this.first);
		assertThat(target(first, jump(this.second)).exec("x").input("hello").retrieve().asString()).isEqualTo("hello");
		assertThat(target(first, jump(this.second), jump(this.first)).exec("x").input("again").retrieve().asString())
			.isEqualTo("again");
		assertThat(first.getPoolState().connections()).isOne();
	}

	@Test
	void hostsOnTheWayAreFoundByName() {
		SshClient target = this.clients.create((builder) -> describe(builder).proxyJump("demo"));
		assertThat(target.exec("x").input("hello").retrieve().asString()).isEqualTo("hello");
		assertThat(this.clients.get("demo").getPoolState().connections()).isOne();
		assertThat(target.mutate().build()).hasToString(target.toString());
		assertThat(target.mutate().proxyJump().build().toString()).doesNotContain("through");
		assertThatExceptionOfType(UnknownSshConnectionException.class)
			.isThrownBy(() -> this.clients.create((builder) -> describe(builder).proxyJump("other")))
			.withMessageContaining("[demo]");
	}

	@Test
	void hostOnTheWayServesManyAndIsLeftWithTheLast() throws Exception {
		SshClient jump = jump(this.first);
		long sockets = Descriptors.sockets();
		ExecutorService callers = Executors.newCachedThreadPool();
		try {
			List<Future<SshConnection>> connecting = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				connecting.add(callers.submit(() -> target(jump).connect()));
			}
			List<SshConnection> connections = new ArrayList<>();
			for (Future<SshConnection> connection : connecting) {
				connections.add(connection.get(60, TimeUnit.SECONDS));
			}
			assertThat(connections).extracting((connection) -> connection.exec("where").retrieve().asString())
				.doesNotHaveDuplicates();
			assertThat(jump.getPoolState()).isEqualTo(new SshPoolState(1, 0, 0, 0, 0));
			connections.subList(1, 20).forEach(SshConnection::close);
			assertThat(connections.get(0).exec("x").input("still").retrieve().asString()).isEqualTo("still");
			connections.get(0).close();
			await().until(() -> jump.getPoolState().connections() == 0);
			await().untilAsserted(() -> assertThat(Descriptors.sockets()).isLessThanOrEqualTo(sockets));
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void hostOnTheWayThatIsUsedItselfStays() {
		SshClient jump = jump(this.first);
		assertThat(jump.exec("echo x").retrieve().asString()).isEqualTo("x");
		target(jump).connect().close();
		await().until(() -> jump.getPoolState().idle() == 1);
		assertThat(jump.getPoolState().connections()).isOne();
	}

	@Test
	void muchGoesThroughWhileKeysChangeEverywhere() {
		RekeySettings often = new RekeySettings(1 << 20, Duration.ZERO, 1L << 31);
		SshClient first = jump(this.first).mutate().rekey(often).build();
		SshClient second = jump(this.second).mutate().rekey(often).build();
		SshClient target = target(first, second).mutate().rekey(often).build();
		byte[] data = new byte[12 << 20];
		Arrays.fill(data, (byte) 'x');
		assertThat(target.exec("x").timeout(Duration.ofSeconds(120)).input(data).retrieve().bytes()).isEqualTo(data);
	}

	@Test
	void hostThatIsLostOnTheWayIsReplaced() {
		SshClient target = target(jump(this.first), jump(this.second));
		assertThat(target.exec("x").input("before").retrieve().asString()).isEqualTo("before");
		this.first.restart();
		await().atMost(Duration.ofSeconds(20))
			.ignoreExceptionsInstanceOf(SshConnectException.class)
			.untilAsserted(() -> assertThat(target.exec("x").input("after").retrieve().asString()).isEqualTo("after"));
	}

	@Test
	void targetThatIsNotThereIsTold() {
		SshClient jump = jump(this.first);
		int port = OpenSshServer.freePort();
		SshClient target = target(jump).mutate().port(port).build();
		assertThatExceptionOfType(SshConnectException.class).isThrownBy(target::connect)
			.withMessageStartingWith("Cannot connect to 127.0.0.1:%d through 127.0.0.1:%d: it cannot connect there"
				.formatted(port, this.first.port()))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ConnectFailureReason.REFUSED));
		await().until(() -> jump.getPoolState().connections() == 0);
		assertThatExceptionOfType(SshConnectException.class)
			.isThrownBy(() -> target.mutate().host("no-such-host.invalid").build().connect())
			.withMessageContaining("no-such-host.invalid")
			.withMessageContaining("it cannot connect there");
	}

	@Test
	void hostOnTheWayThatIsNotThereIsTold() {
		int port = OpenSshServer.freePort();
		SshClient missing = jump(this.first).mutate().port(port).build();
		assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> target(missing).exec("x").run())
			.withMessageStartingWith(
					"Cannot connect to 127.0.0.1:%d through 127.0.0.1:%d: Cannot connect to 127.0.0.1:%d: "
						.formatted(this.target.port(), port, port))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ConnectFailureReason.REFUSED));
	}

	@Test
	void hostThatDoesNotForwardIsTold() throws IOException {
		try (OpenSshServer strict = OpenSshServer.start(Files.createDirectory(this.directory.resolve("strict")),
				"AllowTcpForwarding no")) {
			assertThatExceptionOfType(SshConnectException.class).isThrownBy(() -> target(jump(strict)).connect())
				.withMessageContaining("it does not forward connections there")
				.withMessageContaining("AllowTcpForwarding");
		}
	}

	@Test
	void eachHostKeyIsVerified() {
		SshClient wrongTarget = target(jump(this.first)).mutate().hostKey(TestKeys.ECDSA_PUBLIC).build();
		assertThatExceptionOfType(SshHostKeyException.class).isThrownBy(wrongTarget::connect)
			.withMessageContaining(":" + this.target.port());
		SshClient wrongJump = jump(this.second).mutate().hostKey(TestKeys.OTHER_PUBLIC).build();
		assertThatExceptionOfType(SshHostKeyException.class)
			.isThrownBy(() -> target(jump(this.first), wrongJump).connect())
			.withMessageContaining("through 127.0.0.1:%d: ".formatted(this.second.port()));
	}

	@Test
	void eachHostHasItsOwnCredentials() {
		SshClient wrongTarget = target(jump(this.first)).mutate().password("guess").build();
		assertThatExceptionOfType(SshAuthenticationException.class).isThrownBy(wrongTarget::connect)
			.withMessageStartingWith("127.0.0.1:%d does not let 'demo' in".formatted(this.target.port()));
		SshClient stranger = jump(this.second).mutate().username("nobody-here").build();
		assertThatExceptionOfType(SshAuthenticationException.class)
			.isThrownBy(() -> target(jump(this.first), stranger).connect())
			.withMessageContaining("through 127.0.0.1:%d: 127.0.0.1:%d does not let 'nobody-here' in"
				.formatted(this.second.port(), this.second.port()))
			.satisfies((ex) -> assertThat(ex.getAttempts()).isNotEmpty());
	}

	@Test
	void keyExchangeThatFailsNamesItsHost() throws IOException {
		try (OpenSshServer old = OpenSshServer.start(Files.createDirectory(this.directory.resolve("old")),
				"KexAlgorithms diffie-hellman-group14-sha256")) {
			SshClient modern = jump(old).mutate()
				.algorithms(
						(algorithms) -> algorithms.with(AlgorithmCategory.KEY_EXCHANGE, List.of("curve25519-sha256")))
				.build();
			assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> target(jump(this.first), modern).connect())
				.withMessageStartingWith("Cannot connect to 127.0.0.1:%d through 127.0.0.1:%d: Cannot connect to "
					.formatted(this.target.port(), old.port()))
				.withMessageContaining("127.0.0.1:%d through 127.0.0.1:%d: no common key exchange".formatted(old.port(),
						this.first.port()))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ConnectFailureReason.KEY_EXCHANGE));
		}
	}

	@Test
	void hostOnTheWayThatFreezesKeepsNobodyWaiting() {
		try (SshConnection connection = target(jump(this.first)).connect()) {
			assertThat(connection.exec("x").input("hello").retrieve().asString()).isEqualTo("hello");
			this.first.freezeConnections();
			long start = System.nanoTime();
			assertThatExceptionOfType(SshTimeoutException.class)
				.isThrownBy(() -> connection.exec("x").input(new byte[8 << 20]).timeout(Duration.ofMillis(500)).run());
			assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> connection.ping(Duration.ofMillis(300)));
			connection.close(Duration.ofMillis(300));
			assertThat(connection.isOpen()).isFalse();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
		}
	}

	@Test
	void wayThatDoesNotOpenHasALimit() {
		SshClient jump = jump(this.first);
		SshClient target = target(jump).mutate().connectTimeout(Duration.ofSeconds(1)).build();
		assertThat(jump.exec("echo x").retrieve().asString()).isEqualTo("x");
		this.first.freezeConnections();
		long start = System.nanoTime();
		assertThatExceptionOfType(SshConnectException.class).isThrownBy(target::connect)
			.withMessage("Cannot connect to 127.0.0.1:%d through 127.0.0.1:%d: no way there within 1000 ms"
				.formatted(this.target.port(), this.first.port()))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ConnectFailureReason.TIMEOUT));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

}
