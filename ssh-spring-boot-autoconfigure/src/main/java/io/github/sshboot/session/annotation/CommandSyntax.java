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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The command line that a handler method understands. Parsing, help and error messages
 * are picocli's; values are converted by Spring.
 */
final class CommandSyntax {

	static final int DEFAULT_WIDTH = 80;

	private static final int MIN_WIDTH = 60;

	private static final int MAX_WORDS = 1000;

	private static final int MAX_PROBLEM = 500;

	private final CommandPattern pattern;

	private final String description;

	private final List<CommandParameter> parameters;

	private CommandSyntax(CommandPattern pattern, String description, List<CommandParameter> parameters) {
		this.pattern = pattern;
		this.description = description;
		this.parameters = parameters;
	}

	static CommandSyntax of(SshCommand command, Method method, List<MethodParameter> parameters,
			ConversionService conversionService, List<SshArgumentCompleter> completers) {
		CommandPattern pattern = parse(command, method);
		List<CommandParameter> commandParameters = new ArrayList<>();
		List<String> unbound = new ArrayList<>(pattern.variables());
		for (MethodParameter parameter : parameters) {
			SshArgument argument = parameter.getParameterAnnotation(SshArgument.class);
			SshOption option = parameter.getParameterAnnotation(SshOption.class);
			SshArgumentCompleter completer = (argument != null || option != null) ? completer(parameter, completers)
					: null;
			if (argument != null) {
				String name = StringUtils.hasText(argument.value()) ? argument.value() : name(parameter);
				if (!unbound.remove(name)) {
					throw new InvalidHandlerException(method,
							"the pattern '%s' has no variable '{%s}' for its parameter".formatted(command.value(),
									name));
				}
				commandParameters.add(CommandParameter.argument(parameter, argument, pattern,
						pattern.variables().indexOf(name), conversionService, completer));
			}
			else if (option != null) {
				commandParameters.add(option(parameter, option, method, conversionService, completer));
			}
		}
		if (!unbound.isEmpty()) {
			throw new InvalidHandlerException(method,
					"the variable '{%s}' of the pattern '%s' has no @SshArgument parameter".formatted(unbound.get(0),
							command.value()));
		}
		CommandSyntax syntax = new CommandSyntax(pattern, command.description(), commandParameters);
		syntax.check(method);
		return syntax;
	}

	private static @Nullable SshArgumentCompleter completer(MethodParameter parameter,
			List<SshArgumentCompleter> completers) {
		return completers.stream()
			.filter((completer) -> completer.supportsParameter(parameter))
			.findFirst()
			.orElse(null);
	}

	private static CommandPattern parse(SshCommand command, Method method) {
		try {
			return CommandPattern.parse(command.value());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerException(method,
					"'%s' is not a command pattern: %s".formatted(command.value(), ex.getMessage()));
		}
	}

	private static CommandParameter option(MethodParameter parameter, SshOption option, Method method,
			ConversionService conversionService, @Nullable SshArgumentCompleter completer) {
		Class<?> type = parameter.getParameterType();
		if (type.isPrimitive() && type != boolean.class && !option.required() && option.defaultValue().isEmpty()) {
			throw new InvalidHandlerException(method,
					"the option '%s' is a primitive, so it needs a default value or to be required"
						.formatted(name(parameter)));
		}
		if (ClassUtils.resolvePrimitiveIfNecessary(type) == Boolean.class
				&& (option.required() || !List.of("", "false").contains(option.defaultValue()))) {
			throw new InvalidHandlerException(method,
					"the option '%s' is a flag, which is false unless it is given".formatted(name(parameter)));
		}
		String[] names = (option.value().length > 0) ? option.value()
				: new String[] { "--" + kebabCase(name(parameter)) };
		return CommandParameter.option(parameter, List.of(names), option, conversionService, completer);
	}

