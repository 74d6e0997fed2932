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
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.sshboot.session.CommandSyntaxException;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionService;

/**
 * Finds the annotated method of an {@link SshController @SshController} for a request.
 *
 * @since 0.1.0
 */
public final class AnnotatedHandlerMapping implements SshHandlerMapping, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConversionService conversionService;

	private final HandlerParameters parameters;

	private final List<SshHandlerAuthorizer> authorizers;

	private final List<SshArgumentCompleter> completers;

	private final Map<List<String>, AnnotatedHandler> commands = new HashMap<>();

	private final Map<String, AnnotatedHandler> subsystems = new HashMap<>();

	private final Map<Method, String> methods = new HashMap<>();

	private @Nullable AnnotatedHandler shell;

	private int longestPattern;

	private AnnotatedHandlerMapping(ConfigurableListableBeanFactory beanFactory, ConversionService conversionService) {
		this.beanFactory = beanFactory;
		this.conversionService = conversionService;
		this.parameters = new HandlerParameters(
				beanFactory.getBeanProvider(SshArgumentResolver.class).orderedStream().toList());
		this.completers = beanFactory.getBeanProvider(SshArgumentCompleter.class).orderedStream().toList();
		this.authorizers = beanFactory.getBeanProvider(SshHandlerAuthorizer.class).orderedStream().toList();
	}

	/**
	 * Collect the handlers of all controllers.
	 * @param beanFactory knows the controllers, the {@link SshControllerAdvice advices},
	 * {@link SshArgumentResolver resolvers}, {@link SshArgumentCompleter completers} and
	 * {@link SshHandlerAuthorizer authorizers}, and maybe a validator
	 * @param conversionService converts arguments and options
	 * @return the mapping
	 * @throws AmbiguousHandlerException if two handlers would serve the same requests
	 * @throws InvalidHandlerException if a handler cannot be used as it is written
	 */
	public static AnnotatedHandlerMapping create(ConfigurableListableBeanFactory beanFactory,
			ConversionService conversionService) {
		AnnotatedHandlerMapping mapping = new AnnotatedHandlerMapping(beanFactory, conversionService);
		List<ExceptionHandlers> advices = new ArrayList<>();
		mapping.forEachBean(SshControllerAdvice.class, (bean) -> advices.add(mapping.exceptionHandlers(bean)));
		mapping.forEachBean(SshController.class, (bean) -> mapping.addController(bean, advices));
		return mapping;
	}

	private void forEachBean(Class<? extends Annotation> annotation, Consumer<ControllerBean> consumer) {
		Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(annotation))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.sorted(Comparator.comparingInt(this::order))
			.forEach((name) -> {
				Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
				if (type != null) {
					consumer.accept(new ControllerBean(name, type));
				}
			});
	}

	private int order(String beanName) {
		Order order = this.beanFactory.findAnnotationOnBean(beanName, Order.class);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

	private ExceptionHandlers exceptionHandlers(ControllerBean bean) {
		ExceptionHandlers handlers = new ExceptionHandlers();
		methods(bean, SshExceptionHandler.class)
			.forEach((method, annotation) -> handlers.add(() -> instance(bean), method, annotation, this.parameters));
		return handlers;
	}

	private Object instance(ControllerBean bean) {
		return this.beanFactory.getBean(bean.name());
	}

	private void addController(ControllerBean bean, List<ExceptionHandlers> advices) {
		List<ExceptionHandlers> exceptionHandlers = new ArrayList<>();
		exceptionHandlers.add(exceptionHandlers(bean));
		exceptionHandlers.addAll(advices);
		methods(bean, SshCommand.class)
			.forEach((method, annotation) -> addCommand(bean, method, annotation, exceptionHandlers));
		methods(bean, SshSubsystem.class)
			.forEach((method, annotation) -> addSubsystem(bean, method, annotation, exceptionHandlers));
		methods(bean, SshShell.class)
			.forEach((method, annotation) -> addShell(bean, method, annotation, exceptionHandlers));
	}

	private <A extends Annotation> Map<Method, A> methods(ControllerBean bean, Class<A> annotation) {
		Map<Method, A> found = MethodIntrospector.selectMethods(bean.type(),
				(MethodIntrospector.MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						annotation));
		found.keySet().forEach((method) -> this.methods.put(method, bean.name()));
		return found;
	}

	private void addCommand(ControllerBean bean, Method method, SshCommand annotation,
			List<ExceptionHandlers> exceptionHandlers) {
		CommandSyntax syntax = CommandSyntax.of(annotation, method, HandlerParameters.of(method),
				this.conversionService, this.completers);
		AnnotatedHandler handler = handler(bean, method, syntax.pattern().toString(), syntax, annotation.authorities(),
				exceptionHandlers);
		checkUnique("the command '%s'".formatted(syntax.pattern().name()),
				this.commands.putIfAbsent(syntax.pattern().words(), handler), handler);
		this.longestPattern = Math.max(this.longestPattern, syntax.pattern().words().size());
	}

	private void addSubsystem(ControllerBean bean, Method method, SshSubsystem annotation,
			List<ExceptionHandlers> exceptionHandlers) {
		AnnotatedHandler handler = handler(bean, method, annotation.value(), null, annotation.authorities(),
				exceptionHandlers);
		checkUnique("the subsystem '%s'".formatted(annotation.value()),
				this.subsystems.putIfAbsent(annotation.value(), handler), handler);
	}

	private void addShell(ControllerBean bean, Method method, SshShell annotation,
			List<ExceptionHandlers> exceptionHandlers) {
		AnnotatedHandler handler = handler(bean, method, "shell", null, annotation.authorities(), exceptionHandlers);
		checkUnique("the shell", this.shell, handler);
		this.shell = handler;
	}

	private AnnotatedHandler handler(ControllerBean bean, Method method, String name, @Nullable CommandSyntax syntax,
			String[] authorities, List<ExceptionHandlers> exceptionHandlers) {
		if (!HandlerResults.isSupported(method.getReturnType())) {
			throw new InvalidHandlerException(method,
					"nothing is known to do with a result of type %s".formatted(method.getReturnType().getName()));
		}
		InvocableHandler invocable = InvocableHandler.of(() -> instance(bean), method, HandlerParameters.of(method),
				(parameter) -> (syntax != null) ? commandParameter(parameter) : null, this.parameters);
		return new AnnotatedHandler(name, invocable, syntax,
				new HandlerAccess(method, bean.type(), Set.of(authorities), this.authorizers),
				ParameterConstraints.find(this.beanFactory, method, bean.type()), List.copyOf(exceptionHandlers));
	}

	private static InvocableHandler.@Nullable ParameterValue commandParameter(MethodParameter parameter) {
		int index = parameter.getParameterIndex();
		return (parameter.hasParameterAnnotation(SshArgument.class)
				|| parameter.hasParameterAnnotation(SshOption.class))
						? (session, arguments, exception) -> arguments.get(index) : null;
	}

	private static void checkUnique(String request, @Nullable AnnotatedHandler other, AnnotatedHandler handler) {
		if (other != null) {
			throw new AmbiguousHandlerException(request, other.invocable().toString(), handler.invocable().toString());
		}
	}

	/**
	 * Check that the proxies of the controllers have the methods: only now are there any.
	 * A controller that is made later than the application is checked when it is called.
	 * @throws InvalidHandlerException if a proxy has not
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.methods.forEach((method, beanName) -> {
			if (this.beanFactory.containsSingleton(beanName)) {
				checkCallable(method, this.beanFactory.getBean(beanName));
			}
		});
	}

	private static void checkCallable(Method method, Object bean) {
		if (!AopUtils.isAopProxy(bean)) {
			return;
		}
		try {
			AopUtils.selectInvocableMethod(method, bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new InvalidHandlerException(method,
					AopUtils.isJdkDynamicProxy(bean) ? "its bean is a proxy of interfaces, none of which has the method"
							: "its bean is a proxy, which cannot pass on a private method");
		}
		if (AopUtils.isCglibProxy(bean) && Modifier.isFinal(method.getModifiers())) {
			throw new InvalidHandlerException(method, "its bean is a proxy, which cannot pass on a final method");
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
	 * Check that no method serves a subsystem that something else serves.
	 * @param subsystem the name of the subsystem
	 * @param other what serves it
	 * @throws AmbiguousHandlerException if a method does
	 */
	public void checkNotServed(String subsystem, String other) {
		AnnotatedHandler handler = this.subsystems.get(subsystem);
		if (handler != null) {
			throw new AmbiguousHandlerException("the subsystem '%s'".formatted(subsystem),
					handler.invocable().toString(), other);
		}
	}

	/**
	 * Return a mapping for the commands that no mapping before it knows: they are
	 * answered as a shell answers them, if there are any commands at all.
	 * @return the mapping
	 */
	public SshHandlerMapping unknownCommands() {
		return new UnservedCommands(new CommandCatalog(this.commands.values()));
	}

	/**
	 * Return the commands that users may run.
	 * @return the catalog
	 */
	public SshCommandCatalog catalog() {
		return new CommandCatalog(this.commands.values());
	}

	private record ControllerBean(String name, Class<?> type) {

	}

}
