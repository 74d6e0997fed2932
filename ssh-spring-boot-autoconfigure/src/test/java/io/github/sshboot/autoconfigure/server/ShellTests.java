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

package io.github.sshboot.autoconfigure.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshExceptionHandler;
import io.github.sshboot.session.annotation.SshOption;
import io.github.sshboot.session.annotation.SshShell;
import io.github.sshboot.session.shell.ShellPrompt;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TmuxTerminal;
import org.jline.reader.LineReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The shell of an application, as those see it who log in with OpenSSH.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShellTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class))
			.withUserConfiguration(Desk.class)
			.withPropertyValues("spring.application.name=desk", "ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0",
					"ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE),
					"ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC);
	}

	private OpenSshClient client(ApplicationContext context) {
		return OpenSshClient.withKey(this.directory,
				context.getEnvironment().getRequiredProperty("local.ssh.server.port", Integer.class));
	}

	private void onTerminal(ApplicationContextRunner runner, BiConsumer<TmuxTerminal, Desk> test) {
		runner.run((context) -> {
			try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, client(context).command())) {
				test.accept(terminal, context.getBean(Desk.class));
			}
		});
	}

	@Test
	void commandsAreRun() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("hello World");
			terminal.press("Enter");
			assertThat(terminal.awaitLastLine("desk>")).isEqualTo("""
					desk> hello World
					Hello, World!
					desk>""");
			terminal.type("exit 7");
			terminal.press("Enter");
			assertThat(terminal.awaitLastLine("[status 7]")).endsWith("desk> exit 7\n[status 7]");
		});
	}

	@Test
	void failuresAreToldAndTheirStatusIsTheShells() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("fail\rnonsense\rpaint green\rhello 'Wor\rrefuse\r");
			terminal.await((screen) -> screen.contains("not today"));
			terminal.press("C-d");
			String screen = terminal.awaitLastLine("[status 1]");
			assertThat(screen).contains("it broke", "nonsense: command not found", "'green' is not one",
					"A single quote is not closed", "desk> refuse\nnot today");
		});
	}

	@Test
	void commandsOptionsAndValuesAreCompleted() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("pai");
			terminal.press("Tab");
			terminal.awaitLastLine("desk> paint");
			terminal.type("r");
			terminal.press("Tab");
			terminal.awaitLastLine("desk> paint RED");
			terminal.type("--gl");
			terminal.press("Tab");
			terminal.awaitLastLine("desk> paint RED --glossy");
			terminal.press("Enter");
			assertThat(terminal.awaitLastLine("desk>")).contains("\nRED glossy\n");
			terminal.type("paint ");
			terminal.press("Tab");
			terminal.await((screen) -> screen.contains("BLUE") && screen.lines().count() > 3);
			terminal.press("C-c");
			terminal.type("help pai");
			terminal.press("Tab", "Enter");
			terminal.await((screen) -> screen.contains("Usage: paint"));
		});
	}

	@Test
	void whatWasTypedIsRememberedForItsUser() {
		this.runner.withPropertyValues("ssh.server.authentication.users.other.public-keys=" + TestKeys.USER_PUBLIC)
			.run((context) -> {
				try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, client(context).command())) {
					terminal.awaitLastLine("desk>");
					terminal.type("hello One\rhello Two\r secret\rexit\r");
					terminal.awaitLastLine("[status 126]");
				}
				try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, client(context).command())) {
					terminal.awaitLastLine("desk>");
					terminal.press("Up", "Up");
					terminal.awaitLastLine("desk> hello Two");
					terminal.press("Up");
					terminal.awaitLastLine("desk> hello One");
					terminal.press("C-c", "C-r");
					terminal.type("Tw");
					terminal.await((screen) -> screen.contains("hello Two"));
				}
				List<String> other = client(context).command()
					.stream()
					.map((word) -> word.replace("demo@", "other@"))
					.toList();
				try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, other)) {
					terminal.awaitLastLine("desk>");
					terminal.press("Up");
					terminal.type("x");
					terminal.awaitLastLine("desk> x");
				}
			});
	}

	@Test
	void whatWasTypedIsRememberedByTheNextStartWhereItIsKept() {
		Path history = this.directory.resolve("history");
		ApplicationContextRunner keeping = this.runner
			.withPropertyValues("ssh.server.session.history-directory=" + history);
		onTerminal(keeping, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("hello One\r secret\rexit\r");
			terminal.awaitLastLine("[status 126]");
		});
		assertThat(history.resolve("history-demo")).hasContent("hello One\nexit\n");
		onTerminal(keeping, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.press("Up", "Up");
			terminal.awaitLastLine("desk> hello One");
		});
	}

	@Test
	void controlCInterruptsTheCommandAndClearsTheLine() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("wait\r");
			terminal.awaitLastLine("waiting");
			terminal.type("typed ahead");
			terminal.press("C-c");
			terminal.type("hello ");
			assertThat(terminal.awaitLastLine("desk> hello")).contains("waiting\n^C\ndesk> hello");
			assertThat(desk.interrupted.getCount()).isZero();
			terminal.type("nobody");
			terminal.press("C-c");
			assertThat(terminal.awaitLastLine("desk>")).endsWith("desk> hello nobody\ndesk>");
			terminal.press("C-d");
			terminal.awaitLastLine("[status 130]");
		});
	}

	@Test
	void interruptedOutputDoesNotEndThatOfTheNextCommand() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			for (int i = 0; i < 3; i++) {
				terminal.type("flood\r");
				terminal.await((screen) -> screen.endsWith("x".repeat(50)));
				terminal.press("C-c");
				terminal.awaitLastLine("desk>");
			}
			terminal.type("numbers\r");
			terminal.await((screen) -> screen.endsWith("desk> numbers\n1\n2\n3\ndesk>"));
			terminal.type("flood\r");
			terminal.await((screen) -> screen.endsWith("x".repeat(50)));
			terminal.press("C-c");
			terminal.awaitLastLine("desk>");
			terminal.press("C-d");
			terminal.awaitLastLine("[status 130]");
		});
	}

	@Test
	void commandThatListensForSignalsIsNotInterrupted() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("listen\r");
			terminal.awaitLastLine("listening");
			terminal.press("C-c");
			assertThat(terminal.awaitLastLine("desk>")).endsWith("listening\n^C\ngot INT\ndesk>");
			// it listens no more, and has left the terminal as it was
			terminal.type("wait\r");
			terminal.awaitLastLine("waiting");
			terminal.press("C-c");
			terminal.awaitLastLine("desk>");
			terminal.type("ask\r");
			terminal.awaitLastLine("Name?");
			terminal.type("Aday");
			terminal.press("BSpace", "Enter");
			assertThat(terminal.awaitLastLine("desk>")).endsWith("Name? Ada\nHello, Ada!\ndesk>");
		});
	}

	@Test
	void commandThatIsBlockedByItsInputIsInterruptedWithoutAnError(CapturedOutput output) {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("ask\r");
			terminal.awaitLastLine("Name?");
			terminal.press("C-c");
			terminal.awaitLastLine("desk>");
			terminal.press("C-d");
			terminal.awaitLastLine("[status 130]");
		});
		assertThat(output).doesNotContain(" ERROR ");
	}

	@Test
	void commandReadsWhatIsTypedWhileItRuns() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("ask\r");
			terminal.awaitLastLine("Name?");
			terminal.type("Aday");
			terminal.press("BSpace", "Enter");
			assertThat(terminal.awaitLastLine("desk>")).endsWith("Name? Ada\nHello, Ada!\ndesk>");
		});
	}

	@Test
	void wideAndCombiningCharactersAreEdited() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("hello J\u00f6rg\u65e5\u672c\u8a9ez");
			terminal.awaitLastLine("desk> hello J\u00f6rg\u65e5\u672c\u8a9ez");
			terminal.press("Left", "BSpace", "BSpace", "Left");
			terminal.type("\u00e9");
			terminal.awaitLastLine("desk> hello J\u00f6rg\u00e9\u65e5z");
			// a mark that is combined with the character before it
			terminal.type("e\u0301");
			terminal.awaitLastLine("desk> hello J\u00f6rg\u00e9e\u0301\u65e5z");
			terminal.press("Enter");
			terminal.awaitLastLine("desk>");
			assertThat(desk.greeted.get()).isEqualTo("J\u00f6rg\u00e9e\u0301\u65e5z");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "emacs", "vi" })
	void markIsErasedWithTheCharacterThatItIsCombinedWith(String editor) {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("set -o %s\r".formatted(editor));
			terminal.await((screen) -> screen.endsWith("\ndesk>"));
			terminal.type("hello ae\u0301\u0302z");
			terminal.awaitLastLine("desk> hello ae\u0301\u0302z");
			terminal.press("Left", "BSpace");
			terminal.awaitLastLine("desk> hello az");
			terminal.type("e\u0301");
			terminal.awaitLastLine("desk> hello ae\u0301z");
			terminal.press("Left", "Delete");
			terminal.awaitLastLine("desk> hello az");
			terminal.type("e\u0301");
			terminal.press("Left", "Left", "Right", "Right");
			terminal.type("-\r");
			terminal.await((screen) -> screen.contains("Hello, ae\u0301-z!"));
		});
	}

	@Test
	void pastedLinesWaitForEnter() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.paste("hello One\nhello Two\n");
			terminal.await((screen) -> screen.contains("hello Two"));
			assertThat(desk.greeted.get()).isNull();
			terminal.press("Enter");
			terminal.await((screen) -> screen.contains("Hello, One!\nHello, Two!\ndesk>"));
		});
	}

	@Test
	void resizedWindowIsUsed() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("hello " + "x".repeat(100));
			terminal.await((screen) -> screen.lines().count() == 2);
			terminal.resize(40, 10);
			terminal.type("y");
			terminal.await((screen) -> screen.replace("\n", "").endsWith("x".repeat(100) + "y"));
			terminal.press("C-c");
			terminal.type("size\r");
			terminal.await((screen) -> screen.contains("40x10"));
		});
	}

	@Test
	void longOutputIsWhole() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("count\r");
			terminal.await((screen) -> screen.endsWith("line 1000\ndesk>"));
			assertThat(terminal.everything().lines().skip(1).limit(1000)).containsExactlyElementsOf(lines());
		});
	}

	private static List<String> lines() {
		return IntStream.rangeClosed(1, 1000).mapToObj((number) -> "line " + number).toList();
	}

	@Test
	void keysAreThoseOfViIfAskedFor() {
		onTerminal(this.runner, (terminal, desk) -> {
			terminal.awaitLastLine("desk>");
			terminal.type("set -o vi\r");
			terminal.await((screen) -> screen.endsWith("\ndesk>"));
			terminal.type("hello xyz");
			terminal.press("Escape");
			terminal.type("bD");
			terminal.type("aWorld\r");
			terminal.await((screen) -> screen.contains("Hello, World!"));
		});
	}

	@Test
	void coloursAreShownOnlyWhereTheTerminalHasThem() {
		ApplicationContextRunner coloured = this.runner.withBean(ShellPrompt.class,
				() -> (session) -> "\u001b[32m%s 100%%\u001b[0m> ".formatted(session.getIdentity().username()));
		onTerminal(coloured, (terminal, desk) -> {
			terminal.awaitLastLine("demo 100%>");
			assertThat(terminal.colours()).contains("\u001b[32m");
		});
		coloured.withPropertyValues("ssh.server.session.accept-environment=NO_COLOR").run((context) -> {
			try (TmuxTerminal terminal = TmuxTerminal.run(this.directory,
					client(context).option("SetEnv=NO_COLOR=1").command())) {
				terminal.awaitLastLine("demo 100%>");
				terminal.type("paint ");
				terminal.press("Tab");
				terminal.await((screen) -> screen.contains("BLUE"));
				assertThat(terminal.colours()).doesNotContainPattern("\u001b\\[([0-9;]+;)?[349][0-8]");
			}
			try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, "dumb", client(context).command())) {
				terminal.awaitLastLine("demo 100%>");
				terminal.type("hello Dumb\r");
				assertThat(terminal.awaitLastLine("demo 100%>")).contains("Hello, Dumb!");
				assertThat(terminal.colours()).doesNotContain("\u001b");
				terminal.type("wait\r");
				terminal.awaitLastLine("waiting");
				terminal.press("C-c");
				assertThat(terminal.awaitLastLine("demo 100%>")).endsWith("waiting\n^C\ndemo 100%>");
				terminal.press("C-d");
				terminal.awaitLastLine("demo 100%> [status 130]");
			}
		});
	}

	@Test
	void scriptIsRunWithoutPromptAndEcho() {
		this.runner.run((context) -> {
			Result result = client(context).run("""
					# greet

					hello One
					fail
					hello 'T wo'
					""".getBytes(StandardCharsets.UTF_8), "-T");
			assertThat(result.output()).isEqualTo("Hello, One!\nHello, T wo!\n");
			assertThat(result.error()).isEqualTo("it broke\n");
			assertThat(result.status()).isZero();
			assertThat(client(context).run("hello A\nfail".getBytes(StandardCharsets.UTF_8), "-T").status())
				.isEqualTo(1);
			assertThat(client(context).run("exit 9\nhello B".getBytes(StandardCharsets.UTF_8), "-T"))
				.isEqualTo(new Result(9, "", ""));
		});
	}

	@Test
	void helpShowsWhatTheUserMayRun() {
		this.runner.run((context) -> {
			Result help = client(context).run("help\nset -o vi\nhelp secret".getBytes(StandardCharsets.UTF_8), "-T");
			assertThat(help.output()).contains("hello", "Paint something", "Leave the shell").doesNotContain("secret");
			assertThat(help.error()).contains("Usage on a terminal: set -o vi", "There is no command 'secret'");
		});
	}

	@Test
	void interceptorsGoAroundEachCommand() {
		this.runner.withBean(SshInterceptor.class, () -> (session, next) -> {
			session.getWriter().println("[" + session.getRequest());
			next.handle(session);
			session.getWriter().println("]");
		})
			.run((context) -> assertThat(
					client(context).run("hello One".getBytes(StandardCharsets.UTF_8), "-T").output())
				.isEqualTo("[shell\n[command 'hello One'\nHello, One!\n]\n"));
	}

	@Test
	void nothingIsLeftOfAShellWhoseClientIsGone() {
		this.runner.run((context) -> {
			TmuxTerminal terminal = TmuxTerminal.run(this.directory, client(context).command());
			terminal.awaitLastLine("desk>");
			assertThat(shellThreads()).isOne();
			terminal.close();
			await().atMost(Duration.ofSeconds(30)).until(() -> shellThreads() == 0);
		});
	}

	private static long shellThreads() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.filter((frames) -> Stream.of(frames)
				.anyMatch((frame) -> frame.getClassName().startsWith("io.github.sshboot.session.shell")
						|| frame.getClassName().startsWith("org.jline")))
			.count();
	}

	@Test
	void thereIsNoShellWhereItIsOff() {
		this.runner.withPropertyValues("ssh.server.session.shell=off")
			.run((context) -> assertThat(client(context).run("hello One".getBytes(StandardCharsets.UTF_8), "-T"))
				.satisfies((result) -> assertThat(result.status()).isNotZero())
				.satisfies((result) -> assertThat(result.output()).isEmpty()));
	}

	@Test
	void shellOfTheApplicationGoesFirst() {
		this.runner.withUserConfiguration(OwnShell.class)
			.run((context) -> assertThat(client(context).run("-T").output()).isEqualTo("my own\n"));
	}

	@Test
	void withoutJLineItIsToldWhatToAdd() {
		this.runner.withClassLoader(new FilteredClassLoader(LineReader.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(client(context).run("hello", "One").output()).isEqualTo("Hello, One!\n");
			Result result = client(context).run("-T");
			assertThat(result.status()).isEqualTo(1);
			assertThat(result.error().lines()).singleElement().asString().contains("org.jline:jline-reader");
		});
	}

	@Test
	void propertiesOfTheShellAreChecked() {
		this.runner.withPropertyValues("ssh.server.session.history-size=-1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("ssh.server.session.history-size"));
		String file = TestKeys.write(this.directory, "file", "").toString();
		this.runner.withPropertyValues("ssh.server.session.history-directory=" + file)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContainingAll("ssh.server.session.history-directory", file, "cannot be created"));
		this.runner.withPropertyValues("ssh.server.session.prompt=$", "ssh.server.session.history-size=0")
			.run((context) -> {
				try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, client(context).command())) {
					terminal.awaitLastLine("$");
					terminal.type("hello One\r");
					terminal.await((screen) -> screen.endsWith("One!\n$"));
					terminal.press("Up");
					terminal.type("x");
					terminal.awaitLastLine("$ x");
				}
			});
	}

	@SshController
	static class Desk {

		private final CountDownLatch interrupted = new CountDownLatch(1);

		private final AtomicReference<String> greeted = new AtomicReference<>();

		@SshCommand(value = "hello {name}", description = "Greet somebody.")
		String hello(@SshArgument String name) {
			this.greeted.set(name);
			return "Hello, %s!".formatted(name);
		}

		@SshCommand(value = "paint {colour}", description = "Paint something.")
		String paint(@SshArgument Colour colour, @SshOption boolean glossy) {
			return colour + (glossy ? " glossy" : "");
		}

		@SshCommand(value = "secret", authorities = "admin")
		void secret() {
		}

		@SshCommand("fail")
		void fail() {
			throw new IllegalStateException("it broke");
		}

		@SshCommand("refuse")
		void refuse() throws IOException {
			throw new IOException();
		}

		@SshExceptionHandler
		String refused(IOException ex) {
			return "not today";
		}

		@SshCommand("wait")
		void await(PrintWriter out) throws InterruptedException {
			out.println("waiting");
			try {
				Thread.sleep(Duration.ofMinutes(10).toMillis());
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
				throw ex;
			}
		}

		@SshCommand("ask")
		String ask(SshSession session) throws IOException {
			session.getWriter().print("Name? ");
			return "Hello, %s!".formatted(session.getReader().readLine());
		}

		@SshCommand("listen")
		void listen(SshSession session, SshTerminal terminal) throws InterruptedException {
			BlockingQueue<String> signals = new LinkedBlockingQueue<>();
			session.onSignal(signals::add);
			session.getWriter().println("listening");
			session.getWriter().println("got " + signals.take());
			terminal.enterRawMode();
		}

		@SshCommand("size")
		String size(SshSession session) {
			return session.getTerminal().getColumns() + "x" + session.getTerminal().getRows();
		}

		@SshCommand("flood")
		Stream<String> flood() {
			return Stream.generate(() -> "x".repeat(50));
		}

		@SshCommand("numbers")
		Stream<Integer> numbers() {
			return Stream.of(1, 2, 3);
		}

		@SshCommand("count")
		List<String> count() {
			return lines();
		}

	}

	@SshController
	static class OwnShell {

		@SshShell
		String shell() {
			return "my own";
		}

	}

	enum Colour {

		RED, BLUE

	}

}
