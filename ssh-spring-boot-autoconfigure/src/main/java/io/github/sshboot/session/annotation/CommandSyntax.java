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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The command line that a handler method understands. Parsing, help and error messages
 * are picocli's; values are converted by Spring.
 */
final class CommandSyntax {

	private static final int MAX_WORDS = 1000;

	private static final int MAX_PROBLEM = 500;

	private final CommandPattern pattern;

	private final String description;

	private final List<Argument> arguments;

	private final ConversionService conversionService;

	private CommandSyntax(CommandPattern pattern, String description, List<Argument> arguments,
			ConversionService conversionService) {
		this.pattern = pattern;
		this.description = description;
		this.arguments = arguments;
		this.conversionService = conversionService;
	}

	static CommandSyntax of(SshCommand command, Method method, List<MethodParameter> parameters,
			ConversionService conversionService) {
		CommandPattern pattern = parse(command, method);
		List<Argument> arguments = new ArrayList<>();
		List<String> unbound = new ArrayList<>(pattern.variables());
		for (MethodParameter parameter : parameters) {
			SshArgument argument = parameter.getParameterAnnotation(SshArgument.class);
			SshOption option = parameter.getParameterAnnotation(SshOption.class);
			if (argument != null) {
				String name = StringUtils.hasText(argument.value()) ? argument.value() : name(parameter);
				if (!unbound.remove(name)) {
					throw new InvalidHandlerException(method,
							"the pattern '%s' has no variable '{%s}' for its parameter".formatted(command.value(),
									name));
				}
				arguments.add(Argument.positional(parameter, pattern.variables().indexOf(name), name,
						argument.description()));
			}
			else if (option != null) {
				arguments.add(option(parameter, option, method));
			}
		}
		if (!unbound.isEmpty()) {
			throw new InvalidHandlerException(method,
					"the variable '{%s}' of the pattern '%s' has no @SshArgument parameter".formatted(unbound.get(0),
							command.value()));
		}
		CommandSyntax syntax = new CommandSyntax(pattern, command.description(), arguments, conversionService);
		syntax.check(method);
		return syntax;
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

	private static Argument option(MethodParameter parameter, SshOption option, Method method) {
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
		return Argument.option(parameter, List.of(names), option);
	}

	private static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return (name != null) ? name : "arg" + parameter.getParameterIndex();
	}

	private static String kebabCase(String name) {
		return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
	}

	/**
	 * Let picocli look at the whole now rather than when the first client comes.
	 */
	private void check(Method method) {
		try {
			commandLine(80);
		}
		catch (CommandLine.PicocliException ex) {
			throw new InvalidHandlerException(method, String.valueOf(ex.getMessage()));
		}
	}

	CommandPattern pattern() {
		return this.pattern;
	}

	/**
	 * Parse the words after those of the pattern.
	 * @param words the words
	 * @param width the width of the terminal
	 * @return the arguments
	 * @throws CommandUsageException if the words do not fit, or ask for help
	 */
	CommandArguments parse(List<String> words, int width) {
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
			String problem = String.valueOf(ex.getMessage());
			throw CommandUsageException.error(
					(problem.length() > MAX_PROBLEM) ? problem.substring(0, MAX_PROBLEM) + "..." : problem,
					usage(commandLine));
		}
		Map<Integer, Object> values = new HashMap<>();
		for (ArgSpec spec : commandLine.getCommandSpec().args()) {
			if (spec.userObject() instanceof Argument argument) {
				@Nullable Object value = spec.getValue();
				if (value != null) {
					values.put(argument.parameter().getParameterIndex(), value);
				}
			}
		}
		return new CommandArguments(values);
	}

	private static String usage(CommandLine commandLine) {
		return commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing().replace("\r\n", "\n");
	}

	/**
	 * What picocli is not to take for a format.
	 */
	private static String literal(String description) {
		return description.replace("%", "%%");
	}

	private CommandLine commandLine(int width) {
		CommandSpec spec = CommandSpec.create().name(this.pattern.name());
		spec.interpolateVariables(false);
		if (!this.description.isEmpty()) {
			spec.usageMessage().description(literal(this.description));
		}
		spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
		this.arguments.forEach((argument) -> spec.add(argument.toSpec(this.conversionService)));
		CommandLine commandLine = new CommandLine(spec);
		// "@name" would make the server read its own files
		commandLine.setExpandAtFiles(false);
		commandLine.setUsageHelpWidth(Math.max(width, 60));
		return commandLine;
	}

	private record Argument(MethodParameter parameter, int position, List<String> names, String description,
			boolean required, @Nullable String defaultValue) {

		static Argument positional(MethodParameter parameter, int position, String name, String description) {
			return new Argument(parameter, position, List.of(name), description, true, null);
		}

		static Argument option(MethodParameter parameter, List<String> names, SshOption option) {
			return new Argument(parameter, -1, names, option.description(), option.required(),
					option.defaultValue().isEmpty() ? null : option.defaultValue());
		}

		ArgSpec toSpec(ConversionService conversionService) {
			return (this.position >= 0) ? toPositional(conversionService) : toOption(conversionService);
		}

		private PositionalParamSpec toPositional(ConversionService conversionService) {
			return PositionalParamSpec.builder()
				.index(Integer.toString(this.position))
				.arity("1")
				.required(true)
				.paramLabel("<" + this.names.get(0) + ">")
				.description(literal(this.description))
				.type(parsedType())
				.converters(converter(conversionService))
				.userObject(this)
				.build();
		}

		private OptionSpec toOption(ConversionService conversionService) {
			OptionSpec.Builder builder = OptionSpec.builder(this.names.toArray(String[]::new))
				.description(literal(this.description))
				.required(this.required)
				.type(parsedType())
				.userObject(this);
			if (type() == Boolean.class) {
				return builder.arity("0").defaultValue("false").build();
			}
			builder.arity("1")
				.paramLabel("<" + type().getSimpleName().toLowerCase(Locale.ROOT) + ">")
				.converters(converter(conversionService));
			if (this.defaultValue != null) {
				builder.defaultValue(this.defaultValue);
			}
			return builder.build();
		}

		/**
		 * Spring converts to the whole of an array or an optional, where picocli would
		 * put the parts together once more.
		 */
		private Class<?> parsedType() {
			return (type().isArray() || type() == Optional.class) ? Object.class : type();
		}

		private Class<?> type() {
			return ClassUtils.resolvePrimitiveIfNecessary(this.parameter.getParameterType());
		}

		private ITypeConverter<?> converter(ConversionService conversionService) {
			return (value) -> {
				try {
					Object converted = conversionService.convert(value, TypeDescriptor.valueOf(String.class),
							new TypeDescriptor(this.parameter));
					if (converted != null) {
						return converted;
					}
				}
				catch (ConversionException ex) {
					// said below
				}
				throw new TypeConversionException("'%s' is not %s".formatted(value, expected()));
			};
		}

		private String expected() {
			Object[] constants = type().getEnumConstants();
			return (constants != null) ? "one of " + Arrays.toString(constants)
					: "a valid " + type().getSimpleName().toLowerCase(Locale.ROOT);
		}

	}

}
