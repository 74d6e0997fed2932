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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.github.sshboot.authentication.SshIdentity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;

/**
 * A parameter of a handler method that comes from the command line: an argument or an
 * option.
 *
 * @param parameter the parameter
 * @param position the position of an argument, or -1 for an option
 * @param rest whether the argument takes all that is left
 * @param names the name of the argument or the names of the option
 * @param help what it is
 * @param required whether the command line must have it
 * @param defaultValue the value where the command line does not have it, or {@code null}
 * @param conversionService converts texts
 * @param completer knows its values, or {@code null}
 */
record CommandParameter(MethodParameter parameter, int position, boolean rest, List<String> names, String help,
		boolean required, @Nullable String defaultValue, ConversionService conversionService,
		@Nullable SshArgumentCompleter completer) {

	/**
	 * What no user can type.
	 */
	static final String VALUE_MARK = "\0";

	private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

	static CommandParameter argument(MethodParameter parameter, SshArgument annotation, CommandPattern pattern,
			int position, ConversionService conversionService, @Nullable SshArgumentCompleter completer) {
		return new CommandParameter(parameter, position, pattern.isRest(position),
				List.of(pattern.variables().get(position)), annotation.description(),
				annotation.required() && annotation.defaultValue().isEmpty(), value(annotation.defaultValue()),
				conversionService, completer);
	}

	static CommandParameter option(MethodParameter parameter, List<String> names, SshOption annotation,
			ConversionService conversionService, @Nullable SshArgumentCompleter completer) {
		return new CommandParameter(parameter, -1, false, names, annotation.description(), annotation.required(),
				value(annotation.defaultValue()), conversionService, completer);
	}

	private static @Nullable String value(String defaultValue) {
		return defaultValue.isEmpty() ? null : defaultValue;
	}

	int index() {
		return this.parameter.getParameterIndex();
	}

	/**
	 * Return the name as it is shown.
	 */
	String label() {
		return (this.position >= 0) ? "<" + this.names.get(0) + ">" : this.names.get(this.names.size() - 1);
	}

	/**
	 * Return what it is called in a sentence.
	 */
	String description() {
		return ((this.position >= 0) ? "parameter '%s'" : "option '%s'").formatted(label());
	}

	/**
	 * Return why no command line can have a value for the parameter.
	 * @return the reason or {@code null} if one can
	 */
	@Nullable String whyUnusable() {
		if (!this.conversionService.canConvert(STRING, valueType())) {
			return "nothing converts the text of the %s to %s".formatted(description(),
					valueType().getResolvableType());
		}
		if (this.position >= 0 && !this.required && this.defaultValue == null
				&& this.parameter.getParameterType().isPrimitive()) {
			return "the %s is a primitive, so it needs a default value or to be required".formatted(description());
		}
		if (this.rest && !isMultiple() && type() != String.class) {
			return "the %s takes several words, so it must be a collection, an array or a String"
				.formatted(description());
		}
		return null;
	}

	ArgSpec toSpec() {
		return (this.position >= 0) ? toPositional() : toOption();
	}

	private PositionalParamSpec toPositional() {
		return PositionalParamSpec.builder()
			.index(this.rest ? this.position + "..*" : Integer.toString(this.position))
			.arity((this.required ? "1" : "0") + (this.rest ? "..*" : this.required ? "" : "..1"))
			.required(this.required)
			.paramLabel(label())
			.description(CommandSyntax.literal(this.help))
			.type(parsedType())
			.auxiliaryTypes(collects() ? Object.class : parsedType())
			.splitRegex((isMultiple() && !this.rest) ? "," : "")
			.converters(converter())
			.completionCandidates(completionCandidates())
			.defaultValue(this.defaultValue)
			.userObject(this)
			.build();
	}

	private OptionSpec toOption() {
		OptionSpec.Builder builder = OptionSpec.builder(this.names.toArray(String[]::new))
			.required(this.required)
			.description(CommandSyntax.literal(this.help))
			.type(parsedType())
			.userObject(this);
		if (type() == Boolean.class) {
			return builder.arity("0").defaultValue("false").build();
		}
		return builder.arity("1")
			.paramLabel("<" + valueName() + ">")
			.auxiliaryTypes(collects() ? Object.class : parsedType())
			.splitRegex(isMultiple() ? "," : "")
			.converters(converter())
			.completionCandidates(completionCandidates())
			.defaultValue(this.defaultValue)
			.build();
	}

	/**
	 * Return what picocli is to make: several values are put together here, and an
	 * {@link Optional} is Spring's.
	 */
	private Class<?> parsedType() {
		return collects() ? List.class : (type() == Optional.class) ? Object.class : type();
	}

	/**
	 * Picocli is only to tell that a value can stand somewhere: which ones there are is
	 * found out later.
	 */
	private List<String> completionCandidates() {
		return List.of(VALUE_MARK + index());
	}

	private @Nullable List<String> candidates() {
		Class<?> type = valueType().getObjectType();
		if (type == Boolean.class) {
			return List.of("false", "true");
		}
		Object @Nullable [] constants = type.getEnumConstants();
		return (constants != null) ? Arrays.stream(constants).map((constant) -> ((Enum<?>) constant).name()).toList()
				: null;
	}

	/**
	 * Return the values that the parameter can have, as far as they are known.
	 * @param typed what the user has typed of one
	 * @param identity the user
	 */
	Collection<SshCompletion> values(String typed, SshIdentity identity) {
		if (this.completer != null) {
			return this.completer.complete(this.parameter, typed, identity);
		}
		List<String> candidates = candidates();
		return (candidates != null) ? candidates.stream().map(SshCompletion::new).toList() : List.of();
	}

	/**
	 * Make the value of the parameter of what was parsed.
	 * @param parsed the converted text or texts, or {@code null} if there was none
	 * @return the value
	 */
	@Nullable Object complete(@Nullable Object parsed) {
		if (!collects()) {
			return (parsed == null && type() == Optional.class) ? Optional.empty() : parsed;
		}
		List<?> values = (parsed instanceof Collection<?> collection) ? new ArrayList<>(collection) : List.of();
		if (!isMultiple()) {
			return values.isEmpty() ? null : String.join(" ", values.stream().map(String::valueOf).toList());
		}
		TypeDescriptor list = TypeDescriptor.collection(List.class, valueType());
		return this.conversionService.convert(values, list, new TypeDescriptor(this.parameter));
	}

	private boolean collects() {
		return this.rest || isMultiple();
	}

	private boolean isMultiple() {
		return type().isArray() || Collection.class.isAssignableFrom(type());
	}

	private Class<?> type() {
		return ClassUtils.resolvePrimitiveIfNecessary(this.parameter.getParameterType());
	}

	/**
	 * Return what one text is converted to.
	 */
	private TypeDescriptor valueType() {
		TypeDescriptor type = new TypeDescriptor(this.parameter);
		if (!isMultiple()) {
			return type;
		}
		TypeDescriptor element = type.getElementTypeDescriptor();
		return (element != null) ? element : STRING;
	}

	private String valueName() {
		return valueType().getObjectType().getSimpleName().toLowerCase(Locale.ROOT);
	}

	private ITypeConverter<?> converter() {
		TypeDescriptor target = valueType();
		return (value) -> {
			try {
				Object converted = this.conversionService.convert(value, STRING, target);
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
		Object @Nullable [] constants = valueType().getObjectType().getEnumConstants();
		return (constants != null) ? "one of " + Arrays.toString(constants) : "a valid " + valueName();
	}

}
