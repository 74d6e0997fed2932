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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sshboot.session.CommandSyntaxException;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.ConversionService;

/**
 * Finds the annotated method of an {@link SshController @SshController} for a request.
 *
 * @since 0.1.0
 */
public final class AnnotatedHandlerMapping implements SshHandlerMapping {

	private static final int USAGE_ERROR = 2;

	private static final int COMMAND_NOT_FOUND = 127;

	private final ConversionService conversionService;

	private final Map<List<String>, AnnotatedHandler> commands = new HashMap<>();

	private final Map<String, AnnotatedHandler> subsystems = new HashMap<>();

	private @Nullable AnnotatedHandler shell;

	private int longestPattern;

	private AnnotatedHandlerMapping(ConversionService conversionService) {
		this.conversionService = conversionService;
	}

	/**
	 * Collect the handlers of all controllers.
	 * @param beanFactory knows the controllers
	 * @param conversionService converts arguments and options
	 * @return the mapping
	 * @throws AmbiguousHandlerException if two handlers would serve the same requests
	 * @throws InvalidHandlerException if a handler cannot be used as it is written
	 */
	public static AnnotatedHandlerMapping create(ConfigurableListableBeanFactory beanFactory,
			ConversionService conversionService) {
		AnnotatedHandlerMapping mapping = new AnnotatedHandlerMapping(conversionService);
		for (String name : beanFactory.getBeanNamesForAnnotation(SshController.class)) {
			Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
			if (type != null && !ScopedProxyUtils.isScopedTarget(name)) {
				mapping.addController(() -> beanFactory.getBean(name), type);
			}
		}
		return mapping;
	}

	private void addController(Supplier<Object> bean, Class<?> type) {
		ExceptionHandlers exceptionHandlers = new ExceptionHandlers();
		methods(type, SshExceptionHandler.class)
			.forEach((method, annotation) -> exceptionHandlers.add(bean, method, annotation));
		methods(type, SshCommand.class)
			.forEach((method, annotation) -> addCommand(bean, method, annotation, exceptionHandlers));
		methods(type, SshSubsystem.class)
			.forEach((method, annotation) -> addSubsystem(bean, method, annotation, exceptionHandlers));
		methods(type, SshShell.class).keySet().forEach((method) -> addShell(bean, method, exceptionHandlers));
	}

	private static <A extends Annotation> Map<Method, A> methods(Class<?> type, Class<A> annotation) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						annotation));
	}

	private void addCommand(Supplier<Object> bean, Method method, SshCommand annotation,
			ExceptionHandlers exceptionHandlers) {
		CommandSyntax syntax = CommandSyntax.of(annotation, method, InvocableHandler.parameters(method),
				this.conversionService);
		AnnotatedHandler handler = handler(bean, method, syntax, exceptionHandlers);
		checkUnique("the command '%s'".formatted(syntax.pattern().name()),
				this.commands.putIfAbsent(syntax.pattern().words(), handler), handler);
		this.longestPattern = Math.max(this.longestPattern, syntax.pattern().words().size());
	}

	private void addSubsystem(Supplier<Object> bean, Method method, SshSubsystem annotation,
			ExceptionHandlers exceptionHandlers) {
		AnnotatedHandler handler = handler(bean, method, null, exceptionHandlers);
		checkUnique("the subsystem '%s'".formatted(annotation.value()),
				this.subsystems.putIfAbsent(annotation.value(), handler), handler);
	}

	private void addShell(Supplier<Object> bean, Method method, ExceptionHandlers exceptionHandlers) {
		AnnotatedHandler handler = handler(bean, method, null, exceptionHandlers);
		checkUnique("the shell", this.shell, handler);
		this.shell = handler;
	}

	private AnnotatedHandler handler(Supplier<Object> bean, Method method, @Nullable CommandSyntax syntax,
			ExceptionHandlers exceptionHandlers) {
		if (!HandlerResults.isSupported(method.getReturnType())) {
			throw new InvalidHandlerException(method,
					"nothing is known to do with a result of type %s".formatted(method.getReturnType().getName()));
		}
		InvocableHandler invocable = InvocableHandler.of(bean, method, InvocableHandler.parameters(method),
				(parameter) -> (syntax != null) ? commandParameter(parameter) : null);
		return new AnnotatedHandler(invocable, syntax, exceptionHandlers);
	}

	private static InvocableHandler.@Nullable ParameterValue commandParameter(MethodParameter parameter) {
		int index = parameter.getParameterIndex();
		return (parameter.hasParameterAnnotation(SshArgument.class)
				|| parameter.hasParameterAnnotation(SshOption.class))
						? (session, arguments, exception) -> arguments.get(index) : null;
	}

	private static void checkUnique(String request, @Nullable AnnotatedHandler other, AnnotatedHandler handler) {
		if (other != null) {
			throw new AmbiguousHandlerException(request, other.method().toString(), handler.method().toString());
		}
	}

	@Override
	public @Nullable SshHandler getHandler(SshSession session) {
		SshRequest request = session.getRequest();
		return switch (request.kind()) {
			case SHELL -> this.shell;
			case SUBSYSTEM -> this.subsystems.get(request.subsystem());
			case EXEC -> findCommand(request);
		};
	}

	private @Nullable SshHandler findCommand(SshRequest request) {
		List<String> words;
		try {
			words = request.arguments();
		}
		catch (CommandSyntaxException ex) {
			return null;
		}
		for (int length = Math.min(words.size(), this.longestPattern); length > 0; length--) {
			AnnotatedHandler handler = this.commands.get(words.subList(0, length));
			if (handler != null) {
				return handler;
			}
		}
		return null;
	}

	/**
	 * Return a mapping for the commands that no mapping before it knows: they are
	 * answered as a shell answers them, if there are any commands at all.
	 * @return the mapping
	 */
	public SshHandlerMapping unknownCommands() {
		return (session) -> (session.getRequest().kind() == SshRequest.Kind.EXEC && !this.commands.isEmpty())
				? AnnotatedHandlerMapping::commandNotFound : null;
	}

	private static void commandNotFound(SshSession session) {
		try {
			session.getRequest().arguments();
		}
		catch (CommandSyntaxException ex) {
			session.getErrorWriter().println(ex.getMessage());
			session.exit(USAGE_ERROR);
			return;
		}
		session.getErrorWriter().println("%s: command not found".formatted(session.getRequest().command()));
		session.exit(COMMAND_NOT_FOUND);
	}

}
