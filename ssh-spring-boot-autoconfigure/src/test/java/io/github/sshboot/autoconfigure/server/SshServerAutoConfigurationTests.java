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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.sshboot.authentication.NoAuthenticationException;
import io.github.sshboot.authentication.SshAuthentication;
import io.github.sshboot.authentication.SshAuthenticator;
import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.authentication.SshInteractiveAuthenticator;
import io.github.sshboot.authentication.SshPrompt;
import io.github.sshboot.autoconfigure.security.SshSecurityAutoConfiguration;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.server.SshServerLifecycle;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.annotation.AmbiguousHandlerException;
import io.github.sshboot.session.annotation.InvalidHandlerException;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import io.github.sshboot.session.annotation.SshCommandInfo;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshExceptionHandler;
import io.github.sshboot.session.annotation.SshOption;
import io.github.sshboot.session.annotation.SshSubsystem;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.NoHostKeyException;
import io.github.sshboot.transport.PrivateKeyException.Problem;
import io.github.sshboot.transport.PrivateKeyException;
import io.github.sshboot.transport.SshServerCustomizer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ExitCodeExceptionMapper;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.env.MapPropertySource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The SSH server of an application.
 */
class SshServerAutoConfigurationTests {

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	@TempDir
	Path directory;

	private ApplicationContextRunner bare;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.bare = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class));
		this.runner = this.bare.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
				"ssh.server.shutdown.grace-period=0",
				"ssh.server.host-key.private-keys=" + TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE),
				"ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC);
	}

	@Test
	void whenThereIsNoHandlerThenThereIsNoServer() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(SshServer.class)
			.doesNotHaveBean(SshServerLifecycle.class));
	}

	@Test
	void whenThereIsAControllerThenTheServerListens() {
		this.runner.withUserConfiguration(Greeter.class).run((context) -> {
			assertThat(context.getBean(SshServer.class).isRunning()).isTrue();
			assertThat(context.getEnvironment().getProperty("local.ssh.server.port", Integer.class))
				.isEqualTo(context.getBean(SshServer.class).getPort());
			assertThat(ssh(context, "hello", "World")).isEqualTo(new Result(0, "Hello, World!\n", ""));
		});
	}

	@Test
	void whenTheServerIsDisabledThenThereIsNone() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SshServer.class));
	}

	@Test
	void whenThereIsAHandlerBeanThenItServesWhatNoMethodServes() {
		this.runner.withUserConfiguration(Greeter.class)
			.withBean(SshHandler.class, () -> (session) -> session.getWriter().println(session.getRequest().kind()))
			.run((context) -> {
				assertThat(ssh(context, "hello", "World").output()).isEqualTo("Hello, World!\n");
				assertThat(ssh(context, "other").output()).isEqualTo("EXEC\n");
				assertThat(ssh(context).output()).isEqualTo("SHELL\n");
				assertThat(ssh(context, "-s", "x").output()).isEqualTo("SUBSYSTEM\n");
			});
	}

	@Test
	void whenThereIsAMappingBeanThenItDecidesFirst() {
		this.runner.withUserConfiguration(Greeter.class)
			.withBean(SshHandlerMapping.class,
					() -> (session) -> "hello you".equals(session.getRequest().command())
							? (you) -> you.getWriter().println("mapped") : null)
			.run((context) -> {
				assertThat(ssh(context, "hello", "you").output()).isEqualTo("mapped\n");
				assertThat(ssh(context, "hello", "World").output()).isEqualTo("Hello, World!\n");
			});
	}

	@Test
	void whenACommandIsUnknownThenTheStatusIs127() {
		this.runner.withUserConfiguration(Greeter.class)
			.run((context) -> assertThat(ssh(context, "nonsense", "x"))
				.isEqualTo(new Result(127, "", "nonsense x: command not found\n")));
	}

	@Test
	void whenAKindOfRequestHasNoHandlerThenItIsRefused() {
		this.runner.withPropertyValues("ssh.server.session.shell=off")
			.withUserConfiguration(Greeter.class)
			.run((context) -> {
				assertThat(ssh(context).error()).contains("shell request failed");
				assertThat(ssh(context, "-s", "x").error()).contains("subsystem request failed");
			});
	}

	@Test
	void handlerMethodsSpeakAsTheyAreDocumentedTo() {
		this.runner.withUserConfiguration(Speaker.class).run((context) -> {
			assertThat(ssh(context, "nothing")).isEqualTo(new Result(0, "", ""));
			assertThat(ssh(context, "status", "7")).isEqualTo(new Result(7, "", ""));
			assertThat(ssh(context, "lines", "--count=2")).isEqualTo(new Result(0, "1\n2\n", ""));
			assertThat(ssh(context, "lines")).isEqualTo(new Result(0, "1\n2\n3\n", ""));
			assertThat(ssh(context, "fail")).isEqualTo(new Result(1, "", "it failed\n"));
			assertThat(ssh(context, "fail-with-code")).isEqualTo(new Result(66, "", "coded\n"));
			assertThat(ssh(context, "handled")).isEqualTo(new Result(9, "", ""));
			assertThat(ssh(context, "status", "seven").status()).isEqualTo(2);
			assertThat(ssh(context, "status", "seven").error()).contains("'seven' is not a valid integer")
				.contains("Usage: status");
			assertThat(ssh(context, "status", "--help").output()).startsWith("Usage: status");
			assertThat(ssh(context, "'unclosed")).isEqualTo(new Result(2, "", "A single quote is not closed\n"));
			assertThat(ssh(context, "-s", "echo").status()).isZero();
		});
	}

	@Test
	void convertersOfTheApplicationConvertArguments() {
		this.runner.withUserConfiguration(ColorConfiguration.class)
			.run((context) -> assertThat(ssh(context, "paint", "ff0000").output()).isEqualTo("Color[rgb=16711680]\n"));
	}

	@Test
	void interceptorsAreOrdered() {
		this.runner.withUserConfiguration(Greeter.class, InterceptorConfiguration.class)
			.run((context) -> assertThat(ssh(context, "hello", "x").output()).isEqualTo("first\nsecond\nHello, x!\n"));
	}

	@Test
	void exitCodesAreMappedByTheApplication() {
		this.runner.withUserConfiguration(Speaker.class)
			.withBean(ExitCodeExceptionMapper.class, () -> (failure) -> 33)
			.run((context) -> assertThat(ssh(context, "fail").status()).isEqualTo(33));
	}

	@Test
	void customizersHaveTheLastWord() {
		this.runner.withUserConfiguration(Greeter.class)
			.withBean(SshServerCustomizer.class,
					() -> (server) -> CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Custom"))
			.run((context) -> assertThat(identification(context)).isEqualTo("SSH-2.0-Custom"));
	}

	@Test
	void timeoutOfTheEngineThatWouldBeIgnoredKeepsTheApplicationFromStarting() {
		this.runner.withUserConfiguration(Greeter.class)
			.withBean(SshServerCustomizer.class,
					() -> (server) -> CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ofSeconds(5)))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("'nio2-read-timeout' is not supported: "));
	}

	@Test
	void identificationTellsNothingOfTheEngine() {
		this.runner.withUserConfiguration(Greeter.class)
			.run((context) -> assertThat(identification(context)).isEqualTo("SSH-2.0-SshSpringBoot"));
	}

	@Test
	void listenerIsAsItIsSet() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.address=", "ssh.server.address-family=ipv4", "ssh.server.backlog=7",
					"ssh.server.reuse-address=false", "ssh.server.identification=Depot_7")
			.withBean(SshServerCustomizer.class, () -> (server) -> {
				assertThat(CoreModuleProperties.SOCKET_BACKLOG.getRequired(server)).isEqualTo(7);
				assertThat(CoreModuleProperties.SOCKET_REUSEADDR.getRequired(server)).isFalse();
			})
			.run((context) -> {
				assertThat(identification(context)).isEqualTo("SSH-2.0-Depot_7");
				try (Socket socket = new Socket("::1", context.getBean(SshServer.class).getPort())) {
					assertThat(socket.getInputStream().read()).isEqualTo(-1);
				}
			});
	}

	@Test
	void freePortOfSeveralAddressesIsTheSameAndTold() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.address=127.0.0.1,::1")
			.run((context) -> assertThat(context.getBean(SshServer.class).getAddresses()).hasSize(2)
				.allMatch((address) -> address.getPort() == context.getEnvironment()
					.getRequiredProperty("local.ssh.server.port", Integer.class)));
	}

	private String identification(ApplicationContext context) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", context.getBean(SshServer.class).getPort())) {
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
		}
	}

	@Test
	void passwordsAreCheckedByTheirEncoding() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.users.demo.password="
					+ "{bcrypt}$2b$04$W7Vt1STflMMsKJS26pOM9.etIXf2ZoBJ9u.h5kCVrgN.EhgluDrjm")
			.run((context) -> {
				int port = context.getBean(SshServer.class).getPort();
				assertThat(OpenSshClient.withPassword(this.directory, port, "secret").run("hello", "x").status())
					.isZero();
				assertThat(OpenSshClient.withPassword(this.directory, port, "Secret").run("hello", "x").status())
					.isEqualTo(255);
			});
	}

	@Test
	void passwordEncoderOfTheApplicationIsUsed() {
		this.runner.withUserConfiguration(Greeter.class, ReversingConfiguration.class)
			.withPropertyValues("ssh.server.authentication.users.demo.password=terces")
			.run((context) -> assertThat(
					OpenSshClient.withPassword(this.directory, context.getBean(SshServer.class).getPort(), "secret")
						.run("hello", "x")
						.status())
				.isZero());
	}

	@Test
	void chainsOfMethodsAreGoneThrough() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.users.demo.password={noop}secret",
					"ssh.server.authentication.methods[0]=publickey,password")
			.run((context) -> {
				int port = context.getBean(SshServer.class).getPort();
				assertThat(OpenSshClient.withKeyAndPassword(this.directory, port, "secret").run("hello", "x").output())
					.isEqualTo("Hello, x!\n");
				assertThat(OpenSshClient.withKey(this.directory, port).run("hello", "x").status()).isEqualTo(255);
			});
	}

	@Test
	void authenticatorBeansDecideInOrder() {
		this.runner.withUserConfiguration(Greeter.class, Authenticators.class).run((context) -> {
			int port = context.getBean(SshServer.class).getPort();
			assertThat(OpenSshClient.withPassword(this.directory, port, "first")
				.option("PreferredAuthentications=password")
				.run("hello", "x")
				.status()).isZero();
			assertThat(
					OpenSshClient.withAnswers(this.directory, port, Map.of("Token", "4711")).run("hello", "x").status())
				.isZero();
			assertThat(context.getBean("asked")).isEqualTo(List.of("first", "interactive"));
		});
	}

	@Test
	void everybodyIsLetInOnLoopbackWhereThatIsSet() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.none=true", "ssh.server.address=localhost")
			.run((context) -> assertThat(
					OpenSshClient.withPassword(this.directory, context.getBean(SshServer.class).getPort(), "")
						.run("hello", "x")
						.status())
				.isZero());
	}

	@Test
	void loginIsAsItIsSet() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.max-attempts=2",
					"ssh.server.authentication.failure-delay=250ms", "ssh.server.authentication.login-timeout=8",
					"ssh.server.authentication.decision-timeout=1m")
			.run((context) -> {
				try (LoginPeer peer = LoginPeer.connect(context.getBean(SshServer.class).getPort())) {
					long begun = System.nanoTime();
					peer.password("demo", "1").read();
					assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(250).toNanos());
					assertThat(peer.password("demo", "2").readReason())
						.isEqualTo(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
				}
				try (LoginPeer peer = LoginPeer.connect(context.getBean(SshServer.class).getPort())) {
					assertThat(peer.readReason()).isEqualTo(SshConstants.SSH2_DISCONNECT_BY_APPLICATION);
				}
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "login-timeout=0s | it must be more than 0", "login-timeout=-1s | it must be more than 0",
					"max-attempts=0 | it must be at least 1", "failure-delay=-1s | it must be between 0 and 1m",
					"failure-delay=61s | it must be between 0 and 1m", "decision-timeout=0s | it must be more than 0" })
	void loginThatMakesNoSenseIsRefused(String property, String reason) {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("ssh.server.authentication." + property.split("=")[0]);
					assertThat(ex.getReason()).isEqualTo(reason);
				}));
	}

	@Test
	void methodsWhereEverybodyIsLetInAreRefused() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.none=true", "ssh.server.authentication.methods[0]=publickey")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("ssh.server.authentication.methods"));
	}

	@Test
	void authorizedKeysAreLookedUpByUser() throws Exception {
		Files.writeString(this.directory.resolve("keys-of-demo"), TestKeys.USER_PUBLIC + "\n");
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.users.demo.public-keys=",
					"ssh.server.authentication.authorized-keys=" + this.directory + "/keys-of-{user}")
			.run((context) -> assertThat(ssh(context, "hello", "x").status()).isZero());
	}

	@Test
	void hostKeysCanBeInlineBase64OrLocations() {
		String base64 = Base64.getEncoder().encodeToString(TestKeys.ED25519_PRIVATE.getBytes(StandardCharsets.UTF_8));
		for (String key : List.of(TestKeys.ED25519_PRIVATE, "base64:" + base64,
				"file:" + this.directory.resolve("host"))) {
			this.runner.withUserConfiguration(Greeter.class)
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new MapPropertySource("keys", Map.of("ssh.server.host-key.private-keys[0]", key))))
				.run((context) -> assertThat(context.getBean(SshServer.class).getHostKeyFingerprints()).hasSize(1));
		}
	}

	@Test
	void hostKeyIsGeneratedWhereAsked() {
		Path generated = this.directory.resolve("new/host_key");
		this.bare.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.port=0", "ssh.server.host-key.generate=" + generated,
					"ssh.server.authentication.users.demo.password={noop}demo")
			.run((context) -> {
				assertThat(context.getBean(SshServer.class).getHostKeyFingerprints()).hasSize(1);
				assertThat(generated).exists();
			});
	}

	@Test
	void handlersRunOnVirtualThreadsWhereThoseAreEnabledAndExist() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
			.withBean(SshHandler.class, () -> (session) -> session.getWriter().print(Thread.currentThread()))
			.run((context) -> {
				String thread = ssh(context, "x").output();
				assertThat(thread.startsWith("VirtualThread")).as(thread)
					.isEqualTo(Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS);
			});
	}

	@Test
	void contextCanBeStoppedAndStarted() {
		this.runner.withUserConfiguration(Greeter.class).run((context) -> {
			ConfigurableApplicationContext lifecycle = context.getSourceApplicationContext();
			lifecycle.stop();
			assertThat(context.getBean(SshServer.class).isRunning()).isFalse();
			lifecycle.start();
			assertThat(ssh(context, "hello", "again").output()).isEqualTo("Hello, again!\n");
		});
	}

	@Test
	void whenThereIsNoHostKeyThenStartFails() {
		this.bare.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.port=0", "ssh.server.authentication.users.demo.password={noop}demo")
			.run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(NoHostKeyException.class));
	}

	@Test
	void whenNobodyCouldLogInThenStartFails() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.users.demo.public-keys=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoAuthenticationException.class));
	}

	@Test
	void whenAHostKeyCannotBeUsedThenStartFails() throws Exception {
		Path garbage = Files.writeString(this.directory.resolve("garbage"), "not a key");
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.host-key.private-keys=" + garbage)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(PrivateKeyException.class, (ex) -> {
					assertThat(ex.getProblem()).isEqualTo(Problem.MALFORMED);
					assertThat(ex.getLocation()).isEqualTo(garbage.toString());
				}));
	}

	@Test
	void whenTwoHandlersServeTheSameThenStartFails() {
		this.runner.withUserConfiguration(Greeter.class, OtherGreeter.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(AmbiguousHandlerException.class,
						(ex) -> assertThat(ex.getFirst() + ex.getSecond()).contains("$Greeter.hello(")
							.contains("$OtherGreeter.hallo(")));
		this.runner.withBean("one", SshHandler.class, () -> (session) -> session.exit(1))
			.withBean("two", SshHandler.class, () -> (session) -> session.exit(2))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(AmbiguousHandlerException.class,
						(ex) -> assertThat(ex.getFirst() + ex.getSecond()).isEqualTo("bean 'one'bean 'two'")));
	}

	@Test
	void whenAProxyDoesNotHaveAHandlerMethodThenStartFails() {
		this.runner.withUserConfiguration(MethodSecurity.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidHandlerException.class, (ex) -> {
					assertThat(ex.getMethod()).contains("$Hidden.hidden(");
					assertThat(ex.getReason()).contains("proxy of interfaces");
				}));
	}

	@Test
	void whenSpringSecurityAndValidationAreMissingThenHandlersWork() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.security.core.",
				"org.springframework.security.access.", "org.springframework.security.authorization.",
				"org.springframework.security.authentication.", "jakarta.validation", "org.reactivestreams", "reactor"))
			.withConfiguration(AutoConfigurations.of(SshSecurityAutoConfiguration.class))
			.withUserConfiguration(Greeter.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(SshSecurityAutoConfiguration.class);
				assertThat(ssh(context, "hello", "World").output()).isEqualTo("Hello, World!\n");
			});
	}

	@Test
	void commandsAreInACatalog() {
		this.runner.withUserConfiguration(Greeter.class)
			.run((context) -> assertThat(context.getBean(SshCommandCatalog.class)
				.getCommands(new SshIdentity("anyone", List.of(), null, null, Set.of(), null)))
				.extracting(SshCommandInfo::name)
				.containsExactly("hello"));
	}

	@Test
	void whenAValueMakesNoSenseThenStartFails() {
		for (String property : List.of("ssh.server.port=70000", "ssh.server.backlog=0",
				"ssh.server.identification=Open-SSH", "ssh.server.identification=", "ssh.server.executor.max-threads=0",
				"ssh.server.shutdown.grace-period=-1s", "ssh.server.session.max-environment=-1",
				"ssh.server.session.idle-timeout=-1s", "ssh.server.session.command-timeout=-1s",
				"ssh.server.limits.max-channels=0", "ssh.server.algorithms.cipher=aes128-gmc@openssh.com",
				"ssh.server.algorithms.compression=zlib", "ssh.server.rekey.bytes=1KB", "ssh.server.rekey.time=-1s",
				"ssh.server.rekey.packets=4294967296", "ssh.server.keep-alive.interval=-1",
				"ssh.server.keep-alive.max-missed=0", "ssh.server.window.size=1KB",
				"ssh.server.window.packet-size=0")) {
			this.runner.withUserConfiguration(Greeter.class)
				.withPropertyValues(property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
							(ex) -> assertThat(ex.getName()).isEqualTo(property.split("=")[0])));
		}
	}

	@Test
	void transportIsConfigured() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.algorithms.key-exchange=-mlkem*,sntrup*",
					"ssh.server.algorithms.cipher=aes256-gcm@openssh.com", "ssh.server.window.size=1MB")
			.run((context) -> {
				Result result = client(context).option("LogLevel=DEBUG2").run("-vv", "hello world");
				assertThat(result.error()).contains("kex: algorithm: curve25519-sha256")
					.contains("cipher: aes256-gcm@openssh.com")
					.contains("rwindow 1048576 rmax 32768");
			});
	}

	@Test
	void whenAPasswordIsNotEncodedThenStartFailsWithoutShowingIt() {
		this.runner.withUserConfiguration(Greeter.class)
			.withPropertyValues("ssh.server.authentication.users.demo.password=plaintext")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnencodedPasswordException.class)
				.satisfies((ex) -> assertThat(ex).hasMessageContaining("users.demo.password")
					.hasMessageNotContaining("plaintext")));
	}

	private Result ssh(ApplicationContext context, String... arguments) {
		return client(context).run(arguments);
	}

	private OpenSshClient client(ApplicationContext context) {
		return OpenSshClient.withKey(this.directory, context.getBean(SshServer.class).getPort());
	}

	@Configuration(proxyBeanMethods = false)
	static class Authenticators {

		@Bean
		List<String> asked() {
			return new CopyOnWriteArrayList<>();
		}

		@Bean
		@Order(2)
		SshAuthenticator second(@Qualifier("asked") List<String> asked) {
			return (login) -> {
				asked.add("second");
				return null;
			};
		}

		@Bean
		@Order(1)
		SshAuthenticator first(@Qualifier("asked") List<String> asked) {
			return (login) -> {
				asked.add("first");
				return SshAuthentication.of();
			};
		}

		@Bean
		SshInteractiveAuthenticator interactive(@Qualifier("asked") List<String> asked) {
			return (username, conversation) -> {
				asked.add("interactive");
				return conversation.ask(SshPrompt.hidden("Token: ")).equals("4711") ? SshAuthentication.of() : null;
			};
		}

	}

	@SshController
	static class Greeter {

		@SshCommand("hello {name}")
		String hello(@SshArgument String name) {
			return "Hello, " + name + "!";
		}

	}

	@SshController
	static class OtherGreeter {

		@SshCommand("hello {who}")
		String hallo(@SshArgument String who) {
			return who;
		}

	}

	interface Visible {

		void visible();

	}

	@SshController
	static class Hidden implements Visible {

		@Override
		@PreAuthorize("permitAll()")
		public void visible() {
		}

		@SshCommand("hidden")
		void hidden() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@Import(Hidden.class)
	static class MethodSecurity {

	}

	@SshController
	static class Speaker {

		@SshCommand("nothing")
		void nothing() {
		}

		@SshCommand("status {value}")
		int status(@SshArgument int value) {
			return value;
		}

		@SshCommand("lines")
		Stream<Integer> lines(@SshOption(defaultValue = "3") int count) {
			return IntStream.rangeClosed(1, count).boxed();
		}

		@SshCommand("fail")
		void fail() {
			throw new IllegalStateException("it failed");
		}

		@SshCommand("fail-with-code")
		void failWithCode() {
			throw new CodedException();
		}

		@SshCommand("handled")
		void handled() {
			throw new UnsupportedOperationException("x");
		}

		@SshSubsystem("echo")
		void echo(InputStream in, OutputStream out) throws IOException {
			in.transferTo(out);
		}

		@SshExceptionHandler
		int unsupported(UnsupportedOperationException ex) {
			return 9;
		}

	}

	@SuppressWarnings("serial")
	static class CodedException extends RuntimeException implements ExitCodeGenerator {

		CodedException() {
			super("coded");
		}

		@Override
		public int getExitCode() {
			return 66;
		}

	}

	record Color(int rgb) {

	}

	@Configuration(proxyBeanMethods = false)
	static class ColorConfiguration {

		@Bean
		HexConverter colorConverter() {
			return new HexConverter();
		}

		@Bean
		Painter painter() {
			return new Painter();
		}

	}

	static class HexConverter implements Converter<String, Color> {

		@Override
		public Color convert(String source) {
			return new Color(Integer.parseInt(source, 16));
		}

	}

	@SshController
	static class Painter {

		@SshCommand("paint {color}")
		String paint(@SshArgument Color color) {
			return color.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterceptorConfiguration {

		@Bean
		@Order(2)
		SshInterceptor second() {
			return printing("second");
		}

		@Bean
		@Order(1)
		SshInterceptor first() {
			return printing("first");
		}

		private SshInterceptor printing(String name) {
			return (session, next) -> {
				session.getWriter().println(name);
				next.handle(session);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReversingConfiguration {

		@Bean
		PasswordEncoder passwordEncoder() {
			return new PasswordEncoder() {

				@Override
				public String encode(CharSequence password) {
					return new StringBuilder(password).reverse().toString();
				}

				@Override
				public boolean matches(CharSequence password, String encoded) {
					return encode(password).equals(encoded);
				}

			};
		}

	}

}
