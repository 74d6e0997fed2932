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

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.sshboot.authentication.LoginSettings;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.KeyFingerprint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says about logins.
 */
@Timeout(120)
class LoginLogTests {

	private static final String JOURNAL = "io.github.sshboot.authentication.LoginJournal";

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger("io.github.sshboot"),
			(Logger) LoggerFactory.getLogger("org.apache.sshd"),
			(Logger) LoggerFactory.getLogger("org.springframework.security"));

	@BeforeEach
	void logEverything() {
		this.appender.start();
		this.loggers.forEach((logger) -> {
			logger.setLevel(Level.TRACE);
			logger.setAdditive(false);
			logger.addAppender(this.appender);
		});
	}

	@AfterEach
	void logAsBefore() {
		this.loggers.forEach((logger) -> {
			logger.setLevel(null);
			logger.setAdditive(true);
			logger.detachAppender(this.appender);
		});
	}

	@Test
	void oneLineTellsOfEachDecision() throws Exception {
		KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			try (LoginPeer peer = LoginPeer.connect(server.port())) {
				peer.none("demo").read();
				peer.query("demo", key).read();
				peer.password("demo", "guess").read();
				peer.password("demo", "demo").read();
			}
			try (LoginPeer peer = LoginPeer.connect(server.port())) {
				peer.password("x\n2026-01-01 Accepted password for 'root'\u001b[2J\u202e", "guess").read();
			}
		}
		assertThat(journal()).hasSize(4)
			.allSatisfy((line) -> assertThat(line).doesNotContain("\n", "\u001b", "\u202e")
				.contains(" from 127.0.0.1 port "))
			.satisfiesExactly(
					(line) -> assertThat(line)
						.startsWith("Refused publickey %s for 'demo'".formatted(KeyFingerprint.of(key.getPublic())))
						.endsWith(": the key is not authorized"),
					(line) -> assertThat(line).startsWith("Refused password for 'demo'")
						.endsWith(": the password is wrong"),
					(line) -> assertThat(line).startsWith("Accepted password for 'demo'"),
					(line) -> assertThat(line).startsWith("Refused password for 'x 2026-01-01 Accepted")
						.endsWith(": this cannot be the name of a user"));
	}

	@Test
	void noOtherLineTellsOfALogin() throws Exception {
		LoginPeer peer;
		try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
			peer = LoginPeer.connect(server.port());
			peer.password("demo", "demo").read();
		}
		// not before: with something unread, it would reset the connection
		peer.close();
		assertThat(informed()).filteredOn((line) -> line.contains("demo"))
			.singleElement()
			.asString()
			.startsWith("Accepted password for 'demo'");
	}

	@Test
	void oneLineTellsOfConnectionsWithoutALoginInTime() throws Exception {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.login((login) -> new LoginSettings(List.of(), Duration.ofSeconds(1), 6, Duration.ZERO,
					Duration.ofSeconds(30), false))
			.start()) {
			List<Socket> silent = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				silent.add(new Socket("127.0.0.1", server.port()));
			}
			for (Socket socket : silent) {
				socket.getInputStream().readAllBytes();
				socket.close();
			}
		}
		assertThat(informed()).filteredOn((line) -> !line.contains("SSH server"))
			.containsExactly("Closed 1 connections without a login in time; the last was from 127.0.0.1 "
					+ "(see 'ssh.server.authentication.login-timeout')");
	}

	@Test
	void secretsAreNowhereInTheLog() throws Exception {
		String secret = "open-sesame-4711";
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.customize((builder) -> builder.authenticators(List.of((login) -> {
				throw new IllegalStateException("cannot decide about " + secret);
			})))
			.start()) {
			// what the client logs is its own affair
			((Logger) LoggerFactory.getLogger("org.apache.sshd.client")).setLevel(Level.OFF);
			try (LoginPeer peer = LoginPeer.connect(server.port())) {
				peer.password("demo", secret).read();
				peer.interactive("demo").read();
				peer.answer(1, secret).read();
				peer.request("demo", "password", (content) -> {
					content.putBoolean(true);
					content.putString(secret);
					content.putString(secret);
				}).read();
			}
		}
		finally {
			((Logger) LoggerFactory.getLogger("org.apache.sshd.client")).setLevel(null);
		}
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, 4);
		assertThat(journal()).hasSize(3);
		assertThat(List.copyOf(this.appender.list)).hasSizeGreaterThan(50)
			.extracting((event) -> event.getFormattedMessage().toLowerCase(Locale.ROOT))
			.noneMatch((line) -> line.contains(secret) || line.contains(hex));
		assertThat(List.copyOf(this.appender.list)).extracting(ILoggingEvent::getThrowableProxy)
			.noneMatch((failure) -> failure != null && String.valueOf(failure.getMessage()).contains(secret));
	}

	/**
	 * What is logged at the level that is on where nothing is configured, or above.
	 */
	private List<String> informed() {
		return List.copyOf(this.appender.list)
			.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private List<String> journal() {
		return List.copyOf(this.appender.list)
			.stream()
			.filter((event) -> event.getLoggerName().equals(JOURNAL))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

}
