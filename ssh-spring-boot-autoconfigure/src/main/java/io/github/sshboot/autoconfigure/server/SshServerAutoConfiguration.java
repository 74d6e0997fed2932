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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.sshboot.authentication.AuthorizedKeysSource;
import io.github.sshboot.authentication.SshAuthenticator;
import io.github.sshboot.authentication.SshInteractiveAuthenticator;
import io.github.sshboot.autoconfigure.KeyMaterialResolver;
import io.github.sshboot.autoconfigure.server.SshServerProperties.Session;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.server.SshServerBuilder;
import io.github.sshboot.server.SshServerLifecycle;
import io.github.sshboot.server.SshServerSettings;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.annotation.AmbiguousHandlerException;
import io.github.sshboot.session.annotation.AnnotatedHandlerMapping;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import io.github.sshboot.session.shell.CommandShell;
import io.github.sshboot.sftp.FileTransferMapping;
import io.github.sshboot.transport.SshServerCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ExitCodeExceptionMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Auto-configuration of the SSH server. There is one where the application has handlers:
 * {@link io.github.sshboot.session.annotation.SshController @SshController} beans, an
 * {@link SshHandler} bean, or {@link SshHandlerMapping} beans; and where file transfer is
 * switched on.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "ssh.server.enabled", matchIfMissing = true)
@Conditional(OnSshHandlerCondition.class)
@EnableConfigurationProperties(SshServerProperties.class)
@Import({ ShellConfiguration.class, FileTransferConfiguration.class })
public final class SshServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(SshServer.class)
	SshServer sshServer(SshServerProperties properties, ConfigurableListableBeanFactory beanFactory,
			ResourceLoader resourceLoader, ConfigurableEnvironment environment,
			ObjectProvider<PasswordEncoder> passwordEncoder, ObjectProvider<AuthorizedKeysSource> authorizedKeysSources,
			ObjectProvider<SshAuthenticator> authenticators,
			ObjectProvider<SshInteractiveAuthenticator> interactiveAuthenticators,
			ApplicationEventPublisher eventPublisher, AnnotatedHandlerMapping annotatedHandlerMapping,
			ObjectProvider<SshHandlerMapping> mappings, ObjectProvider<SshInterceptor> interceptors,
			ObjectProvider<SshServerCustomizer> customizers, ObjectProvider<ExitCodeExceptionMapper> exitCodeMappers,
			SshCommandCatalog commands, ObjectProvider<CommandShell> shell,
			ObjectProvider<FileTransferMapping> fileTransfer) {
		PasswordEncoder encoder = passwordEncoder.getIfUnique();
		SshServerSettings settings = new SshServerPropertiesMapper(new KeyMaterialResolver(resourceLoader),
				encoder != null)
			.map(properties, Threading.VIRTUAL.isActive(environment));
		SshServerBuilder builder = new SshServerBuilder(settings)
			.mappings(mappings(mappings, fileTransfer.getIfAvailable(), annotatedHandlerMapping, beanFactory,
					shell(properties.getSession().getShell(), commands, shell)))
			.authorizedKeysSources(authorizedKeysSources.orderedStream().toList())
			.authenticators(authenticators.orderedStream().toList())
			.interactiveAuthenticators(interactiveAuthenticators.orderedStream().toList())
			.eventPublisher(eventPublisher)
			.interceptors(interceptors.orderedStream().toList())
			.exitStatus(new ExitStatus(exitCodeMappers.orderedStream().toList()))
			.customizers(customizers.orderedStream().toList());
		if (encoder != null) {
			builder.passwordEncoder(encoder);
		}
		return builder.build();
	}

	/**
	 * First the mappings of the application, then file transfer, annotated handlers, and
	 * the handler bean for all the rest; after that, what is left is the shell of the
	 * house, and commands that nobody knows.
	 */
	private static List<SshHandlerMapping> mappings(ObjectProvider<SshHandlerMapping> applicationMappings,
			@Nullable FileTransferMapping fileTransfer, AnnotatedHandlerMapping annotated,
			ConfigurableListableBeanFactory beanFactory, @Nullable SshHandlerMapping shell) {
		List<SshHandlerMapping> mappings = new ArrayList<>(applicationMappings.orderedStream()
			.filter((mapping) -> mapping != annotated && mapping != fileTransfer)
			.toList());
		if (fileTransfer != null) {
			mappings.add(fileTransfer);
		}
		mappings.add(annotated);
		handlerBean(beanFactory, mappings);
		if (shell != null) {
			mappings.add(shell);
		}
		mappings.add(annotated.unknownCommands());
		return mappings;
	}

	private static @Nullable SshHandlerMapping shell(Session.Shell mode, SshCommandCatalog commands,
			ObjectProvider<CommandShell> shells) {
		if (mode == Session.Shell.OFF) {
			return null;
		}
		CommandShell shell = shells.getIfAvailable();
		return (shell != null) ? shell.mapping() : new ShellWithoutJLine(commands);
	}

	private static void handlerBean(ListableBeanFactory beanFactory, List<SshHandlerMapping> mappings) {
		Map<String, SshHandler> handlers = beanFactory.getBeansOfType(SshHandler.class);
		List<String> names = List.copyOf(handlers.keySet());
		if (names.size() > 1) {
			throw new AmbiguousHandlerException("every request that no annotated method serves",
					"bean '%s'".formatted(names.get(0)), "bean '%s'".formatted(names.get(1)));
		}
		handlers.values().forEach((handler) -> mappings.add((session) -> handler));
	}

	@Bean
	AnnotatedHandlerMapping sshAnnotatedHandlerMapping(ConfigurableListableBeanFactory beanFactory) {
		ApplicationConversionService conversionService = new ApplicationConversionService();
		ApplicationConversionService.addBeans(conversionService, beanFactory);
		return AnnotatedHandlerMapping.create(beanFactory, conversionService);
	}

	@Bean
	@ConditionalOnMissingBean
	SshCommandCatalog sshCommandCatalog(AnnotatedHandlerMapping mapping) {
		return mapping.catalog();
	}

	@Bean
	@ConditionalOnMissingBean
	SshServerLifecycle sshServerLifecycle(SshServer server, ApplicationEventPublisher eventPublisher) {
		return new SshServerLifecycle(server, eventPublisher);
	}

	@Bean
	LocalPortListener sshServerLocalPortListener(ConfigurableEnvironment environment) {
		return new LocalPortListener(environment);
	}

}
