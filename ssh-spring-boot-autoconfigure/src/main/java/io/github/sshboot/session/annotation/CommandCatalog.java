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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.sshboot.authentication.SshIdentity;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import org.springframework.util.Assert;

/**
 * Lists, explains and completes commands with picocli's means.
 */
final class CommandCatalog implements SshCommandCatalog {

	private static final Log logger = LogFactory.getLog(CommandCatalog.class);

	static final String HELP = "help";

	/**
	 * More words are not worth the time to look at them.
	 */
	private static final int MAX_WORDS = 100;

	private static final int MAX_COMPLETIONS = 1000;

	private final List<Command> commands;

	CommandCatalog(Collection<AnnotatedHandler> handlers) {
		this.commands = handlers.stream()
			.flatMap((handler) -> (handler.syntax() != null) ? Stream.of(new Command(handler, handler.syntax()))
					: Stream.empty())
			.sorted(Comparator.comparing((command) -> command.syntax().pattern().name()))
			.toList();
	}

	boolean isEmpty() {
		return this.commands.isEmpty();
	}

	@Override
	public List<SshCommandInfo> getCommands(SshIdentity identity) {
		return visible(identity, List.of()).stream().map(Command::info).toList();
	}

	/**
	 * Return the commands that begin with some words and that the user may run.
	 */
	private List<Command> visible(SshIdentity identity, List<String> words) {
		return this.commands.stream()
			.filter((command) -> startsWith(command.words(), words) && command.handler().access().isVisible(identity))
			.toList();
	}

	private boolean isCommand(SshIdentity identity, String word) {
		return !visible(identity, List.of(word)).isEmpty();
	}

	private static boolean startsWith(List<String> words, List<String> prefix) {
		return words.size() >= prefix.size() && words.subList(0, prefix.size()).equals(prefix);
	}

	@Override
	public String getUsage(SshIdentity identity, List<String> words, int width) {
		for (Command command : visible(identity, words)) {
			if (command.words().equals(words)) {
				return command.syntax().usage(width);
			}
		}
		CommandLine group = group(identity, words, width);
		return (group != null) ? usage(group) : "";
	}

	static String usage(CommandLine group) {
		Help help = group.getHelp();
		String commands = help.commandListHeading() + help.commandList();
		String usage = group.getCommandName().isEmpty() ? commands : group.getUsageMessage(Help.Ansi.OFF);
		return usage.stripTrailing().replace("\r\n", "\n");
	}

	/**
	 * Return the words of a command line with which longer commands begin.
	 */
	List<String> groupWords(List<String> words) {
		for (int length = words.size(); length > 0; length--) {
			List<String> prefix = words.subList(0, length);
			if (this.commands.stream().anyMatch((command) -> startsWith(command.words(), prefix))) {
				return prefix;
			}
		}
		return List.of();
	}

	/**
	 * Return the commands that begin with some words as if they were one command.
	 * @param identity the user
	 * @param words the words; none for all commands
	 * @param width the width of the terminal
	 * @return the command or {@code null} if the user may run none of them
	 */
	@Nullable CommandLine group(SshIdentity identity, List<String> words, int width) {
		List<Command> members = visible(identity, words);
		if (members.isEmpty()) {
			return null;
		}
		CommandSpec spec = CommandSpec.create().name(String.join(" ", words));
		spec.usageMessage().synopsisSubcommandLabel("COMMAND");
		Map<String, CommandSpec> subcommands = new TreeMap<>();
		for (Command member : members) {
			List<String> rest = member.words().subList(words.size(), member.words().size());
			if (!rest.isEmpty()) {
				String name = String.join(" ", rest);
				subcommands.put(name, member.syntax().spec(name));
			}
		}
		if (words.isEmpty()) {
			subcommands.computeIfAbsent(HELP, (name) -> help());
		}
		else {
			spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
		}
		subcommands.forEach(spec::addSubcommand);
		return CommandSyntax.commandLine(spec, width);
	}

	private static CommandSpec help() {
		CommandSpec spec = CommandSpec.create().name(HELP);
		spec.usageMessage().description("List the commands, or explain one.");
		return spec.addPositional(PositionalParamSpec.builder()
			.index("0..*")
			.arity("0..*")
			.paramLabel("<command>")
			.type(List.class)
			.auxiliaryTypes(String.class)
			.build());
	}

