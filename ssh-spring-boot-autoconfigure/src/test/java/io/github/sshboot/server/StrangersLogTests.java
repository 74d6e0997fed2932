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

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.LoopbackProxy.Damage;
import io.github.sshboot.testing.RawSshPeer;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AlgorithmCategory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What those who have not logged in can write to the log, whatever they do: a line, and
 * not one for each connection.
 */
@Timeout(120)
class StrangersLogTests {

	private static final int TIMES = 4;

	private static final String EVIL = "x\r\n2026-01-01 ERROR \u001b[2J\u202e";

	/**
	 * What is told of the server itself and by the clients of these tests.
	 */
	private static final List<String> OTHERS = List.of("SSH server", "Server announced", "No detected");

	private static final String GROUP_EXCHANGE = "diffie-hellman-group-exchange-sha256";

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger("io.github.sshboot"),
			(Logger) LoggerFactory.getLogger("org.apache.sshd"));

	@BeforeEach
	void listen() {
		this.appender.start();
		this.loggers.forEach((logger) -> logger.addAppender(this.appender));
		// what the client logs is its own affair
		((Logger) LoggerFactory.getLogger("org.apache.sshd.client")).setLevel(Level.OFF);
	}

	@AfterEach
	void stopListening() {
		this.loggers.forEach((logger) -> logger.detachAppender(this.appender));
		((Logger) LoggerFactory.getLogger("org.apache.sshd.client")).setLevel(null);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("strangers")
	void strangersWriteALineHoweverManyTheyAre(String what, Stranger stranger, String reason) throws Exception {
		try (TestSshServer server = server()) {
			for (int i = 0; i < TIMES; i++) {
				stranger.visit(server.port());
			}
			awaitNoConnections(server);
		}
		assertThat(lines()).singleElement()
			.asString()
			.startsWith("Ended 1 connections before a login; the last was from 127.0.0.1 port ")
			.contains(reason)
			.doesNotContain("\n", "\r", "\u001b", "\u202e");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("strangersNotWorthALine")
	void strangersWriteNothing(String what, Stranger stranger) throws Exception {
		try (TestSshServer server = server()) {
			for (int i = 0; i < TIMES; i++) {
				stranger.visit(server.port());
			}
			awaitNoConnections(server);
		}
		assertThat(lines()).isEmpty();
	}

	/**
	 * Who is told so at once may be gone before there is a reason.
	 */
	@Test
	void clientsOfAnotherVersionWriteNoMoreThanALine() throws Exception {
		try (TestSshServer server = server()) {
			for (int i = 0; i < TIMES; i++) {
				say(server.port(), "SSH-1.5-x\r\n");
			}
			awaitNoConnections(server);
		}
		assertThat(lines()).hasSizeLessThanOrEqualTo(1);
	}

	@Test
	void reasonsOfAnotherKindHaveALineOfTheirOwn() throws Exception {
		try (TestSshServer server = server()) {
			say(server.port(), "GET / HTTP/1.1\r\n\r\n");
			try (RawSshPeer peer = RawSshPeer.connect(server.port())) {
				peer.send(peer.proposal("diffie-hellman-group1-sha1", false));
				peer.readToEnd();
			}
			say(server.port(), "GET / HTTP/1.1\r\n\r\n");
			awaitNoConnections(server);
		}
		assertThat(lines()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "aes128-gcm@openssh.com,", "chacha20-poly1305@openssh.com,", "aes128-ctr,hmac-sha2-256",
			"aes128-ctr,hmac-sha2-256-etm@openssh.com" })
	void lengthsThatAreWrongBehindACipherAreALineTogether(String cipher, String mac) throws Exception {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.algorithms((algorithms) -> algorithms.with(AlgorithmCategory.CIPHER, List.of(cipher))
				.with(AlgorithmCategory.MAC, (mac != null) ? List.of(mac) : List.of()))
			.start()) {
			for (int i = 0; i < TIMES; i++) {
				try (LoopbackProxy proxy = LoopbackProxy.open(server.port());
						LoginPeer peer = LoginPeer.connect(proxy.port())) {
					proxy.toServer(Damage.FIRST_BYTE);
					peer.none("demo").readReason();
				}
			}
			awaitNoConnections(server);
		}
		assertThat(lines()).singleElement().asString().contains("a packet that says it has ");
	}

	static Stream<Arguments> strangers() {
		byte[] zeros = new byte[64];
		return Stream.of(
				stranger("no SSH client", (port) -> say(port, "GET / HTTP/1.1\r\n\r\n"), "not identify itself"),
				stranger("identification with control characters", (port) -> say(port, "SSH-2.0-x\u001b[2J\r\n"),
						"not identify itself properly"),
				stranger("reset", StrangersLogTests::reset, "reset"),
				raw("length 0", (peer) -> peer.send(0, 0, zeros), "says it has 0 bytes"),
				raw("negative length", (peer) -> peer.send(-8, 4, zeros), "says it has -8 bytes"),
				raw("length over all bounds", (peer) -> peer.send(Integer.MAX_VALUE, 4, zeros),
						"says it has 2147483647 bytes"),
				raw("length that is no multiple of the block size", (peer) -> peer.send(13, 4, zeros), "block size"),
				raw("more padding than packet", (peer) -> peer.send(12, 200, zeros), "padding"),
				raw("wrong length behind a good packet",
						(peer) -> peer.send(12, 4, new byte[] { 2, 0, 0, 0, 2, 1, 1 }, new byte[4], zeros),
						"says it has 0 bytes"),
				raw("unknown key exchange", (peer) -> peer.send(peer.proposal(EVIL, false)), "Unable to negotiate"),
				raw("key exchange that does not begin", (peer) -> peer.send(message(SshConstants.SSH_MSG_NEWKEYS)), ""),
				raw("no key", (peer) -> {
					peer.send(peer.proposal("curve25519-sha256", false));
					peer.send(message(SshConstants.SSH_MSG_KEXDH_INIT, (content) -> content.putBytes(new byte[31])));
				}, ""), raw("no key of a key encapsulation", (peer) -> {
					byte[] key = new byte[1184 + 32];
					Arrays.fill(key, (byte) 0xFF);
					peer.send(peer.proposal("mlkem768x25519-sha256", false));
					peer.send(message(SshConstants.SSH_MSG_KEXDH_INIT, (content) -> content.putBytes(key)));
				}, "Not a public key"), raw("group of a size there is not", (peer) -> {
					peer.send(peer.proposal(GROUP_EXCHANGE, false));
					peer.send(message(SshConstants.SSH_MSG_KEX_DH_GEX_REQUEST, (content) -> {
						content.putInt(16000);
						content.putInt(16000);
						content.putInt(16000);
					}));
				}, "No group of "), raw("message within a strict key exchange", (peer) -> {
					peer.send(peer.proposal("curve25519-sha256", true));
					peer.send(message(SshConstants.SSH_MSG_IGNORE, (content) -> content.putString("")));
				}, ""),
				login("another service",
						(peer) -> peer.send(SshConstants.SSH_MSG_SERVICE_REQUEST, (content) -> content.putString(EVIL)),
						"service request: x"),
				login("a service accepted",
						(peer) -> peer.send(SshConstants.SSH_MSG_SERVICE_ACCEPT, (content) -> content.putString(EVIL)),
						""),
				login("login to another service", (peer) -> peer.request("demo", EVIL, "none", (content) -> {
				}), "There is no such service"),
				login("change of the user name", (peer) -> peer.none("demo").none(EVIL), "Change of the user name"),
				login("answers without a question", (peer) -> peer.answer(1, EVIL), "answers to no question"),
				login("success from a client", (peer) -> peer.send(SshConstants.SSH_MSG_USERAUTH_SUCCESS), ""),
				login("channel before the login", (peer) -> peer.send(SshConstants.SSH_MSG_CHANNEL_OPEN), ""),
				login("new keys before the login", (peer) -> peer.send(SshConstants.SSH_MSG_KEXINIT),
						"before the login"),
				login("request that is cut off", (peer) -> peer.send(SshConstants.SSH_MSG_USERAUTH_REQUEST), ""),
				login("failed attempts", (peer) -> {
					for (int i = 0; i < 6; i++) {
						peer.password(EVIL, EVIL);
					}
				}, "Too many authentication failures"));
	}

	static Stream<Arguments> strangersNotWorthALine() {
		return Stream.of(stranger("leaves at once", (port) -> {
			try (Socket socket = new Socket("127.0.0.1", port)) {
				socket.shutdownOutput();
				socket.getInputStream().readAllBytes();
			}
		}, ""), leaving("leaves after its identification", (peer) -> {
		}), leaving("says what only a server does", (peer) -> {
			peer.send(peer.proposal("curve25519-sha256,kex-strict-s-v00@openssh.com", false));
			assertThat(peer.await(SshConstants.SSH_MSG_KEXINIT)).isTrue();
			peer.send(message(SshConstants.SSH_MSG_IGNORE, (content) -> content.putString("")));
		}), raw("takes its leave", (peer) -> peer.send(message(SshConstants.SSH_MSG_DISCONNECT, (content) -> {
			content.putInt(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
			content.putString(EVIL);
			content.putString(EVIL);
		})), ""), raw("debugs", (peer) -> {
			peer.send(message(SshConstants.SSH_MSG_DEBUG, (content) -> {
				content.putBoolean(true);
				content.putString(EVIL);
				content.putString("");
			}));
			peer.send(message(SshConstants.SSH_MSG_DISCONNECT, (content) -> {
				content.putInt(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
				content.putString("");
			}));
		}, "")).map((arguments) -> Arguments.of(arguments.get()[0], arguments.get()[1]));
	}

	private static Arguments stranger(String what, Stranger stranger, String reason) {
		return Arguments.of(what, stranger, reason);
	}

	private static Arguments raw(String what, Deed<RawSshPeer> deed, String reason) {
		return stranger(what, (port) -> {
			try (RawSshPeer peer = RawSshPeer.connect(port)) {
				deed.doIt(peer);
				peer.readToEnd();
			}
		}, reason);
	}

	private static Arguments leaving(String what, Deed<RawSshPeer> deed) {
		return stranger(what, (port) -> {
			try (RawSshPeer peer = RawSshPeer.connect(port)) {
				deed.doIt(peer);
				peer.leave();
			}
		}, "");
	}

	private static Arguments login(String what, Deed<LoginPeer> deed, String reason) {
		return stranger(what, (port) -> {
			try (LoginPeer peer = LoginPeer.connect(port)) {
				deed.doIt(peer);
				peer.readReason();
			}
		}, reason);
	}

	private static byte[] message(int number) {
		return RawSshPeer.message(number).getCompactData();
	}

	private static byte[] message(int number, Consumer<Buffer> content) {
		Buffer message = RawSshPeer.message(number);
		content.accept(message);
		return message.getCompactData();
	}

	private static void say(int port, String text) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().readAllBytes();
		}
	}

	private static void reset(int port) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			// served from now on
			assertThat(socket.getInputStream().read()).isEqualTo('S');
			socket.setSoLinger(true, 0);
		}
	}

	private static TestSshServer server() {
		return TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.algorithms((algorithms) -> algorithms.with(AlgorithmCategory.KEY_EXCHANGE, List.of("+" + GROUP_EXCHANGE)))
			.start();
	}

	private static void awaitNoConnections(TestSshServer server) {
		await().until(() -> server.server().getStatistics().connections() == 0);
	}

	private List<String> lines() {
		return List.copyOf(this.appender.list)
			.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.filter((event) -> !event.getLoggerName().endsWith("LoginJournal"))
			.map((event) -> event.getFormattedMessage())
			.filter((line) -> OTHERS.stream().noneMatch(line::startsWith))
			.toList();
	}

	/**
	 * Comes and goes.
	 */
	@FunctionalInterface
	interface Stranger {

		void visit(int port) throws Exception;

	}

	/**
	 * What it does meanwhile.
	 *
	 * @param <T> what it does it with
	 */
	@FunctionalInterface
	interface Deed<T> {

		void doIt(T peer) throws Exception;

	}

}
