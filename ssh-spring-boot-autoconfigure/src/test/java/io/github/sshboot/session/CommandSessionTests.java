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

package io.github.sshboot.session;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands that run within a session: a shell whose lines are commands.
 */
class CommandSessionTests {

	@TempDir
	Path directory;

	private final List<String> intercepted = new CopyOnWriteArrayList<>();

	private TestSshServer server;

	@BeforeEach
	void start() {
		SshHandler shell = this::shell;
		SshHandler command = this::command;
		this.server = TestSshServer.builder().mapping((session) -> switch (session.getRequest().kind()) {
			case SHELL -> shell;
			case EXEC -> "unknown".equals(session.getRequest().command()) ? null : command;
			case SUBSYSTEM -> null;
		}).customize((builder) -> builder.interceptors(List.of((session, next) -> {
			this.intercepted.add(session.getRequest().kind() + " "
					+ (session.getHandler() == (isCommand(session) ? command : shell)));
			next.handle(session);
		})).exitStatus((failure) -> 42)).start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private void shell(SshSession session) throws Exception {
		for (String line = session.getReader().readLine(); line != null; line = session.getReader().readLine()) {
			session.getWriter().println("= " + session.run(line));
		}
	}

	private void command(SshSession session) throws Exception {
		String command = String.valueOf(session.getRequest().command());
		switch (command) {
			case "greet" -> session.getWriter().print("hello\n");
			case "exit" -> {
				session.exit(3);
				session.exit(4);
			}
			case "killed" -> session.exitSignal("TERM", "terminated");
			case "failing" -> throw new IllegalStateException("no\nsuch thing");
			case "error" -> throw new StackOverflowError();
			case "nested" -> session.exit(session.run("exit") + 1);
			case "input" -> session.getWriter().println("got " + session.getReader().readLine());
			case "handler" -> session.getWriter().println(session.getHandler() != null);
			default -> session.getWriter().println(session.getIdentity().username());
		}
	}

	private static boolean isCommand(SshSession session) {
		return session.getRequest().kind() == SshRequest.Kind.EXEC;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false,
			value = { "greet|hello;= 0;|", "exit|= 3;|", "killed|= 143;|terminated;", "failing|= 42;|no such thing;",
					"error|= 42;|StackOverflowError;", "nested|= 4;|", "unknown|= 127;|unknown: command not found;",
					"input;line|got line;= 0;|", "greet;exit;greet|hello;= 0;= 3;hello;= 0;|", "whoami|demo;= 0;|",
					"handler|true;= 0;|" })
	void runsLinesAsCommands(String lines, String output, String error) {
		Result result = OpenSshClient.withKey(this.directory, this.server.port())
			.run((lines.replace(';', '\n') + "\n").getBytes(), "-T");
		assertThat(result)
			.isEqualTo(new Result(0, output.replace(';', '\n'), (error != null) ? error.replace(';', '\n') : ""));
	}

	@Test
	void interceptorsGoAroundCommandsAndKnowTheirHandler() {
		OpenSshClient.withKey(this.directory, this.server.port()).run("greet\nnested\nunknown\n".getBytes(), "-T");
		assertThat(this.intercepted).containsExactly("SHELL true", "EXEC true", "EXEC true", "EXEC true");
	}

}
