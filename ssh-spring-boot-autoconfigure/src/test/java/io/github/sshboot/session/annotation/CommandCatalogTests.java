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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.sshboot.authentication.SshIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.support.DefaultConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommandCatalogTests {

	private static final SshIdentity CLERK = new SshIdentity("clerk", List.of("publickey"), null, null, Set.of(), null);

	private static final SshIdentity ADMIN = new SshIdentity("admin", List.of("publickey"), null, null,
			Set.of("admin", "clerk"), null);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private SshCommandCatalog catalog;

	@BeforeEach
	void collect() {
		this.context.register(Parcels.class);
		this.context.registerBean(SshHandlerAuthorizer.class,
				() -> (identity, method, controller) -> !"hidden".equals(method.getName()));
		this.context.registerBean(Numbers.class);
		this.context.registerBean(Failing.class);
		this.context.refresh();
		this.catalog = AnnotatedHandlerMapping.create(this.context.getBeanFactory(), new DefaultConversionService())
			.catalog();
	}

	@AfterEach
	void closeContext() {
		this.context.close();
	}

	@Test
	void listsTheCommandsOfAUser() {
		assertThat(this.catalog.getCommands(CLERK)).extracting(SshCommandInfo::name)
			.containsExactly("deploy", "parcels import", "parcels show");
		assertThat(this.catalog.getCommands(ADMIN)).extracting(SshCommandInfo::name)
			.containsExactly("deploy", "parcels admin purge", "parcels import", "parcels show", "shutdown");
	}

	@Test
	void describesCommands() {
		assertThat(this.catalog.getCommands(ADMIN)).contains(
				new SshCommandInfo("parcels import", "parcels import [-h] <file>...", "Import parcels.", Set.of()),
				new SshCommandInfo("shutdown", "shutdown [-h]", "", Set.of("admin", "root")));
	}

	@Test
	void explainsAllCommands() {
		assertThat(this.catalog.getUsage(CLERK, List.of(), 80).lines().map(String::strip)).containsExactly("Commands:",
				"deploy          Deploy 100% of it.", "help            List the commands, or explain one.",
				"parcels import  Import parcels.", "parcels show");
	}

	@Test
	void explainsTheCommandsOfAGroup() {
		assertThat(this.catalog.getUsage(CLERK, List.of("parcels"), 80).lines().map(String::strip))
			.startsWith("Usage: parcels [-h] COMMAND")
			.endsWith("Commands:", "import  Import parcels.", "show");
		assertThat(this.catalog.getUsage(ADMIN, List.of("parcels"), 80)).contains("admin purge");
	}

	@Test
	void explainsACommand() {
		assertThat(this.catalog.getUsage(CLERK, List.of("parcels", "import"), 80))
			.startsWith("Usage: parcels import [-h] <file>...");
	}

	@ParameterizedTest
	@CsvSource({ "parcel", "shutdown", "parcels admin", "parcels show 7" })
	void explainsNothingThatTheUserMayNotRun(String words) {
		assertThat(this.catalog.getUsage(CLERK, List.of(words.split(" ")), 80)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "\"\" | deploy,help,parcels", "par | parcels", "x |", "sh |", "help \"\" | deploy,parcels",
					"help parcels S | show", "help deploy \"\" |", "help x \"\" |", "parcels \"\" | import,show",
					"parcels s | show", "parcels a |", "deploy S | STAGING",
					"deploy \"\" | PRODUCTION,STAGING,-h,-n,--dry-run,--level,--help", "deploy --d | --dry-run",
					"deploy --level \"\" | HIGH,LOW", "deploy --level H | HIGH", "deploy --level=L | --level=LOW",
					"deploy --level LOW P | PRODUCTION", "deploy STAGING --l | --level", "unknown \"\" |",
					"parcels x \"\" |", "deploy s | STAGING", "deploy --level=h | --level=HIGH", "PAR | parcels",
					"parcels show 1 | 17,18", "parcels show 1x |", "parcels import \"\" | -h,--help" })
	void completesWords(String line, @Nullable String completions) {
		List<String> words = Arrays.stream(line.split(" ")).map((word) -> word.replace("\"", "")).toList();
		assertThat(complete(CLERK, words)).extracting(SshCompletion::value)
			.containsExactlyInAnyOrder((completions != null) ? completions.split(",") : new String[0]);
	}

	@Test
	void completesWhatTheUserMayRun() {
		assertThat(complete(ADMIN, List.of("sh"))).containsExactly(new SshCompletion("shutdown", ""));
		assertThat(complete(ADMIN, List.of("parcels", "admin", ""))).extracting(SshCompletion::value)
			.containsExactly("purge");
	}

	@Test
	void completesWhatACompleterKnowsForTheUser() {
		assertThat(complete(CLERK, List.of("parcels", "show", "17")))
			.containsExactly(new SshCompletion("17", "of clerk"));
		assertThat(complete(CLERK, List.of("parcels", "show", ""))).extracting(SshCompletion::value)
			.contains("17", "18", "29")
			.doesNotContain("", "3\u001b[2J");
	}

	@Test
	void completerThatFailsIsNoReasonToFail() {
		assertThat(complete(CLERK, List.of("parcels", "import", "x"))).isEmpty();
	}

	@Test
	void describesCompletions() {
		assertThat(complete(CLERK, List.of("dep"))).containsExactly(new SshCompletion("deploy", "Deploy 100% of it."));
		assertThat(complete(CLERK, List.of("deploy", "--dry")))
			.containsExactly(new SshCompletion("--dry-run", "Change 0% of it."));
	}

	@Test
	void completesInTheMiddleOfALine() {
		assertThat(this.catalog.complete(CLERK, List.of("deploy", "STAxyz", "--dry-run"), 1, 3))
			.containsExactly(new SshCompletion("STAGING", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.catalog.complete(CLERK, List.of(), 0, 0));
	}

	private List<SshCompletion> complete(SshIdentity identity, List<String> words) {
		int word = words.size() - 1;
		return this.catalog.complete(identity, words, word, words.get(word).length());
	}

	static class Numbers implements SshArgumentCompleter {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return "id".equals(parameter.getParameterName());
		}

		@Override
		public Collection<SshCompletion> complete(MethodParameter parameter, String typed, SshIdentity identity) {
			return List.of(new SshCompletion("29"), new SshCompletion("18"),
					new SshCompletion("17", "of " + identity.username()), new SshCompletion(""),
					new SshCompletion("3\u001b[2J"));
		}

	}

	static class Failing implements SshArgumentCompleter {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return List.class.isAssignableFrom(parameter.getParameterType());
		}

		@Override
		public Collection<SshCompletion> complete(MethodParameter parameter, String typed, SshIdentity identity) {
			throw new IllegalStateException("no database");
		}

	}

	enum Environment {

		STAGING, PRODUCTION

	}

	enum Level {

		LOW, HIGH

	}

	@SshController
	static class Parcels {

		@SshCommand(value = "deploy {environment}", description = "Deploy 100% of it.")
		void deploy(@SshArgument Environment environment, @SshOption Level level,
				@SshOption(value = { "-n", "--dry-run" }, description = "Change 0% of it.") boolean dryRun) {
		}

		@SshCommand(value = "parcels import {file...}", description = "Import parcels.")
		void importAll(@SshArgument List<String> file) {
		}

		@SshCommand("parcels show {id}")
		void show(@SshArgument int id) {
		}

		@SshCommand("parcels hidden")
		void hidden() {
		}

		@SshCommand(value = "parcels admin purge", authorities = "admin")
		void purge() {
		}

		@SshCommand(value = "shutdown", authorities = { "admin", "root" })
		void shutdown() {
		}

	}

}