	@Override
	public List<SshCompletion> complete(SshIdentity identity, List<String> words, int word, int position) {
		Assert.isTrue(word >= 0 && word < words.size(), "'word' must be an index of 'words'");
		if (words.size() > MAX_WORDS) {
			return List.of();
		}
		CommandSpec tree = tree(identity);
		// the words after the one to complete would only be in the way
		String[] line = words.subList(0, word + 1).toArray(String[]::new);
		String given = line[word].substring(0, position);
		if (word > 0 && line[0].equals(HELP) && !isCommand(identity, HELP)) {
			return commands(find(tree, Arrays.copyOfRange(line, 1, line.length), word - 1), given);
		}
		CommandSpec command = find(tree, line, word);
		if (command == null) {
			return List.of();
		}
		// picocli minds the case of letters, and knows no values
		String kept = given.startsWith("-") ? given.substring(0, given.indexOf('=') + 1) : "";
		line[word] = kept;
		List<CharSequence> found = new ArrayList<>();
		AutoComplete.complete(tree, line, word, kept.length(), 0, found);
		return found.stream()
			.map(CharSequence::toString)
			.distinct()
			.flatMap((value) -> value.startsWith(CommandParameter.VALUE_MARK)
					? values(command, value, given.substring(kept.length()), identity)
					: Stream.of(new SshCompletion(value, description(command, value))))
			.map((completion) -> new SshCompletion(kept + completion.value(), completion.description()))
			.filter((completion) -> begins(completion.value(), given))
			.sorted(Comparator.comparing(SshCompletion::value))
			.limit(MAX_COMPLETIONS)
			.toList();
	}

	/**
	 * Return the commands that {@code help} can explain.
	 */
	private static List<SshCompletion> commands(@Nullable CommandSpec group, String given) {
		return (group == null) ? List.of()
				: group.subcommands()
					.keySet()
					.stream()
					.filter((name) -> begins(name, given) && !name.equals(HELP))
					.sorted()
					.map((name) -> new SshCompletion(name, description(group, name)))
					.toList();
	}

	private static boolean begins(String value, String given) {
		return value.regionMatches(true, 0, given, 0, given.length());
	}

	/**
	 * Return the values of the parameter that picocli has marked.
	 */
	private static Stream<SshCompletion> values(CommandSpec command, String mark, String typed, SshIdentity identity) {
		return command.args()
			.stream()
			.flatMap((spec) -> (spec.userObject() instanceof CommandParameter parameter) ? Stream.of(parameter)
					: Stream.empty())
			.filter((parameter) -> mark.equals(CommandParameter.VALUE_MARK + parameter.index()))
			.flatMap((parameter) -> values(parameter, typed, identity).stream())
			// nobody could type it
			.filter((completion) -> !completion.value().isEmpty()
					&& completion.value().chars().noneMatch(Character::isISOControl));
	}

	private static Collection<SshCompletion> values(CommandParameter parameter, String typed, SshIdentity identity) {
		try {
			return parameter.values(typed, identity);
		}
		catch (RuntimeException ex) {
			logger.error("Failed to complete the " + parameter.description(), ex);
			return List.of();
		}
	}

	/**
	 * Find the command that the words before one belong to.
	 * @return the command or {@code null} if there is none such
	 */
	private static @Nullable CommandSpec find(CommandSpec tree, String[] line, int word) {
		CommandSpec command = tree;
		for (int i = 0; i < word; i++) {
			CommandLine subcommand = command.subcommands().get(line[i]);
			if (subcommand == null) {
				return command.args().isEmpty() ? null : command;
			}
			command = subcommand.getCommandSpec();
		}
		return command;
	}

	private static String description(CommandSpec command, String value) {
		CommandLine subcommand = command.subcommands().get(value);
		OptionSpec option = command.findOption(value);
		String[] lines = (subcommand != null) ? subcommand.getCommandSpec().usageMessage().description()
				: (option != null) ? option.description() : new String[0];
		return String.join(" ", lines).replace("%%", "%");
	}

	/**
	 * Return all commands below one that has no name, word by word.
	 */
	private CommandSpec tree(SshIdentity identity) {
		CommandSpec root = CommandSpec.create().name("");
		Map<List<String>, CommandSpec> specs = new HashMap<>();
		specs.put(List.of(), root);
		visible(identity, List.of()).stream()
			// what a command begins with is there before it
			.sorted(Comparator.comparingInt((command) -> command.words().size()))
			.forEach((command) -> add(specs, command.words(), command.syntax().spec(command.lastWord())));
		if (!root.subcommands().containsKey(HELP)) {
			root.addSubcommand(HELP, help());
		}
		return root;
	}

	private static void add(Map<List<String>, CommandSpec> specs, List<String> words, CommandSpec spec) {
		List<String> parentWords = words.subList(0, words.size() - 1);
		if (!specs.containsKey(parentWords)) {
			add(specs, parentWords, CommandSpec.create().name(parentWords.get(parentWords.size() - 1)));
		}
		CommandSpec parent = specs.get(parentWords);
		if (parent != null) {
			parent.addSubcommand(words.get(words.size() - 1), spec);
			specs.put(words, spec);
		}
	}

	private record Command(AnnotatedHandler handler, CommandSyntax syntax) {

		private List<String> words() {
			return this.syntax.pattern().words();
		}

		private String lastWord() {
			return words().get(words().size() - 1);
		}

		private SshCommandInfo info() {
			return new SshCommandInfo(this.syntax.pattern().name(), this.syntax.synopsis(), this.syntax.description(),
					this.handler.access().authorities());
		}

	}

}
