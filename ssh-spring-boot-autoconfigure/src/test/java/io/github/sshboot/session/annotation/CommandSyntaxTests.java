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

import java.lang.reflect.Method;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.convert.support.DefaultConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CommandSyntaxTests {

	private static final int WIDTH = 80;

	static Stream<Arguments> commandLines() {
		return Stream.of(parsed("noArguments", words()), parsed("move", words("a", "b"), "b", "a"),
				parsed("move", words("a b", ""), "", "a b"), parsed("named", words("7"), 7),
				parsed("deploy", words("STAGING"), Environment.STAGING, false, 3, null),
				parsed("deploy", words("STAGING", "--dry-run"), Environment.STAGING, true, 3, null),
				parsed("deploy", words("--dry-run", "STAGING"), Environment.STAGING, true, 3, null),
				parsed("deploy", words("--attempts", "5", "STAGING", "--note", "x y"), Environment.STAGING, false, 5,
						"x y"),
				parsed("deploy", words("STAGING", "--attempts=5", "--note=x"), Environment.STAGING, false, 5, "x"),
				parsed("deploy", words("STAGING", "-a", "5"), Environment.STAGING, false, 5, null),
				parsed("deploy", words("STAGING", "-a5"), Environment.STAGING, false, 5, null),
				parsed("deploy", words("STAGING", "-a", "-5"), Environment.STAGING, false, -5, null),
				parsed("deploy", words("STAGING", "--note="), Environment.STAGING, false, 3, ""),
				parsed("deploy", words("STAGING", "--note", "a=b"), Environment.STAGING, false, 3, "a=b"),
				parsed("deploy", words("--", "STAGING"), Environment.STAGING, false, 3, null),
				parsed("deploy", words("--dry-run", "--", "STAGING"), Environment.STAGING, true, 3, null),
				parsed("echo", words("--", "--dry-run"), "--dry-run"), parsed("echo", words("--", "-h"), "-h"),
				parsed("echo", words("--", "--help"), "--help"), parsed("echo", words("--", "--"), "--"),
				parsed("echo", words("-"), "-"), parsed("echo", words(""), ""));
	}

	@ParameterizedTest
	@MethodSource("commandLines")
	void parsesArgumentsAndOptions(String method, List<String> words, List<@Nullable Object> values) {
		assertThat(parse(method, words)).isEqualTo(values);
	}

	@ParameterizedTest
	@ValueSource(strings = { "@/etc/passwd", "@", "@@x", "${env:HOME}", "${sys:user.name}", "$HOME", "%n", "'quoted'",
			"\"quoted\"", "a,b", "\\n", "@|bold x|@", "*", "~" })
	void takesWordsAsTheyAre(String word) {
		assertThat(parse("echo", List.of(word))).containsExactly(word);
		assertThat(parse("deploy", List.of("STAGING", "--note", word)).get(3)).isEqualTo(word);
		assertThat(parse("deploy", List.of("STAGING", "--note=" + word)).get(3)).isEqualTo(word);
	}

	@Test
	void doesNotInterpolateDefaultValuesAndDescriptions() {
		assertThat(parse("interpolated", List.of())).containsExactly("${env:HOME}");
		assertThat(help("interpolated")).contains("The home ${sys:user.home} of ${env:HOME}")
			.contains("Instead of ${DEFAULT-VALUE} or ${env:PATH}");
	}

	@Test
	void convertsWithSpring() {
		assertThat(parse("converted",
				List.of("0a-0b", "--uuid", "00000000-0000-0000-0000-000000000001", "--size", "0x10")))
			.containsExactly(new Range("0a", "0b"), new UUID(0, 1), 16L);
	}

	@Test
	void convertsCollectionsWithSpring() {
		assertThat(parse("listArgument", List.of("1,2"))).containsExactly(List.of(1, 2));
		assertThat(parse("listOption", List.of("--tags", "a,b"))).containsExactly(List.of("a", "b"));
	}

	@Test
	void convertsArraysWithSpring() {
		assertThat(parse("arrayArgument", List.of("a,b"))).containsExactly((Object) new String[] { "a", "b" });
		assertThat(parse("arrayOption", List.of("--numbers", "3,4"))).containsExactly((Object) new int[] { 3, 4 });
	}

	@Test
	void takesSeveralValuesOneByOne() {
		assertThat(parse("listOption", List.of("--tags", "a", "--tags=b,c"))).containsExactly(List.of("a", "b", "c"));
		assertThat(parse("listOption", List.of())).containsExactly(List.of());
		assertThat(parse("arrayOption", List.of())).containsExactly((Object) new int[0]);
		assertThat(parse("sets", List.of("--levels", "STAGING,STAGING", "--levels", "PRODUCTION")))
			.containsExactly(Set.of(Environment.STAGING, Environment.PRODUCTION), List.of(1, 2));
	}

	@Test
	void takesAllTheRest() {
		assertThat(parse("rest", List.of("a", "b,c", "d e"))).containsExactly("a", List.of("b,c", "d e"));
		assertThat(parse("rest", List.of("a", "--", "-h", "--x"))).containsExactly("a", List.of("-h", "--x"));
		assertThat(usageFailure("rest", List.of("a")).getProblem()).contains("Missing required parameter: '<others>'");
		assertThat(help("rest")).startsWith("Usage: rest [-h] <first> <others>...");
	}

	@Test
	void convertsOptionalsWithSpring() {
		assertThat(parse("optional", List.of("--limit", "5"))).containsExactly(Optional.of(5));
		assertThat(parse("optional", List.of())).containsExactly(Optional.empty());
	}

	@Test
	void optionThatIsNotGivenHasItsDefaultValue() {
		assertThat(parse("defaults", List.of())).containsExactly("text", 5, Environment.PRODUCTION, null, null);
	}

	@Test
	void flagsAreFalseUnlessTheyAreGiven() {
		assertThat(parse("flags", List.of())).containsExactly(false, false);
		assertThat(parse("flags", List.of("-a", "--boxed"))).containsExactly(true, true);
	}

	@Test
	void shortFlagsCanBeWrittenTogether() {
		assertThat(parse("flags", List.of("-ab"))).containsExactly(true, true);
	}

	@Test
	void optionNamesAreTheParameterNamesInKebabCase() {
		assertThat(parse("names",
				List.of("--plain", "1", "--two-words", "2", "--three-short-words", "3", "--url2-go", "4")))
			.containsExactly("1", "2", "3", "4");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"deploy | | Missing required parameter: '<environment>'", "move | a | Missing required parameter: '<to>'",
			"move | a,b,c | Unmatched argument at index 2: 'c'", "noArguments | a | Unmatched argument at index 0: 'a'",
			"deploy | NOWHERE | 'NOWHERE' is not one of [STAGING, PRODUCTION]",
			"deploy | STAGING,--attempts,many | 'many' is not a valid integer",
			"deploy | STAGING,--attempts | Missing required parameter for option '--attempts'",
			"deploy | STAGING,--attempts,5,--attempts,6 | should be specified only once",
			"deploy | STAGING,--unknown | Unknown option: '--unknown'",
			"deploy | STAGING,--dry | Unknown option: '--dry'",
			"deploy | STAGING,--DRY-RUN | Unknown option: '--DRY-RUN'", "deploy | STAGING,-x | Unknown option: '-x'",
			"deploy | STAGING,--dry-run=yes | '--dry-run'", "echo | x,--version | Unknown option: '--version'",
			"required | | Missing required option: '--reason=<string>'",
			"named | seven | 'seven' is not a valid integer" })
	void refusesWordsThatDoNotFit(String method, @Nullable String words, String problem) {
		CommandUsageException failure = usageFailure(method, (words != null) ? List.of(words.split(",")) : List.of());
		assertThat(failure.getProblem()).contains(problem).doesNotContain("picocli").doesNotContain("Exception");
		assertThat(failure.getUsage()).startsWith("Usage: " + syntax(method).pattern().name() + " ");
	}

	@ParameterizedTest
	@CsvSource({ "deploy, STAGING, --attempts=", "deploy, STAGING, -a=", "named, '',", "deploy, '',", "boxed, ''," })
	void refusesTheEmptyTextWhereItMeansNothing(String method, String first, @Nullable String second) {
		List<String> words = (second != null) ? List.of(first, second) : List.of(first);
		assertThat(usageFailure(method, words).getProblem()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--help", "-h", "STAGING --help", "--help STAGING", "-h --attempts 5", "--dry-run -h" })
	void explainsTheCommand(String words) {
		CommandUsageException help = usageFailure("deploy", List.of(words.split(" ")));
		assertThat(help.getProblem()).isNull();
		assertThat(help.getUsage().lines()).first()
			.asString()
			.startsWith("Usage: deploy ")
			.contains("[-h]", "[--dry-run]", "<environment>");
		assertThat(help.getUsage())
			.contains("Deploys the application.", "Where to.", "How often to try.", "--note=", "Show this help.")
			.doesNotContain("\u001b")
			.doesNotContain("\r")
			.doesNotEndWith("\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 60, 80, 200, 10_000 })
	void helpFitsTheTerminal(int width) {
		CommandUsageException help = catchThrowableOfType(CommandUsageException.class,
				() -> syntax("verbose").parse(List.of("--help"), width));
		assertThat(help.getUsage().lines())
			.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(Math.max(width, 60)));
	}

	@Test
	void parsesOneLineAfterAnother() {
		CommandSyntax syntax = syntax("deploy");
		assertThat(syntax.parse(List.of("STAGING", "--dry-run", "--note", "x"), WIDTH).values()).containsEntry(1, true)
			.containsEntry(3, "x");
		assertThat(syntax.parse(List.of("PRODUCTION"), WIDTH).values()).containsEntry(1, false).doesNotContainKey(3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "primitiveWithoutDefault | the option 'count' is a primitive",
					"variableWithoutParameter | the variable '{id}' of the pattern 'x {id}' has no @SshArgument",
					"parameterWithoutVariable | the pattern 'x' has no variable '{id}' for its parameter",
					"parameterWithAnotherName | the pattern 'x {id}' has no variable '{name}' for its parameter",
					"twoParametersForOneVariable | has no variable '{id}'",
					"noPattern | '{id}' is not a command pattern", "emptyPattern | '' is not a command pattern",
					"requiredAfterOptional | the variable '<to>' is required, but one before it is not",
					"optionalPrimitive | the parameter '<id>' is a primitive",
					"restOfOne | the parameter '<ids>' takes several words",
					"unknownType | nothing converts the text of the option '--clock' to java.time.Clock",
					"sameOptionTwice | --name", "flagThatIsOnByDefault | flag", "requiredFlag | flag",
					"optionNamedAsHelp | -h", "optionNamedAsLongHelp | --help" })
	void refusesHandlerThatCannotWork(String method, String reason) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> syntax(method))
			.satisfies((ex) -> assertThat(ex.getMethod()).contains("." + method + "("))
			.satisfies((ex) -> assertThat(ex.getReason()).contains(reason));
	}

	private static Arguments parsed(String method, List<String> words, @Nullable Object... values) {
		return Arguments.of(method, words, Arrays.asList(values));
	}

	private static List<String> words(String... words) {
		return List.of(words);
	}

	/**
	 * Return the values of the parameters, in order.
	 */
	private static List<@Nullable Object> parse(String method, List<String> words) {
		CommandArguments arguments = syntax(method).parse(words, WIDTH);
		@Nullable Object[] values = new Object[(int) Arrays.stream(method(method).getParameterTypes())
			.filter((type) -> type != SshSession.class)
			.count()];
		Arrays.setAll(values, arguments::get);
		return Arrays.asList(values);
	}

	private static String help(String method) {
		return usageFailure(method, List.of("--help")).getUsage();
	}

	private static CommandUsageException usageFailure(String method, List<String> words) {
		CommandSyntax syntax = syntax(method);
		CommandUsageException failure = catchThrowableOfType(CommandUsageException.class,
				() -> syntax.parse(words, WIDTH));
		assertThat(failure).as("usage failure").isNotNull();
		return failure;
	}

	private static CommandSyntax syntax(String name) {
		Method method = method(name);
		SshCommand command = method.getAnnotation(SshCommand.class);
		return CommandSyntax.of(command, method, HandlerParameters.of(method), new DefaultConversionService(),
				List.of());
	}

	private static Method method(String name) {
		return Arrays.stream(Commands.class.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	enum Environment {

		STAGING, PRODUCTION

	}

	record Range(String first, String last) {

		public static Range valueOf(String text) {
			String[] parts = text.split("-");
			return new Range(parts[0], parts[1]);
		}

	}

	/**
	 * An interface, since only signatures are looked at.
	 */
	interface Commands {

		@SshCommand("status")
		void noArguments();

		@SshCommand("move {from} {to}")
		void move(@SshArgument String to, @SshArgument String from);

		@SshCommand("named {parcel-id}")
		void named(@SshArgument("parcel-id") int id);

		@SshCommand(value = "deploy {environment}", description = "Deploys the application.")
		void deploy(@SshArgument(description = "Where to.") Environment environment, @SshOption boolean dryRun,
				@SshOption(value = { "-a", "--attempts" }, defaultValue = "3",
						description = "How often to try.") int attempts,
				@SshOption String note, SshSession session);

		@SshCommand("boxed {id}")
		void boxed(@SshArgument Integer id);

		@SshCommand("echo {text}")
		void echo(@SshArgument String text);

		@SshCommand(value = "interpolated", description = "The home ${sys:user.home} of ${env:HOME}")
		void interpolated(@SshOption(defaultValue = "${env:HOME}",
				description = "Instead of ${DEFAULT-VALUE} or ${env:PATH}") String home);

		@SshCommand("converted {range}")
		void converted(@SshArgument Range range, @SshOption UUID uuid, @SshOption Long size);

		@SshCommand("list {numbers}")
		void listArgument(@SshArgument List<Integer> numbers);

		@SshCommand("list")
		void listOption(@SshOption List<String> tags);

		@SshCommand("array {names}")
		void arrayArgument(@SshArgument String[] names);

		@SshCommand("array")
		void arrayOption(@SshOption int[] numbers);

		@SshCommand("optional")
		void optional(@SshOption Optional<Integer> limit);

		@SshCommand("sets")
		void sets(@SshOption Set<Environment> levels, @SshOption(defaultValue = "1,2") List<Integer> numbers);

		@SshCommand("rest {first} {others...}")
		void rest(@SshArgument String first, @SshArgument List<String> others);

		@SshCommand("x {from} {to}")
		void requiredAfterOptional(@SshArgument(required = false) String from, @SshArgument String to);

		@SshCommand("x {id}")
		void optionalPrimitive(@SshArgument(required = false) int id);

		@SshCommand("x {ids...}")
		void restOfOne(@SshArgument Integer ids);

		@SshCommand("x")
		void unknownType(@SshOption Clock clock);

		@SshCommand("defaults")
		void defaults(@SshOption(defaultValue = "text") String text, @SshOption(defaultValue = "5") int number,
				@SshOption(defaultValue = "PRODUCTION") Environment environment, @SshOption Integer boxed,
				@SshOption Environment none);

		@SshCommand("flags")
		void flags(@SshOption({ "-a", "--all" }) boolean all, @SshOption({ "-b", "--boxed" }) Boolean boxed);

		@SshCommand("names")
		void names(@SshOption String plain, @SshOption String twoWords, @SshOption String threeShortWords,
				@SshOption String url2Go);

		@SshCommand("required")
		void required(@SshOption(required = true) String reason);

		@SshCommand(value = "verbose",
				description = "Explains at great length what nobody would ever want to know about a command "
						+ "that does nothing at all, which takes several lines on any terminal of usual width.")
		void verbose(@SshOption(description = "An option that is also explained at great length, "
				+ "since it would not be clear what it does not do otherwise, even to its author.") String option);

		@SshCommand("x")
		void primitiveWithoutDefault(@SshOption int count);

		@SshCommand("x {id}")
		void variableWithoutParameter();

		@SshCommand("x")
		void parameterWithoutVariable(@SshArgument String id);

		@SshCommand("x {id}")
		void parameterWithAnotherName(@SshArgument String name);

		@SshCommand("x {id}")
		void twoParametersForOneVariable(@SshArgument("id") String one, @SshArgument("id") String two);

		@SshCommand("{id}")
		void noPattern(@SshArgument String id);

		@SshCommand("")
		void emptyPattern();

		@SshCommand("x")
		void sameOptionTwice(@SshOption("--name") String one, @SshOption("--name") String two);

		@SshCommand("x")
		void flagThatIsOnByDefault(@SshOption(defaultValue = "true") boolean color);

		@SshCommand("x")
		void requiredFlag(@SshOption(required = true) boolean force);

		@SshCommand("x")
		void optionNamedAsHelp(@SshOption("-h") String host);

		@SshCommand("x")
		void optionNamedAsLongHelp(@SshOption boolean help);

	}

}
