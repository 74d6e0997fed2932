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
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.kex.extension.KexExtensions;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What those who have logged in can write to the log with messages that make no sense: at
 * most a line, when their connection is ended.
 */
@Timeout(120)
class UsersLogTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int TIMES = 10;

	private static final String EVIL = "x\r\n2026-01-01 ERROR \u001b[2J\u202e";

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger("io.github.sshboot"),
			(Logger) LoggerFactory.getLogger("org.apache.sshd"));

	@BeforeEach
	void listen() {
		this.appender.start();
		this.loggers.forEach((logger) -> logger.addAppender(this.appender));
	}

	@AfterEach
	void stopListening() {
		this.loggers.forEach((logger) -> logger.detachAppender(this.appender));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messages")
	void usersWriteNoMoreThanALine(String what, byte number, Consumer<Buffer> content) throws Exception {
		try (TestSshServer server = TestSshServer.start((session) -> session.getInput().readAllBytes());
				MinaClient client = MinaClient.start()) {
			ClientSession session = client.logIn(server.port());
			ChannelExec channel = session.createExecChannel("x");
			channel.open().verify(TIMEOUT);
			for (int i = 0; i < TIMES && session.isOpen(); i++) {
				send(session, number, content);
			}
			session.close(false);
			await().atMost(TIMEOUT).until(() -> server.server().getStatistics().connections() == 0);
		}
		assertThat(lines()).hasSizeLessThanOrEqualTo(1)
			.allSatisfy((line) -> assertThat(line).startsWith("Ending the connection of 'demo' from 127.0.0.1 port ")
				.doesNotContain("\n", "\r", "\u001b", "\u202e"));
	}

	private static void send(ClientSession session, byte number, Consumer<Buffer> content) throws IOException {
		Buffer message = session.createBuffer(number);
		content.accept(message);
		try {
			session.writePacket(message);
		}
		catch (SshException ex) {
			// closed meanwhile
		}
	}

	static Stream<Arguments> messages() {
		return Stream.of(global("unknown", EVIL, (content) -> {
		}), global("forwarding", "tcpip-forward", (content) -> {
			content.putString("localhost");
			content.putInt(0);
		}), global("forwarding that is cut off", "tcpip-forward", (content) -> {
		}), global("forwarding from nowhere", "tcpip-forward", (content) -> {
			content.putString(EVIL);
			content.putInt(-1);
		}), global("end of forwarding", "cancel-tcpip-forward", (content) -> {
			content.putString(EVIL);
			content.putInt(22);
		}), global("end of forwarding that is cut off", "cancel-tcpip-forward", (content) -> content.putInt(-1)),
				global("proof of host keys", "hostkeys-prove-00@openssh.com", (content) -> content.putString(EVIL)),
				global("proof that is cut off", "hostkeys-prove-00@openssh.com", (content) -> content.putInt(-1)),
				message("global request that is cut off", SshConstants.SSH_MSG_GLOBAL_REQUEST, (content) -> {
				}), open("unknown channel", EVIL, (content) -> {
				}), open("forwarded port", "direct-tcpip", (content) -> {
					content.putString(EVIL);
					content.putInt(22);
					content.putString(EVIL);
					content.putInt(22);
				}), open("forwarded port that is cut off", "direct-tcpip", (content) -> {
				}), open("forwarded socket", "direct-streamlocal@openssh.com", (content) -> content.putString(EVIL)),
				open("X11", "x11", (content) -> content.putString(EVIL)),
				open("agent", "auth-agent@openssh.com", (content) -> {
				}), message("channel that is cut off", SshConstants.SSH_MSG_CHANNEL_OPEN, (content) -> {
				}), request("unknown request", EVIL, (content) -> {
				}), request("environment that is cut off", "env", (content) -> {
				}), request("environment", "env", (content) -> {
					content.putString(EVIL);
					content.putString(EVIL);
				}), request("terminal that is cut off", "pty-req", (content) -> content.putString(EVIL)),
				request("size that is cut off", "window-change", (content) -> {
				}), request("signal", "signal", (content) -> content.putString(EVIL)),
				request("signal that is cut off", "signal", (content) -> {
				}), request("X11 request", "x11-req", (content) -> {
					content.putBoolean(false);
					content.putString(EVIL);
					content.putString(EVIL);
					content.putInt(0);
				}), request("agent request", "auth-agent-req@openssh.com", (content) -> {
				}), request("second command", "exec", (content) -> content.putString(EVIL)),
				request("subsystem", "subsystem", (content) -> content.putString(EVIL)),
				request("exit status", "exit-status", (content) -> content.putInt(1)),
				request("exit signal", "exit-signal", (content) -> content.putString(EVIL)),
				request("flow control", "xon-xoff", (content) -> {
				}), request("break that is cut off", "break", (content) -> {
				}), message("huge window", SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, (content) -> {
					content.putInt(0);
					content.putInt(-1);
				}), message("data of a channel there is not", SshConstants.SSH_MSG_CHANNEL_DATA, (content) -> {
					content.putInt(77);
					content.putString(EVIL);
				}), message("data after the end", SshConstants.SSH_MSG_CHANNEL_EOF, (content) -> content.putInt(0)),
				message("other data", SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, (content) -> {
					content.putInt(0);
					content.putInt(77);
					content.putString(EVIL);
				}), message("close", SshConstants.SSH_MSG_CHANNEL_CLOSE, (content) -> content.putInt(0)),
				message("success", SshConstants.SSH_MSG_CHANNEL_SUCCESS, (content) -> content.putInt(0)),
				message("failure", SshConstants.SSH_MSG_CHANNEL_FAILURE, (content) -> content.putInt(0)),
				message("opened", SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION, (content) -> {
					content.putInt(0);
					content.putInt(0);
					content.putInt(0);
					content.putInt(0);
				}), message("not opened", SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, (content) -> {
					content.putInt(0);
					content.putInt(1);
					content.putString(EVIL);
					content.putString(EVIL);
				}), message("global success", SshConstants.SSH_MSG_REQUEST_SUCCESS, (content) -> {
				}), message("global failure", SshConstants.SSH_MSG_REQUEST_FAILURE, (content) -> {
				}), message("another login", SshConstants.SSH_MSG_USERAUTH_REQUEST, (content) -> {
					content.putString(EVIL);
					content.putString(EVIL);
					content.putString(EVIL);
				}), message("answers", SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, (content) -> content.putInt(0)),
				message("another service", SshConstants.SSH_MSG_SERVICE_REQUEST, (content) -> content.putString(EVIL)),
				message("a service accepted", SshConstants.SSH_MSG_SERVICE_ACCEPT,
						(content) -> content.putString(EVIL)),
				message("debugging", SshConstants.SSH_MSG_DEBUG, (content) -> {
					content.putBoolean(true);
					content.putString(EVIL);
					content.putString("");
				}), message("something to ignore", SshConstants.SSH_MSG_IGNORE, (content) -> {
				}), message("not implemented", SshConstants.SSH_MSG_UNIMPLEMENTED, (content) -> {
				}), message("new keys", SshConstants.SSH_MSG_NEWKEYS, (content) -> {
				}), message("extensions", KexExtensions.SSH_MSG_EXT_INFO, (content) -> content.putInt(-1)),
				message("leave", SshConstants.SSH_MSG_DISCONNECT, (content) -> {
					content.putInt(2);
					content.putString(EVIL);
					content.putString(EVIL);
				}));
	}

	private static Arguments global(String what, String type, Consumer<Buffer> content) {
		return message(what, SshConstants.SSH_MSG_GLOBAL_REQUEST, (message) -> {
			message.putString(type);
			message.putBoolean(true);
			content.accept(message);
		});
	}

	private static Arguments open(String what, String type, Consumer<Buffer> content) {
		return message(what, SshConstants.SSH_MSG_CHANNEL_OPEN, (message) -> {
			message.putString(type);
			message.putInt(7);
			message.putInt(1 << 20);
			message.putInt(1 << 15);
			content.accept(message);
		});
	}

	private static Arguments request(String what, String type, Consumer<Buffer> content) {
		return message(what, SshConstants.SSH_MSG_CHANNEL_REQUEST, (message) -> {
			message.putInt(0);
			message.putString(type);
			message.putBoolean(true);
			content.accept(message);
		});
	}

	private static Arguments message(String what, byte number, Consumer<Buffer> content) {
		return Arguments.of(what, number, content);
	}

	private List<String> lines() {
		return List.copyOf(this.appender.list)
			.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.filter((event) -> !event.getLoggerName().endsWith("LoginJournal"))
			// what the client logs is its own affair
			.filter((event) -> !event.getThreadName().contains("SshClient")
					&& !event.getThreadName().equals(Thread.currentThread().getName()))
			.map((event) -> event.getFormattedMessage())
			.filter((line) -> !line.contains("SSH server"))
			.toList();
	}

}
