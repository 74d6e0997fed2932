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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshControllerAdvice;
import io.github.sshboot.session.annotation.SshExceptionHandler;
import io.github.sshboot.session.annotation.SshOption;
import io.github.sshboot.session.annotation.SshShell;
import io.github.sshboot.session.annotation.SshSubsystem;
import io.github.sshboot.testing.AheadOfTime;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TmuxTerminal;
import org.jline.utils.InfoCmp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handler methods of applications that are processed ahead of time.
 */
class HandlerAotTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "deploy", "shell", "subsystem", "failed" })
	void methodsCanBeInvoked(String method) {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Controller.class, method)).accepts(hints());
	}

	@Test
	void methodsOfAdvicesCanBeInvoked() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Advice.class, "failed")).accepts(hints());
	}

	@Test
	void typesOfArgumentsCanBeConverted() throws Exception {
		RuntimeHints hints = hints();
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(Parcel.class.getDeclaredConstructor(String.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Code.class, "valueOf")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Environment.class, "values")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(String[].class)).rejects(hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "xterm-256color", "xterm", "screen-256color", "screen", "rxvt-unicode" })
	void shellFindsTheDescriptionsOfTerminals(String type) {
		TestGenerationContext generation = new TestGenerationContext();
		AheadOfTime.process(Desk.class, this::addProperties, generation);
		assertThat(RuntimeHintsPredicates.resource().forResource("org/jline/utils/%s.caps".formatted(type)))
			.accepts(generation.getRuntimeHints());
		assertThat(InfoCmp.class.getResource(type + ".caps")).isNotNull();
	}

	@Test
	@CompileWithForkedClassLoader
	void shellIsThatOfAnApplicationProcessedAheadOfTime() {
		AheadOfTime.run(Desk.class, this::addProperties, (context) -> {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, context.getBean(SshServer.class).getPort());
			assertThat(ssh.run("greet Ada\n".getBytes(StandardCharsets.UTF_8), "-T"))
				.isEqualTo(new Result(0, "Hello, Ada!\n", ""));
			try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, ssh.command())) {
				terminal.awaitLastLine("ssh>");
				terminal.type("gre");
				terminal.press("Tab");
				terminal.type("Grace\r");
				terminal.await((screen) -> screen.contains("Hello, Grace!"));
			}
		});
	}

	private static RuntimeHints hints() {
		TestGenerationContext generation = new TestGenerationContext();
		try (GenericApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(Controller.class);
			context.registerBean(Advice.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	@Test
	@CompileWithForkedClassLoader
	void serverServesWhatWasProcessedAheadOfTime() {
		AheadOfTime.run(Application.class, this::addProperties, (context) -> {
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, context.getBean(SshServer.class).getPort());
			assertThat(ssh.run("deploy STAGING 5 6 --parcel x")).isEqualTo(new Result(0, "STAGING [5, 6] x\n", ""));
			assertThat(ssh.run("fail").error()).isEqualTo("advice\n");
		});
	}

	private void addProperties(GenericApplicationContext context) {
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("ssh.server.port", 0, "ssh.server.address", "127.0.0.1", "ssh.server.shutdown.grace-period",
							0, "ssh.server.host-key.private-keys",
							TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE).toString(),
							"ssh.server.authentication.users.demo.public-keys", TestKeys.USER_PUBLIC)));
	}

	enum Environment {

		STAGING, PRODUCTION

	}

	public record Parcel(String id) {

		@Override
		public String toString() {
			return this.id;
		}

	}

	public record Code(int number) {

		public static Code valueOf(String text) {
			return new Code(Integer.parseInt(text));
		}

		@Override
		public String toString() {
			return Integer.toString(this.number);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SshServerAutoConfiguration.class)
	@Import({ Controller.class, Advice.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SshServerAutoConfiguration.class)
	@Import(Greeter.class)
	static class Desk {

	}

	@SshController
	static class Greeter {

		@SshCommand("greet {name}")
		String greet(@SshArgument String name) {
			return "Hello, %s!".formatted(name);
		}

	}

	@SshController
	static class Controller {

		@SshCommand("deploy {environment} {codes...}")
		String deploy(@SshArgument Environment environment, @SshArgument List<Code> codes, @SshOption Parcel parcel) {
			return "%s %s %s".formatted(environment, codes, parcel);
		}

		@SshCommand("fail")
		void fail() {
			throw new IllegalStateException();
		}

		@SshShell
		void shell() {
		}

		@SshSubsystem("x")
		void subsystem() {
		}

		@SshExceptionHandler(IllegalArgumentException.class)
		void failed() {
		}

	}

	@SshControllerAdvice
	static class Advice {

		@SshExceptionHandler(IllegalStateException.class)
		String failed() {
			return "advice";
		}

	}

}
