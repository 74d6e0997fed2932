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
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.autoconfigure.security.SshSecurityAutoConfiguration;
import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.ExecResult;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshArgumentResolver;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshControllerAdvice;
import io.github.sshboot.session.annotation.SshExceptionHandler;
import io.github.sshboot.session.annotation.SshHandlerMethod;
import io.github.sshboot.session.annotation.SshOption;
import io.github.sshboot.session.annotation.SshShell;
import io.github.sshboot.session.annotation.SshSubsystem;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that handler methods can be, over a connection. The client logs in as the
 * user of the tests, an operator; OpenSSH's as {@code demo}, who has no authorities.
 */
class HandlerMethodsTests {

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext context;

	private static DefaultSshClientFactory clients;

	private static SshClient operator;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--ssh.server.port=0", "--ssh.server.address=127.0.0.1", "--ssh.server.shutdown.grace-period=0",
					"--ssh.server.host-key.private-keys=" + TestKeys.write(directory, "host", TestKeys.ED25519_PRIVATE),
					"--ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC,
					"--ssh.server.authentication.users.[" + System.getProperty("user.name") + "].public-keys="
							+ TestKeys.USER_PUBLIC,
					"--ssh.server.authentication.users.[" + System.getProperty("user.name")
							+ "].authorities=operator,ROLE_CHIEF");
		clients = TestSshClients.create(port());
		operator = clients.get("demo");
	}

	@AfterAll
	static void stop() {
		clients.close();
		context.close();
	}

	private static int port() {
		return context.getBean(SshServer.class).getPort();
	}

	private static OpenSshClient demo() {
		return OpenSshClient.withKey(directory, port());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "result void | | 0", "result null | | 0", "result int | | 7", "result text | text; | 0",
					"result list | a;b; | 0", "result stream | a;b; | 0", "result iterable | a;b; | 0",
					"result iterator | a;b; | 0", "result stage | later; | 0", "result stage-status | | 9",
					"result stage-stream | a;b; | 0", "result flux | a;b; | 0", "result mono | one; | 0",
					"result mono-status | | 8", "result empty-mono | | 0", "result flow | a;b; | 0",
					"result publisher | a;b; | 0", "result object | 1.5; | 0", "result written | written; | 5" })
	void results(String command, @Nullable String output, int status) {
		ExecResult result = operator.exec(command).run();
		assertThat(result.getOutput().replace('\n', ';')).isEqualTo((output != null) ? output : "");
		assertThat(result.getError()).isEmpty();
		assertThat(result.getExitStatus()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "take deploy STAGING | STAGING false 3 [] null", "take deploy staging | STAGING false 3 [] null",
					"take deploy STAGING -n --limit 5 -t a -t b,c | STAGING true 5 [a, b, c] null",
					"take deploy --dry-run STAGING --limit=4 --level HIGH | STAGING true 4 [] HIGH",
					"take rest a 'b c' d,e | [a, b c, d,e]", "take text a 'b  c' | a b  c", "take optional | none []",
					"take optional x y z | x [y, z]", "take numbers 1,2 -x 3 -x 4,5 | [1, 2] [3, 4, 5]",
					"take default | 5", "take default 6 | 6", "take absent | Optional.empty [] 0",
					"take absent --limit 5 --set a,a --array 1,2 | Optional[5] [a] 2", "take converted 7 | parcel #7",
					"take resolved | resolved token", "take annotated x | x" })
	void argumentsAndOptions(String command, String output) {
		assertThat(operator.exec(command).run().getOutput()).isEqualTo(output + "\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"take deploy | Missing required parameter: '<environment>'",
			"take deploy NOWHERE | 'NOWHERE' is not one of [STAGING, PRODUCTION]",
			"take deploy STAGING --limit many | Invalid value for option '--limit': 'many' is not a valid integer",
			"take deploy STAGING --limit | Missing required parameter for option '--limit' (<integer>)",
			"take deploy STAGING --nothing | Unknown option: '--nothing'",
			"take rest | Missing required parameter: '<words>'",
			"take numbers 1,x | Invalid value for positional parameter at index 0 (<numbers>): 'x' is not a valid integer",
			"valid 1 --name '' | Invalid value for option '--name': must not be blank",
			"valid 11 --name x | Invalid value for parameter '<count>': must be less than or equal to 10",
			"valid 1 --name x --tags a,b,c | Invalid value for option '--tags': size must be between 0 and 2",
			"strict 1 | Invalid value for parameter '<count>': must be greater than or equal to 5",
			"take deploy STAGING 'quote | A single quote is not closed" })
	void usageErrors(String command, String problem) {
		ExecResult result = operator.exec(command).run();
		assertThat(result.getExitStatus()).isEqualTo(2);
		assertThat(result.getOutput()).isEmpty();
		assertThat(result.getError().lines().findFirst().orElse("")).contains(problem);
	}

	@Test
	void valuesThatAreValidPass() {
		assertThat(operator.exec("valid 10 --name x --tags a,b").run().getOutput()).isEqualTo("10 x [a, b]\n");
		assertThat(operator.exec("strict 5").run().getOutput()).isEqualTo("5\n");
	}

	@Test
	void whatAResultMustBeIsCheckedByTheProxyOfTheController() {
		ExecResult result = operator.exec("strict 50").run();
		assertThat(result.getExitStatus()).isEqualTo(1);
		assertThat(result.getError()).contains("strict.<return value>");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "C.UTF-8 | und", "de_DE.UTF-8 | de-DE", "fr | fr", "pt_BR@x | pt-BR", "POSIX | und", "!! | und" })
	void localeIsThatOfTheEnvironment(String lang, String tag) {
		assertThat(operator.exec("take locale").env("LANG", "en_US").env("LC_ALL", lang).run().getOutput())
			.isEqualTo(tag + "\n");
		assertThat(operator.exec("take locale").env("LANG", lang).run().getOutput()).isEqualTo(tag + "\n");
	}

	@Test
	void localeIsThatOfTheServerWhereNoneIsNamed() {
		assertThat(operator.exec("take locale").run().getOutput())
			.isEqualTo(Locale.getDefault().toLanguageTag() + "\n");
	}

	@Test
	void sessionIsPassed() {
		Result result = demo().option("SetEnv=LANG=de_DE.UTF-8").run("input\n".getBytes(), "take session");
		assertThat(result).isEqualTo(new Result(0, "EXEC demo demo no terminal input de_DE\n", "an error\n"));
	}

	@Test
	void subsystemsTakeStreams() {
		assertThat(demo().run("bytes".getBytes(), "-s", "upper")).isEqualTo(new Result(0, "BYTES", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "fail checked | 42 | checked: broken", "fail advised | 1 | advice: broken",
			"fail twice | 1 | first: broken", "fail unhandled | 1 | broken", "fail stage | 42 | checked: late",
			"fail flux | 42 | checked: late", "fail stream | 42 | checked: late", "fail resolver | 1 | no token" })
	void failures(String command, int status, String error) {
		ExecResult result = operator.exec(command).run();
		assertThat(result.getError()).isEqualTo(error + "\n");
		assertThat(result.getExitStatus()).isEqualTo(status);
	}

	@Test
	void publisherIsAskedForWhatWasWritten() {
		assertThat(operator.exec("result demand").run().getOutput()).isEqualTo("1\n2\n3\n");
		assertThat(context.getBean(Results.class).demands).containsOnly(1L).hasSize(4);
	}

	@Test
	void streamIsClosed() {
		operator.exec("result stream").run();
		assertThat(context.getBean(Results.class).closed).isTrue();
	}

	@Test
	void helpListsWhatTheUserMayRun() {
		assertThat(operator.exec("help").run().getOutput()).contains("guarded by-attribute", "guarded by-expression",
				"guarded by-argument", "take deploy");
		assertThat(demo().run("help").output()).doesNotContain("guarded by-attribute", "guarded by-expression")
			.contains("guarded by-argument", "take deploy");
	}

	@Test
	void groupListsWhatTheUserMayRun() {
		Result result = demo().run("guarded");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.output()).isEmpty();
		assertThat(result.error()).startsWith("Missing command\nUsage: guarded [-h] COMMAND\n")
			.contains("by-argument")
			.doesNotContain("by-attribute");
		assertThat(demo().run("guarded --help")).satisfies((help) -> assertThat(help.status()).isZero())
			.satisfies((help) -> assertThat(help.output()).startsWith("Usage: guarded [-h] COMMAND\n"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "help result text | 0 | Usage: result text", "result --help | 0 | Usage: result",
					"result nothing | 2 | Unmatched argument at index 0: 'nothing'",
					"resul | 127 | resul: command not found", "help resul | 127 | resul: command not found",
					"secret | 127 | secret: command not found", "\"\" | 127 | : command not found" })
	void helpAndUnknownCommands(String command, int status, String text) {
		Result result = demo().run(command.isEmpty() ? "''" : command);
		assertThat(result.output() + result.error()).contains(text);
		assertThat(result.status()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "guarded by-attribute | 126 | guarded by-attribute: permission denied",
					"guarded by-expression | 126 | guarded by-expression: permission denied",
					"guarded by-argument x | 126 | guarded by-argument: permission denied",
					"guarded by-argument demo | 0 | allowed", "secret stuff | 126 | secret stuff: permission denied" })
	void refusesWhatTheUserMayNotRun(String command, int status, String text) {
		Result result = demo().run(command);
		assertThat(result.output() + result.error()).isEqualTo(text + "\n");
		assertThat(result.status()).isEqualTo(status);
	}

	@Test
	void refusesShellsAndSubsystems() {
		assertThat(demo().run("-T")).isEqualTo(new Result(126, "", "shell: permission denied\n"));
		assertThat(demo().run("-s", "metrics")).isEqualTo(new Result(126, "", "metrics: permission denied\n"));
	}

	@ParameterizedTest
	@CsvSource({ "guarded by-attribute", "guarded by-expression", "guarded by-argument operator" })
	void runsWhatTheUserMayRun(String command) {
		assertThat(operator.exec(command).run().getOutput()).isEqualTo("allowed\n");
	}

	@Test
	void securityContextHoldsTheIdentity() {
		assertThat(operator.exec("guarded who").run().getOutput())
			.isEqualTo(System.getProperty("user.name") + " SshIdentity [ROLE_CHIEF, operator]\n");
	}

	@Test
	void interceptorsKnowTheHandler() {
		List<String> seen = context.getBean(Application.class).seen;
		seen.clear();
		demo().run("take deploy STAGING");
		demo().run("-s", "upper");
		demo().run("-T");
		demo().run("mapped");
		assertThat(seen).containsExactly("take deploy {environment} deploy", "upper upper", "shell shell", "none");
	}

	@Test
	void mappingBeanDecidesBeforeAnnotatedMethods() {
		assertThat(demo().run("mapped").output()).isEqualTo("by the mapping\n");
		assertThat(demo().run("mapped by method").output()).isEqualTo("by the method\n");
	}

	enum Environment {

		STAGING, PRODUCTION

	}

	enum Level {

		LOW, HIGH

	}

	record Parcel(int number) {

	}

	record Token(String value) {

	}

	static class BrokenException extends Exception {

		BrokenException(String message) {
			super(message);
		}

	}

	@Configuration
	@EnableMethodSecurity
	@ImportAutoConfiguration({ SshServerAutoConfiguration.class, SshSecurityAutoConfiguration.class,
			ValidationAutoConfiguration.class })
	@Import({ Results.class, Takes.class, Valid.class, Strict.class, Fails.class, Guarded.class, FirstAdvice.class,
			LastAdvice.class })
	static class Application {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Bean
		static Converter<String, Parcel> parcelConverter() {
			return new Converter<>() {

				@Override
				public Parcel convert(String source) {
					return new Parcel(Integer.parseInt(source));
				}

			};
		}

		@Bean
		SshArgumentResolver tokenResolver() {
			return new SshArgumentResolver() {

				@Override
				public boolean supportsParameter(MethodParameter parameter) {
					return parameter.getParameterType() == Token.class;
				}

				@Override
				public @Nullable Object resolveArgument(MethodParameter parameter, SshSession session)
						throws IOException {
					if (session.getRequest().arguments().contains("resolver")) {
						throw new IOException("no token");
					}
					return new Token("resolved token");
				}

			};
		}

		@Bean
		SshInterceptor recorder() {
			return (session, next) -> {
				this.seen.add((session.getHandler() instanceof SshHandlerMethod method)
						? method.getPattern() + " " + method.getMethod().getName() : "none");
				next.handle(session);
			};
		}

		@Bean
		SshHandlerMapping mapping() {
			SshHandler handler = (session) -> session.getWriter().println("by the mapping");
			return (session) -> "mapped".equals(session.getRequest().command()) ? handler : null;
		}

	}

	@SshController
	static class Results {

		private final AtomicBoolean closed = new AtomicBoolean();

		private final List<Long> demands = new CopyOnWriteArrayList<>();

		@SshCommand("result void")
		void nothing() {
		}

		@SshCommand("result null")
		@Nullable String none() {
			return null;
		}

		@SshCommand("result int")
		int status() {
			return 7;
		}

		@SshCommand("result text")
		String text() {
			return "text";
		}

		@SshCommand("result list")
		List<String> list() {
			return List.of("a", "b");
		}

		@SshCommand("result stream")
		Stream<String> stream() {
			return Stream.of("a", "b").onClose(() -> this.closed.set(true));
		}

		@SshCommand("result iterable")
		Iterable<String> iterable() {
			return () -> List.of("a", "b").iterator();
		}

		@SshCommand("result iterator")
		Iterator<String> iterator() {
			return List.of("a", "b").iterator();
		}

		@SshCommand("result stage")
		CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(() -> "later");
		}

		@SshCommand("result stage-status")
		CompletableFuture<Integer> stageStatus() {
			return CompletableFuture.completedFuture(9);
		}

		@SshCommand("result stage-stream")
		CompletableFuture<Stream<String>> stageStream() {
			return CompletableFuture.completedFuture(Stream.of("a", "b"));
		}

		@SshCommand("result flux")
		Flux<String> flux() {
			return Flux.just("a", "b").delayElements(java.time.Duration.ofMillis(1));
		}

		@SshCommand("result demand")
		Flux<Integer> demand() {
			this.demands.clear();
			return Flux.range(1, 3).hide().doOnRequest(this.demands::add);
		}

		@SshCommand("result mono")
		Mono<String> mono() {
			return Mono.just("one");
		}

		@SshCommand("result mono-status")
		Mono<Integer> monoStatus() {
			return Mono.just(8);
		}

		@SshCommand("result empty-mono")
		Mono<Void> emptyMono() {
			return Mono.empty();
		}

		@SshCommand("result flow")
		Flow.Publisher<String> flow() {
			SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
			CompletableFuture.runAsync(() -> {
				while (!publisher.hasSubscribers()) {
					Thread.onSpinWait();
				}
				publisher.submit("a");
				publisher.submit("b");
				publisher.close();
			});
			return publisher;
		}

		@SshCommand("result publisher")
		org.reactivestreams.Publisher<String> publisher() {
			return (subscriber) -> Flux.just("a", "b").subscribe(subscriber);
		}

		@SshCommand("result object")
		CompletionStage<Double> object() {
			return CompletableFuture.completedFuture(1.5);
		}

		@SshCommand("result written")
		void written(PrintWriter writer, SshSession session) {
			writer.println("written");
			session.exit(5);
		}

		@SshCommand("mapped")
		String mapped() {
			return "never";
		}

		@SshCommand("mapped by method")
		String mappedByMethod() {
			return "by the method";
		}

	}

	@SshController
	static class Takes {

		@SshCommand("take deploy {environment}")
		String deploy(@SshArgument Environment environment, @SshOption({ "-n", "--dry-run" }) boolean dryRun,
				@SshOption(defaultValue = "3") int limit, @SshOption({ "-t", "--tag" }) List<String> tags,
				@SshOption Level level) {
			return "%s %s %s %s %s".formatted(environment, dryRun, limit, tags, level);
		}

		@SshCommand("take rest {words...}")
		String rest(@SshArgument List<String> words) {
			return words.toString();
		}

		@SshCommand("take text {words...}")
		String text(@SshArgument String words) {
			return words;
		}

		@SshCommand("take optional {one} {others...}")
		String optional(@SshArgument(required = false) @Nullable String one,
				@SshArgument(required = false) String[] others) {
			return ((one != null) ? one : "none") + " " + Arrays.toString(others);
		}

		@SshCommand("take numbers {numbers}")
		String numbers(@SshArgument List<Integer> numbers, @SshOption("-x") int[] more) {
			return numbers + " " + Arrays.toString(more);
		}

		@SshCommand("take default {number}")
		String defaults(@SshArgument(defaultValue = "5") int number) {
			return Integer.toString(number);
		}

		@SshCommand("take absent")
		String absent(@SshOption Optional<Integer> limit, @SshOption Set<String> set, @SshOption long[] array) {
			return limit + " " + set + " " + array.length;
		}

		@SshCommand("take converted {parcel}")
		String converted(@SshArgument Parcel parcel) {
			return "parcel #" + parcel.number();
		}

		@SshCommand("take resolved")
		String resolved(Token token) {
			return token.value();
		}

		@SshCommand("take annotated {text}")
		String annotated(@SshArgument("text") String other) {
			return other;
		}

		@SshCommand("take locale")
		String locale(Locale locale) {
			return locale.toLanguageTag();
		}

		@SshCommand("take session")
		void session(SshSession session, SshRequest request, SshIdentity identity, Principal principal,
				@Nullable SshTerminal terminal, BufferedReader reader, PrintWriter writer, Locale locale)
				throws IOException {
			session.getErrorWriter().println("an error");
			writer.println("%s %s %s %s %s %s".formatted(request.kind(), identity.username(), principal.getName(),
					(terminal != null) ? terminal.getType() : "no terminal", reader.readLine(), locale));
		}

		@SshSubsystem("upper")
		void upper(InputStream in, OutputStream out) throws IOException {
			out.write(new String(in.readAllBytes()).toUpperCase(Locale.ROOT).getBytes());
		}

	}

	@SshController
	static class Valid {

		@SshCommand("valid {count}")
		String valid(@SshArgument @Max(10) int count, @SshOption @NotBlank String name,
				@SshOption @Size(max = 2) List<String> tags) {
			return count + " " + name + " " + tags;
		}

	}

	@SshController
	@Validated
	static class Strict {

		@SshCommand("strict {count}")
		@Max(10)
		Integer strict(@SshArgument @Min(5) int count, PrintWriter writer) {
			writer.println(count);
			return (count == 5) ? 0 : count;
		}

	}

	@SshController
	static class Fails {

		@SshCommand("fail checked")
		void checked() throws BrokenException {
			throw new BrokenException("broken");
		}

		@SshCommand("fail advised")
		void advised() {
			throw new IllegalStateException("broken");
		}

		@SshCommand("fail twice")
		void twice() {
			throw new IllegalArgumentException("broken");
		}

		@SshCommand("fail unhandled")
		void unhandled() throws IOException {
			throw new IOException("broken");
		}

		@SshCommand("fail stage")
		CompletionStage<String> stage() {
			return CompletableFuture.failedFuture(new BrokenException("late"));
		}

		@SshCommand("fail flux")
		Flux<String> flux() {
			return Flux.error(new BrokenException("late"));
		}

		@SshCommand("fail stream")
		Stream<String> stream() throws BrokenException {
			throw new BrokenException("late");
		}

		@SshCommand("fail resolver")
		void resolver(Token token) {
		}

		@SshExceptionHandler
		int checked(BrokenException exception, SshSession session) {
			session.getErrorWriter().println("checked: " + exception.getMessage());
			return 42;
		}

	}

	@SshControllerAdvice
	@Order(1)
	static class FirstAdvice {

		@SshExceptionHandler
		String illegal(IllegalArgumentException exception) {
			return "first: " + exception.getMessage();
		}

	}

	@SshControllerAdvice
	static class LastAdvice {

		@SshExceptionHandler
		String illegal(IllegalArgumentException exception) {
			return "last: " + exception.getMessage();
		}

		@SshExceptionHandler
		String advised(IllegalStateException exception) {
			return "advice: " + exception.getMessage();
		}

		@SshExceptionHandler
		String checked(BrokenException exception) {
			return "never: " + exception.getMessage();
		}

	}

	@SshController
	static class Guarded {

		@SshCommand(value = "guarded by-attribute", authorities = { "boss", "operator" })
		String attribute() {
			return "allowed";
		}

		@SshCommand("guarded by-expression")
		@PreAuthorize("hasRole('CHIEF')")
		String expression() {
			return "allowed";
		}

		@SshCommand("guarded by-argument {name}")
		@PreAuthorize("#name == authentication.name or hasAuthority(#name)")
		String argument(@SshArgument String name) {
			return "allowed";
		}

		@SshCommand("guarded who")
		String who() {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			return "%s %s %s".formatted(authentication.getName(),
					authentication.getPrincipal().getClass().getSimpleName(),
					authentication.getAuthorities().stream().map(Object::toString).sorted().toList());
		}

		@SshCommand(value = "secret stuff", authorities = "operator")
		void secret() {
		}

		@SshShell(authorities = "operator")
		void shell() {
		}

		@SshSubsystem(value = "metrics", authorities = "operator")
		void metrics() {
		}

	}

}
