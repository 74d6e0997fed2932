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

package io.github.sshboot.session.annotation;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.transport.SshConnectionInfo;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.convert.support.DefaultConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AnnotatedHandlerMappingTests {

	private static final List<String> WORDS = List.of("one", "two", "three");

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void closeContext() {
		this.context.close();
	}

	@ParameterizedTest
	@CsvSource({ "parcels, all parcels", "parcels show 7, parcel 7", "parcels show details 7, details of 7",
			"'parcels  ''show'' details 7', details of 7", "parcels --count 5, all parcels" })
	void longestPatternWins(String command, String output) throws Exception {
		FakeSession session = run(command, Parcels.class);
		assertThat(session.stdout()).isEqualTo(output + "\n");
		assertThat(session.status()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "parcel", "Parcels", "show", "show parcels", "'parcels show'", "parcels\\ show",
			"./parcels", "--help" })
	void unknownCommandHasNoHandler(String command) {
		assertThat(mapping(Parcels.class).getHandler(FakeSession.exec(command))).isNull();
	}

	@Test
	void surplusWordsAreAUsageError() throws Exception {
		FakeSession session = run("parcels show 7 8", Parcels.class);
		assertThat(session.status()).isEqualTo(2);
		assertThat(session.stdout()).isEmpty();
		assertThat(session.stderr()).contains("Unmatched argument").contains("Usage: parcels show ");
	}

	@Test
	void helpIsNoError() throws Exception {
		FakeSession session = run("parcels show details --help", Parcels.class);
		assertThat(session.status()).isZero();
		assertThat(session.stdout()).startsWith("Usage: parcels show details ");
		assertThat(session.stderr()).isEmpty();
	}

	@Test
	void helpIsAsWideAsTheTerminal() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(LongHelp.class);
		FakeSession wide = FakeSession.exec("long --help").withTerminal(new FakeTerminal(500));
		handle(mapping, wide);
		FakeSession narrow = FakeSession.exec("long --help").withTerminal(new FakeTerminal(60));
		handle(mapping, narrow);
		FakeSession none = FakeSession.exec("long --help");
		handle(mapping, none);
		assertThat(wide.stdout().lines()).contains("word ".repeat(40).strip());
		assertThat(narrow.stdout().lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(60))
			.anySatisfy((line) -> assertThat(line).hasSizeGreaterThan(50));
		assertThat(none.stdout().lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(80))
			.anySatisfy((line) -> assertThat(line).hasSizeGreaterThan(70));
	}

	@Test
	void commandLineThatCannotBeSplitIsAUsageErrorIfNobodyElseTakesIt() throws Exception {
		FakeSession session = FakeSession.exec("parcels show 'seven");
		AnnotatedHandlerMapping mapping = mapping(Parcels.class);
		assertThat(mapping.getHandler(session)).isNull();
		SshHandler handler = mapping.unknownCommands().getHandler(session);
		assertThat(handler).isNotNull();
		handler.handle(session);
		assertThat(session.status()).isEqualTo(2);
		assertThat(session.stderr()).isEqualTo("A single quote is not closed\n");
	}

	@Test
	void commandLineThatCannotBeSplitIsRefusedWithoutCommands() {
		assertThat(mapping(ShellOnly.class).unknownCommands().getHandler(FakeSession.exec("it's"))).isNull();
	}

	@Test
	void unknownCommandsAreAnsweredAsAShellDoes() throws Exception {
		FakeSession session = FakeSession.exec("parcel show 7");
		SshHandler handler = mapping(Parcels.class).unknownCommands().getHandler(session);
		assertThat(handler).isNotNull();
		handler.handle(session);
		assertThat(session.status()).isEqualTo(127);
		assertThat(session.stderr()).isEqualTo("parcel show 7: command not found\n");
		assertThat(session.stdout()).isEmpty();
	}

	@Test
	void unknownCommandsAreNotAnsweredWithoutCommands() {
		AnnotatedHandlerMapping mapping = mapping(ShellOnly.class, Subsystems.class);
		assertThat(mapping.unknownCommands().getHandler(FakeSession.exec("x"))).isNull();
	}

	@Test
	void onlyCommandsAreAnsweredAsUnknown() {
		AnnotatedHandlerMapping mapping = mapping(Parcels.class);
		assertThat(mapping.unknownCommands().getHandler(FakeSession.shell())).isNull();
		assertThat(mapping.unknownCommands().getHandler(FakeSession.subsystem("x"))).isNull();
	}

	@Test
	void findsTheShell() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(ShellOnly.class);
		assertThat(handle(mapping, FakeSession.shell()).stdout()).isEqualTo("$ \n");
		assertThat(mapping.getHandler(FakeSession.exec("shell"))).isNull();
		assertThat(mapping.getHandler(FakeSession.subsystem("shell"))).isNull();
	}

	@Test
	void thereNeedNotBeAShell() {
		assertThat(mapping(Parcels.class, Subsystems.class).getHandler(FakeSession.shell())).isNull();
	}

	@Test
	void findsSubsystemsByTheirName() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Subsystems.class);
		assertThat(handle(mapping, FakeSession.subsystem("metrics")).stdout()).isEqualTo("metrics: input\n");
		assertThat(handle(mapping, FakeSession.subsystem("log")).stdout()).isEqualTo("log\n");
		assertThat(mapping.getHandler(FakeSession.subsystem("Metrics"))).isNull();
		assertThat(mapping.getHandler(FakeSession.subsystem(""))).isNull();
		assertThat(mapping.getHandler(FakeSession.exec("metrics"))).isNull();
	}

	@Test
	void controllersTogetherServeAllTheyHave() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Parcels.class, ShellOnly.class, Subsystems.class);
		assertThat(handle(mapping, FakeSession.exec("parcels")).stdout()).isEqualTo("all parcels\n");
		assertThat(handle(mapping, FakeSession.shell()).stdout()).isEqualTo("$ \n");
		assertThat(handle(mapping, FakeSession.subsystem("log")).stdout()).isEqualTo("log\n");
	}

	@Test
	void refusesTwoHandlersForACommand() {
		assertThatExceptionOfType(AmbiguousHandlerException.class)
			.isThrownBy(() -> mapping(Parcels.class, OtherParcels.class))
			.withMessageContaining("'parcels show'")
			.satisfies((ex) -> assertThat(List.of(ex.getFirst(), ex.getSecond())).satisfiesExactlyInAnyOrder(
					(name) -> assertThat(name).contains(Parcels.class.getName() + ".show("),
					(name) -> assertThat(name).contains(OtherParcels.class.getName() + ".display(")));
	}

	@Test
	void refusesTwoHandlersForTheShell() {
		assertThatExceptionOfType(AmbiguousHandlerException.class)
			.isThrownBy(() -> mapping(ShellOnly.class, OtherShell.class))
			.withMessageContaining("the shell")
			.satisfies((ex) -> assertThat(List.of(ex.getFirst(), ex.getSecond())).satisfiesExactlyInAnyOrder(
					(name) -> assertThat(name).contains(ShellOnly.class.getName() + ".shell("),
					(name) -> assertThat(name).contains(OtherShell.class.getName() + ".another(")));
	}

	@Test
	void refusesTwoHandlersForASubsystem() {
		assertThatExceptionOfType(AmbiguousHandlerException.class)
			.isThrownBy(() -> mapping(Subsystems.class, OtherSubsystem.class))
			.withMessageContaining("the subsystem 'log'")
			.satisfies((ex) -> assertThat(List.of(ex.getFirst(), ex.getSecond())).satisfiesExactlyInAnyOrder(
					(name) -> assertThat(name).contains(Subsystems.class.getName() + ".log("),
					(name) -> assertThat(name).contains(OtherSubsystem.class.getName() + ".another(")));
	}

	@Test
	void refusesTwoBeansOfOneController() {
		this.context.registerBean("first", Parcels.class);
		this.context.registerBean("second", Parcels.class);
		assertThatExceptionOfType(AmbiguousHandlerException.class).isThrownBy(this::mapping);
	}

	@ParameterizedTest
	@ValueSource(classes = { ReturnsLong.class, ReturnsBoolean.class, ReturnsObject.class, ReturnsArray.class,
			ShellReturnsLong.class, SubsystemReturnsLong.class })
	void refusesReturnTypesItDoesNotKnow(Class<?> controller) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> mapping(controller))
			.withMessageContaining("nothing is known to do with a result of type")
			.satisfies((ex) -> assertThat(ex.getMethod()).contains(controller.getName() + ".handle("));
	}

	@ParameterizedTest
	@ValueSource(classes = { TakesObject.class, TakesString.class, TakesException.class, ShellTakesArgument.class,
			SubsystemTakesOption.class, ExceptionHandlerTakesString.class })
	void refusesParameterTypesItDoesNotKnow(Class<?> controller) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> mapping(controller))
			.withMessageContaining("nothing is known to pass for parameter 1")
			.satisfies((ex) -> assertThat(ex.getMethod()).contains(controller.getName() + ".handle("));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "void | | 0", "void-object | | 0", "int | | 7", "integer | | 8", "integer-null | | 0",
					"negative | | -1", "string | text; | 0", "string-null | | 0", "empty-string | ; | 0",
					"string-builder | built; | 0", "lines | one;two;three; | 0", "set-of-numbers | 1; | 0",
					"stream | one;two;three; | 0", "iterable | one;two;three; | 0", "iterator | one;two;three; | 0",
					"empty-list | | 0", "nulls | a;null; | 0", "writes-itself | written; | 5" })
	void writesResults(String command, @Nullable String output, int status) throws Exception {
		FakeSession session = run(command, Results.class);
		assertThat(session.stdout().replace('\n', ';')).isEqualTo((output != null) ? output : "");
		assertThat(session.stderr()).isEmpty();
		assertThat(session.status()).isEqualTo(status);
	}

	@Test
	void sendsStreamsLineByLine() throws Exception {
		FlushCounter out = new FlushCounter();
		FakeSession session = FakeSession.exec("stream", out);
		handle(mapping(Results.class), session);
		assertThat(out.flushes).isGreaterThanOrEqualTo(WORDS.size());
	}

	@Test
	void closesStreams() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Streams.class);
		handle(mapping, FakeSession.exec("finite"));
		assertThat(this.context.getBean(Streams.class).closed).isTrue();
	}

	@Test
	void stopsAndClosesAStreamWhenTheClientIsGone() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Streams.class);
		FakeSession session = FakeSession.exec("infinite", new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw new IOException("gone");
			}

		});
		handle(mapping, session);
		Streams streams = this.context.getBean(Streams.class);
		assertThat(streams.closed).isTrue();
		assertThat(streams.produced).hasValueLessThan(5);
	}

	@Test
	void exceptionFromAStreamIsHandledAndTheStreamClosed() throws Exception {
		FakeSession session = run("failing", Streams.class);
		assertThat(session.stdout()).isEqualTo("1\n2\n");
		assertThat(session.stderr()).isEqualTo("handled: no more\n");
		assertThat(session.status()).isEqualTo(1);
		assertThat(this.context.getBean(Streams.class).closed).isTrue();
	}

	@Test
	void passesWhatTheSessionHas() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Everything.class);
		FakeTerminal terminal = new FakeTerminal(80);
		FakeSession session = FakeSession.exec("everything 5 --flag").withTerminal(terminal);
		handle(mapping, session);
		assertThat(session.status()).isEqualTo(42);
		assertThat(this.context.getBean(Everything.class).values).containsExactly(session, session.getRequest(),
				session.getIdentity(), session.getIdentity(), session.getConnection(), terminal, session.getInput(),
				session.getOutput(), session.getReader(), session.getReader(), session.getWriter(), session.getWriter(),
				5, true);
	}

	@Test
	void terminalIsNullWithoutOne() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Everything.class);
		handle(mapping, FakeSession.exec("everything 5"));
		List<@Nullable Object> values = this.context.getBean(Everything.class).values;
		assertThat(values.get(5)).isNull();
		assertThat(values.get(13)).isEqualTo(false);
	}

	@ParameterizedTest
	@CsvSource({ "io, 10, ''", "file-not-found, 1, 'missing: the file'", "illegal-argument, 1, ''",
			"number-format, 1, ''", "arithmetic, 33, ''", "array-index, 33, ''", "runtime, 1, 'runtime: failed'",
			"null, 1, ''" })
	void handlesExceptionsByTheNearestType(String command, int status, String stderr) throws Exception {
		FakeSession session = run(command, Failing.class);
		assertThat(session.status()).isEqualTo(status);
		assertThat(session.stderr().strip()).isEqualTo(stderr);
		assertThat(session.stdout()).isEmpty();
	}

	@Test
	void exceptionHandlerOfTypeVoidIsCalled() throws Exception {
		run("illegal-argument", Failing.class);
		assertThat(this.context.getBean(Failing.class).handled).hasToString("[illegal argument]");
	}

	@Test
	void exceptionsOfShellsAndSubsystemsAreHandled() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Failing.class);
		assertThat(handle(mapping, FakeSession.shell()).status()).isEqualTo(10);
		assertThat(handle(mapping, FakeSession.subsystem("failing")).status()).isEqualTo(10);
	}

	@Test
	void exceptionThatNobodyHandlesIsThrown() {
		AnnotatedHandlerMapping mapping = mapping(Failing.class);
		FakeSession session = FakeSession.exec("checked");
		assertThatExceptionOfType(CheckedException.class).isThrownBy(() -> handle(mapping, session))
			.withMessage("failed")
			.withNoCause();
		assertThat(session.status()).isNull();
		assertThat(session.stderr()).isEmpty();
	}

	@Test
	void handlersOfAnotherControllerAreNotAsked() {
		AnnotatedHandlerMapping mapping = mapping(Failing.class, FailingAlone.class);
		FakeSession session = FakeSession.exec("alone");
		assertThatIllegalStateException().isThrownBy(() -> handle(mapping, session)).withMessage("failed");
	}

	@Test
	void exceptionOfAnExceptionHandlerIsThrown() {
		AnnotatedHandlerMapping mapping = mapping(Failing.class);
		FakeSession session = FakeSession.exec("worse");
		assertThatIllegalStateException().isThrownBy(() -> handle(mapping, session)).withMessage("even worse");
		assertThat(session.status()).isNull();
	}

	@Test
	void errorsAreNotTakenForExceptions() {
		AnnotatedHandlerMapping mapping = mapping(Failing.class);
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> handle(mapping, FakeSession.exec("error")));
	}

	@Test
	void interruptionIsNoException() {
		AnnotatedHandlerMapping mapping = mapping(HandlesEverything.class);
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> handle(mapping, FakeSession.exec("interrupted")));
	}

	@Test
	void usageErrorsAreNotHandled() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(HandlesEverything.class);
		assertThat(handle(mapping, FakeSession.exec("interrupted --unknown")).status()).isEqualTo(2);
	}

	@Test
	void refusesTwoHandlersForAnException() {
		assertThatExceptionOfType(AmbiguousHandlerException.class).isThrownBy(() -> mapping(TwoExceptionHandlers.class))
			.withMessageContaining(IOException.class.getName())
			.satisfies((ex) -> assertThat(List.of(ex.getFirst(), ex.getSecond())).satisfiesExactlyInAnyOrder(
					(name) -> assertThat(name).contains(".one("), (name) -> assertThat(name).contains(".two(")));
	}

	@Test
	void refusesExceptionHandlerOfNoException() {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> mapping(HandlesNothing.class))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("it names no exception to handle"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ExceptionHandlerReturnsLong.class, ExceptionHandlerReturnsStream.class })
	void refusesExceptionHandlerWithAResultItDoesNotKnow(Class<?> controller) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> mapping(controller))
			.withMessageContaining("nothing is known to do with a result of type");
	}

	@Test
	void refusesExceptionHandlerThatCannotTakeWhatItNames() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> mapping(ExceptionHandlerTakesLess.class))
			.withMessageContaining(FileNotFoundException.class.getName());
	}

	@Test
	void worksThroughAJdkProxy() throws Exception {
		AtomicInteger calls = autoProxy("greetings", false);
		this.context.registerBean("greetings", Greetings.class);
		AnnotatedHandlerMapping mapping = mapping();
		assertThat(Proxy.isProxyClass(this.context.getBean("greetings").getClass())).isTrue();
		FakeSession session = handle(mapping, FakeSession.exec("greet Bob"));
		assertThat(session.stdout()).isEqualTo("Hello, Bob!\n");
		assertThat(handle(mapping, FakeSession.exec("greet nobody")).stderr()).isEqualTo("Whom?\n");
		assertThat(calls).hasValue(3);
	}

	@Test
	void worksThroughACglibProxy() throws Exception {
		AtomicInteger calls = autoProxy("greetings", true);
		this.context.registerBean("greetings", Greetings.class);
		AnnotatedHandlerMapping mapping = mapping();
		assertThat(AopUtils.isCglibProxy(this.context.getBean("greetings"))).isTrue();
		assertThat(handle(mapping, FakeSession.exec("greet Bob")).stdout()).isEqualTo("Hello, Bob!\n");
		assertThat(handle(mapping, FakeSession.exec("greet nobody")).stderr()).isEqualTo("Whom?\n");
		assertThat(handle(mapping, FakeSession.exec("package-private")).stdout()).isEqualTo("package\n");
		assertThat(calls).hasValue(4);
	}

	@Test
	void refusesMethodsThatAProxyOfInterfacesDoesNotHave() {
		autoProxy("greetings", false);
		this.context.registerBean("greetings", Greetings.class);
		AnnotatedHandlerMapping mapping = mapping();
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(mapping::afterSingletonsInstantiated)
			.satisfies((ex) -> assertThat(ex.getMethod()).contains(".packagePrivate("))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo("its bean is a proxy of interfaces, none of which has the method"));
	}

	@ParameterizedTest
	@ValueSource(classes = { PrivateMethod.class, FinalMethod.class })
	void refusesMethodsThatAProxyOfTheClassCannotPassOn(Class<?> controller) {
		autoProxy("controller", true);
		this.context.registerBean("controller", controller);
		AnnotatedHandlerMapping mapping = mapping();
		String kind = (controller == PrivateMethod.class) ? "private" : "final";
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(mapping::afterSingletonsInstantiated)
			.satisfies((ex) -> assertThat(ex.getMethod()).contains("." + kind + "Method("))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo("its bean is a proxy, which cannot pass on a %s method".formatted(kind)));
	}

	@Test
	void privateAndFinalMethodsNeedNoProxy() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(PrivateMethod.class, FinalMethod.class);
		mapping.afterSingletonsInstantiated();
		assertThat(handle(mapping, FakeSession.exec("final")).stdout()).isEqualTo("final\n");
		assertThat(handle(mapping, FakeSession.exec("private")).stdout()).isEqualTo("private\n");
	}

	@Test
	void doesNotMakeAControllerToLookAtItsProxy() {
		AnnotatedHandlerMapping mapping = mapping(LazyController.class);
		mapping.afterSingletonsInstantiated();
		assertThat(this.context.getBeanFactory().containsSingleton("lazyController")).isFalse();
	}

	@Test
	void annotationsOfAnInterfaceCount() throws Exception {
		autoProxy("contract", false);
		this.context.registerBean("contract", ContractController.class);
		AnnotatedHandlerMapping mapping = mapping();
		mapping.afterSingletonsInstantiated();
		assertThat(handle(mapping, FakeSession.exec("contract 5 --loud")).stdout()).isEqualTo("5 true\n");
	}

	@Test
	void worksThroughAScopedProxy() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Scoped.class);
		assertThat(this.context.getBeanFactory().containsBean("scopedTarget.scoped")).isTrue();
		FakeSession first = handle(mapping, FakeSession.exec("scoped"));
		FakeSession second = handle(mapping, FakeSession.exec("scoped"));
		assertThat(first.stdout()).isEqualTo("call 1\n");
		assertThat(second.stdout()).isEqualTo("call 1\n");
	}

	@Test
	void callsMethodsThatAreNotPublic() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Visibilities.class);
		for (String visibility : List.of("public", "protected", "package", "private")) {
			assertThat(handle(mapping, FakeSession.exec(visibility)).stdout()).isEqualTo(visibility + "\n");
		}
		FakeSession session = handle(mapping, FakeSession.exec("failing"));
		assertThat(session.status()).isEqualTo(9);
	}

	@Test
	void findsInheritedMethods() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(Derived.class);
		assertThat(handle(mapping, FakeSession.exec("inherited")).stdout()).isEqualTo("base\n");
		assertThat(handle(mapping, FakeSession.exec("overridden")).stdout()).isEqualTo("derived\n");
		assertThat(handle(mapping, FakeSession.exec("default-method")).stdout()).isEqualTo("interface\n");
		assertThat(handle(mapping, FakeSession.exec("failing")).status()).isEqualTo(9);
	}

	@Test
	void findsControllersFromBeanMethods() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(BeanMethods.class);
		assertThat(handle(mapping, FakeSession.exec("parcels")).stdout()).isEqualTo("all parcels\n");
	}

	@Test
	void makesAControllerOnlyWhenItIsNeeded() throws Exception {
		AnnotatedHandlerMapping mapping = mapping(LazyController.class);
		SshHandler handler = mapping.getHandler(FakeSession.exec("lazy"));
		assertThat(handler).isNotNull();
		assertThat(this.context.getBeanFactory().containsSingleton("lazyController")).isFalse();
		assertThat(handle(mapping, FakeSession.exec("lazy")).stdout()).isEqualTo("here\n");
		assertThat(this.context.getBeanFactory().containsSingleton("lazyController")).isTrue();
	}

	@Test
	void methodsOfOtherBeansAreNoHandlers() {
		assertThat(mapping(NoController.class).getHandler(FakeSession.exec("nothing"))).isNull();
	}

	private AnnotatedHandlerMapping mapping(Class<?>... controllers) {
		for (Class<?> controller : controllers) {
			this.context.register(controller);
		}
		this.context.refresh();
		return AnnotatedHandlerMapping.create(this.context.getBeanFactory(), new DefaultConversionService());
	}

	private FakeSession run(String command, Class<?>... controllers) throws Exception {
		return handle(mapping(controllers), FakeSession.exec(command));
	}

	private static FakeSession handle(AnnotatedHandlerMapping mapping, FakeSession session) throws Exception {
		SshHandler handler = mapping.getHandler(session);
		assertThat(handler).as("handler").isNotNull();
		handler.handle(session);
		return session;
	}

	/**
	 * Return how often the methods of the bean were called through its proxy.
	 */
	private AtomicInteger autoProxy(String beanName, boolean proxyTargetClass) {
		AtomicInteger calls = new AtomicInteger();
		this.context.registerBean("counter", MethodInterceptor.class, () -> (invocation) -> {
			calls.incrementAndGet();
			return invocation.proceed();
		});
		this.context.registerBean(BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames(beanName);
			creator.setInterceptorNames("counter");
			creator.setProxyTargetClass(proxyTargetClass);
			return creator;
		});
		return calls;
	}

	private record FakeTerminal(int columns) implements SshTerminal {

		@Override
		public String getType() {
			return "xterm";
		}

		@Override
		public int getColumns() {
			return this.columns;
		}

		@Override
		public int getRows() {
			return 24;
		}

		@Override
		public int getPixelWidth() {
			return 0;
		}

		@Override
		public int getPixelHeight() {
			return 0;
		}

		@Override
		public Map<String, Integer> getModes() {
			return Map.of();
		}

		@Override
		public RawMode enterRawMode() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean awaitInput(Duration timeout) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void onResize(Runnable listener) {
			throw new UnsupportedOperationException();
		}

	}

	private static final class FlushCounter extends OutputStream {

		private int flushes;

		@Override
		public void write(int b) {
			// only flushes are of interest
		}

		@Override
		public void flush() {
			this.flushes++;
		}

	}

	private static final class CheckedException extends Exception {

		private CheckedException(String message) {
			super(message);
		}

	}

	@SshController
	static class Parcels {

		@SshCommand("parcels")
		String all(@SshOption Integer count) {
			return "all parcels";
		}

		@SshCommand("parcels show {id}")
		String show(@SshArgument int id) {
			return "parcel " + id;
		}

		@SshCommand("parcels show details {id}")
		String details(@SshArgument int id) {
			return "details of " + id;
		}

	}

	@SshController
	static class OtherParcels {

		@SshCommand("parcels show {number} {detail}")
		void display(@SshArgument String number, @SshArgument String detail) {
		}

	}

	@SshController
	static class LongHelp {

		@SshCommand(value = "long",
				description = "word word word word word word word word word word word word word word word word word "
						+ "word word word word word word word word word word word word word word word word word word "
						+ "word word word word word")
		void handle() {
		}

	}

	@SshController
	static class ShellOnly {

		@SshShell
		String shell() {
			return "$ ";
		}

	}

	@SshController
	static class OtherShell {

		@SshShell
		void another() {
		}

	}

	@SshController
	static class Subsystems {

		@SshSubsystem("metrics")
		String metrics(BufferedReader reader) throws IOException {
			return "metrics: " + reader.readLine();
		}

		@SshSubsystem("log")
		String log() {
			return "log";
		}

	}

	@SshController
	static class OtherSubsystem {

		@SshSubsystem("log")
		void another() {
		}

	}

	@SshController
	static class ReturnsLong {

		@SshCommand("x")
		long handle() {
			return 0;
		}

	}

	@SshController
	static class ReturnsBoolean {

		@SshCommand("x")
		boolean handle() {
			return true;
		}

	}

	@SshController
	static class ReturnsObject {

		@SshCommand("x")
		Object handle() {
			return "";
		}

	}

	@SshController
	static class ReturnsArray {

		@SshCommand("x")
		String[] handle() {
			return new String[0];
		}

	}

	@SshController
	static class ShellReturnsLong {

		@SshShell
		long handle() {
			return 0;
		}

	}

	@SshController
	static class SubsystemReturnsLong {

		@SshSubsystem("x")
		long handle() {
			return 0;
		}

	}

	@SshController
	static class TakesObject {

		@SshCommand("x")
		void handle(Object value) {
		}

	}

	@SshController
	static class TakesString {

		@SshCommand("x")
		void handle(String value) {
		}

	}

	@SshController
	static class TakesException {

		@SshCommand("x")
		void handle(IOException value) {
		}

	}

	@SshController
	static class ShellTakesArgument {

		@SshShell
		void handle(@SshArgument String value) {
		}

	}

	@SshController
	static class SubsystemTakesOption {

		@SshSubsystem("x")
		void handle(@SshOption boolean value) {
		}

	}

	@SshController
	static class ExceptionHandlerTakesString {

		@SshExceptionHandler
		void handle(String value, IOException exception) {
		}

	}

	@SshController
	static class Results {

		@SshCommand("void")
		void nothing() {
		}

		@SshCommand("void-object")
		@Nullable Void nothingBoxed() {
			return null;
		}

		@SshCommand("int")
		int status() {
			return 7;
		}

		@SshCommand("integer")
		Integer statusBoxed() {
			return 8;
		}

		@SshCommand("integer-null")
		@Nullable Integer noStatus() {
			return null;
		}

		@SshCommand("negative")
		int negative() {
			return -1;
		}

		@SshCommand("string")
		String line() {
			return "text";
		}

		@SshCommand("string-null")
		@Nullable String noLine() {
			return null;
		}

		@SshCommand("empty-string")
		String emptyLine() {
			return "";
		}

		@SshCommand("string-builder")
		StringBuilder builder() {
			return new StringBuilder("built");
		}

		@SshCommand("lines")
		List<String> lines() {
			return WORDS;
		}

		@SshCommand("set-of-numbers")
		Set<Integer> numbers() {
			return Set.of(1);
		}

		@SshCommand("stream")
		Stream<String> stream() {
			return WORDS.stream();
		}

		@SshCommand("iterable")
		Iterable<String> iterable() {
			return WORDS::iterator;
		}

		@SshCommand("iterator")
		Iterator<String> iterator() {
			return WORDS.iterator();
		}

		@SshCommand("empty-list")
		List<String> empty() {
			return List.of();
		}

		@SshCommand("nulls")
		List<@Nullable String> nulls() {
			return Arrays.asList("a", null);
		}

		@SshCommand("writes-itself")
		void writes(PrintWriter writer, SshSession session) {
			writer.println("written");
			session.exit(5);
		}

	}

	@SshController
	static class Streams {

		private final AtomicBoolean closed = new AtomicBoolean();

		private final AtomicInteger produced = new AtomicInteger();

		@SshCommand("finite")
		Stream<String> finite() {
			return WORDS.stream().onClose(() -> this.closed.set(true));
		}

		@SshCommand("infinite")
		Stream<Integer> infinite() {
			return Stream.generate(this.produced::incrementAndGet).onClose(() -> this.closed.set(true));
		}

		@SshCommand("failing")
		Stream<Integer> failing() {
			return Stream.generate(() -> {
				if (this.produced.get() == 2) {
					throw new IllegalStateException("no more");
				}
				return this.produced.incrementAndGet();
			}).onClose(() -> this.closed.set(true));
		}

		@SshExceptionHandler
		String failed(IllegalStateException exception) {
			return "handled: " + exception.getMessage();
		}

	}

	@SshController
	static class Everything {

		private final List<@Nullable Object> values = new ArrayList<>();

		@SshCommand("everything {number}")
		int handle(SshSession session, SshRequest request, SshIdentity identity, Principal principal,
				SshConnectionInfo connection, @Nullable SshTerminal terminal, InputStream in, OutputStream out,
				Reader reader, BufferedReader bufferedReader, Writer writer, PrintWriter printWriter,
				@SshArgument int number, @SshOption boolean flag) {
			this.values.addAll(Arrays.asList(session, request, identity, principal, connection, terminal, in, out,
					reader, bufferedReader, writer, printWriter, number, flag));
			return 42;
		}

	}

	@SshController
	static class Failing {

		private final List<String> handled = new ArrayList<>();

		@SshCommand("io")
		void io() throws IOException {
			throw new IOException("failed");
		}

		@SshCommand("file-not-found")
		void fileNotFound() throws IOException {
			throw new FileNotFoundException("the file");
		}

		@SshCommand("illegal-argument")
		void illegalArgument() {
			throw new IllegalArgumentException("failed");
		}

		@SshCommand("number-format")
		void numberFormat() {
			throw new NumberFormatException("failed");
		}

		@SshCommand("arithmetic")
		void arithmetic() {
			throw new ArithmeticException("failed");
		}

		@SshCommand("array-index")
		void arrayIndex() {
			throw new ArrayIndexOutOfBoundsException("failed");
		}

		@SshCommand("runtime")
		void runtime() {
			throw new SecurityException("failed");
		}

		@SshCommand("null")
		void nullPointer() {
			throw new NullPointerException("failed");
		}

		@SshCommand("checked")
		void checked() throws CheckedException {
			throw new CheckedException("failed");
		}

		@SshCommand("worse")
		void worse() {
			throw new UnsupportedOperationException("failed");
		}

		@SshCommand("error")
		void error() {
			throw new StackOverflowError();
		}

		@SshShell
		void shell() throws IOException {
			throw new IOException("failed");
		}

		@SshSubsystem("failing")
		void subsystem() throws IOException {
			throw new IOException("failed");
		}

		@SshExceptionHandler
		int io(IOException exception) {
			return 10;
		}

		@SshExceptionHandler
		String missing(SshSession session, FileNotFoundException exception) {
			return "missing: " + exception.getMessage();
		}

		@SshExceptionHandler(IllegalArgumentException.class)
		void illegal() {
			this.handled.add("illegal argument");
		}

		@SshExceptionHandler({ ArithmeticException.class, IndexOutOfBoundsException.class })
		Integer several(RuntimeException exception) {
			return 33;
		}

		@SshExceptionHandler
		String runtime(RuntimeException exception, PrintWriter writer) {
			return "runtime: " + exception.getMessage();
		}

		@SshExceptionHandler(NullPointerException.class)
		@Nullable String none() {
			return null;
		}

		@SshExceptionHandler
		void worse(UnsupportedOperationException exception) {
			throw new IllegalStateException("even worse");
		}

	}

	@SshController
	static class FailingAlone {

		@SshCommand("alone")
		void alone() {
			throw new IllegalStateException("failed");
		}

	}

	@SshController
	static class HandlesEverything {

		@SshCommand("interrupted")
		void interrupted() throws InterruptedException {
			throw new InterruptedException();
		}

		@SshExceptionHandler
		int everything(Exception exception) {
			return 0;
		}

	}

	@SshController
	static class TwoExceptionHandlers {

		@SshExceptionHandler
		void one(IOException exception) {
		}

		@SshExceptionHandler({ IllegalStateException.class, IOException.class })
		void two() {
		}

	}

	@SshController
	static class HandlesNothing {

		@SshExceptionHandler
		void handle(SshSession session) {
		}

	}

	@SshController
	static class ExceptionHandlerReturnsLong {

		@SshExceptionHandler
		long handle(IOException exception) {
			return 3;
		}

	}

	@SshController
	static class ExceptionHandlerReturnsStream {

		@SshExceptionHandler
		Stream<String> handle(IOException exception) {
			return WORDS.stream();
		}

	}

	@SshController
	static class ExceptionHandlerTakesLess {

		@SshExceptionHandler(IOException.class)
		void handle(FileNotFoundException exception) {
		}

	}

	interface Greeting {

		String greet(String name);

		String nobody(IllegalArgumentException exception);

	}

	@SshController
	static class Greetings implements Greeting {

		private final String greeting = "Hello, ";

		@Override
		@SshCommand("greet {name}")
		public String greet(@SshArgument String name) {
			if ("nobody".equals(name)) {
				throw new IllegalArgumentException();
			}
			return this.greeting + name + "!";
		}

		@Override
		@SshExceptionHandler
		public String nobody(IllegalArgumentException exception) {
			return "Whom?";
		}

		@SshCommand("package-private")
		String packagePrivate() {
			return this.greeting.isEmpty() ? "" : "package";
		}

	}

	@SshController("scoped")
	@Scope(scopeName = BeanDefinition.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Scoped {

		private int calls;

		@SshCommand("scoped")
		String handle() {
			return "call " + ++this.calls;
		}

	}

	@SshController
	static class Visibilities {

		@SshCommand("public")
		public String publicMethod() {
			return "public";
		}

		@SshCommand("protected")
		protected String protectedMethod() {
			return "protected";
		}

		@SshCommand("package")
		String packageMethod() {
			return "package";
		}

		@SshCommand("private")
		private String privateMethod() {
			return "private";
		}

		@SshCommand("failing")
		private void failing() throws IOException {
			throw new IOException();
		}

		@SshExceptionHandler
		private int failed(IOException exception) {
			return 9;
		}

	}

	interface WithDefaultMethod {

		@SshCommand("default-method")
		default String defaultMethod() {
			return "interface";
		}

	}

	abstract static class Base implements WithDefaultMethod {

		@SshCommand("inherited")
		String inherited() {
			return "base";
		}

		@SshCommand("overridden")
		String overridden() {
			return "base";
		}

		@SshCommand("failing")
		void failing() throws IOException {
			throw new IOException();
		}

		@SshExceptionHandler
		int failed(IOException exception) {
			return 9;
		}

	}

	@SshController
	static class Derived extends Base {

		@Override
		String overridden() {
			return "derived";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethods {

		@Bean
		Parcels parcels() {
			return new Parcels();
		}

	}

	@SshController("lazyController")
	@Lazy
	static class LazyController {

		@SshCommand("lazy")
		String handle() {
			return "here";
		}

	}

	@SshController
	static class PrivateMethod {

		@SshCommand("private")
		private String privateMethod() {
			return "private";
		}

	}

	@SshController
	static class FinalMethod {

		@SshCommand("final")
		final String finalMethod() {
			return "final";
		}

	}

	interface Contract {

		@SshCommand("contract {number}")
		String run(@SshArgument("number") int number, @SshOption("--loud") boolean loud);

	}

	@SshController
	static class ContractController implements Contract {

		@Override
		public String run(int count, boolean noisy) {
			return count + " " + noisy;
		}

	}

	static class NoController {

		@SshCommand("nothing")
		void handle() {
		}

	}

}