	private static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return (name != null) ? name : "arg" + parameter.getParameterIndex();
	}

	private static String kebabCase(String name) {
		return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
	}

	/**
	 * Look at the whole now rather than when the first client comes.
	 */
	private void check(Method method) {
		boolean optional = false;
		for (int i = 0; i < this.pattern.variables().size(); i++) {
			CommandParameter variable = variable(i);
			if (optional && variable.required()) {
				throw new InvalidHandlerException(method,
						"the variable '%s' is required, but one before it is not".formatted(variable.label()));
			}
			optional = !variable.required();
		}
		for (CommandParameter parameter : this.parameters) {
			String reason = parameter.whyUnusable();
			if (reason != null) {
				throw new InvalidHandlerException(method, reason);
			}
		}
		try {
			commandLine(DEFAULT_WIDTH);
		}
		catch (CommandLine.PicocliException ex) {
			throw new InvalidHandlerException(method, String.valueOf(ex.getMessage()));
		}
	}

	private CommandParameter variable(int position) {
		return this.parameters.stream()
			.filter((parameter) -> parameter.position() == position)
			.findFirst()
			.orElseThrow();
	}

	CommandPattern pattern() {
		return this.pattern;
	}

	String description() {
		return this.description;
	}

	/**
	 * Parse the words after those of the pattern.
	 * @param words the words
	 * @param width the width of the terminal
	 * @return the arguments
	 * @throws CommandUsageException if the words do not fit, or ask for help
	 */
	CommandArguments parse(List<String> words, int width) {
		if (words.isEmpty() && this.parameters.isEmpty()) {
			return CommandArguments.NONE;
		}
		CommandLine commandLine = commandLine(width);
		if (words.size() > MAX_WORDS) {
			throw CommandUsageException.error("Too many arguments", usage(commandLine));
		}
		try {
			CommandLine.ParseResult result = commandLine.parseArgs(words.toArray(String[]::new));
			if (result.isUsageHelpRequested()) {
				throw CommandUsageException.help(usage(commandLine));
			}
		}
		catch (CommandLine.ParameterException ex) {
			throw usageError(String.valueOf(ex.getMessage()), commandLine);
		}
		Map<Integer, Object> values = new HashMap<>();
		for (ArgSpec spec : commandLine.getCommandSpec().args()) {
			if (spec.userObject() instanceof CommandParameter parameter) {
				Object value = parameter.complete(spec.getValue());
				if (value != null) {
					values.put(parameter.index(), value);
				}
			}
		}
		return new CommandArguments(values);
	}

	/**
	 * Return the exception for a value that a constraint does not allow.
	 * @param parameterIndex the parameter, or -1 if it is about all of them
	 * @param problem what is wrong with the value
	 * @param width the width of the terminal
	 * @return the exception
	 */
	CommandUsageException invalid(int parameterIndex, String problem, int width) {
		return usageError(this.parameters.stream()
			.filter((parameter) -> parameter.index() == parameterIndex)
			.findFirst()
			.map((parameter) -> "Invalid value for %s: %s".formatted(parameter.description(), problem))
			.orElse(problem), commandLine(width));
	}

	private static CommandUsageException usageError(String problem, CommandLine commandLine) {
		return CommandUsageException.error(
				(problem.length() > MAX_PROBLEM) ? problem.substring(0, MAX_PROBLEM) + "..." : problem,
				usage(commandLine));
	}

	String usage(int width) {
		return usage(commandLine(width));
	}

	String synopsis() {
		return new Help(spec(this.pattern.name()), Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0)
			.replaceAll("\\s+", " ")
			.strip();
	}

	private static String usage(CommandLine commandLine) {
		return commandLine.getUsageMessage(Help.Ansi.OFF).stripTrailing().replace("\r\n", "\n");
	}

	private CommandLine commandLine(int width) {
		return commandLine(spec(this.pattern.name()), width);
	}

	static CommandLine commandLine(CommandSpec spec, int width) {
		CommandLine commandLine = new CommandLine(spec);
		// "@name" would make the server read its own files
		commandLine.setExpandAtFiles(false);
		commandLine.setUsageHelpWidth(Math.max(width, MIN_WIDTH));
		return commandLine;
	}

	/**
	 * Return what picocli is told about the command.
	 * @param name what to call it
	 */
	CommandSpec spec(String name) {
		CommandSpec spec = CommandSpec.create().name(name);
		spec.interpolateVariables(false);
		if (!this.description.isEmpty()) {
			spec.usageMessage().description(literal(this.description));
		}
		spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
		this.parameters.forEach((parameter) -> spec.add(parameter.toSpec()));
		return spec;
	}

	/**
	 * What picocli is not to take for a format.
	 */
	static String literal(String description) {
		return description.replace("%", "%%");
	}

}
