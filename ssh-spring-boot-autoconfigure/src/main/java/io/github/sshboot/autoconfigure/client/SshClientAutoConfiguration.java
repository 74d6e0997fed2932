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

package io.github.sshboot.autoconfigure.client;

import java.util.Set;

import io.github.sshboot.authentication.ClientAgentSettings;
import io.github.sshboot.authentication.SshPasswordSupplier;
import io.github.sshboot.authentication.SshPromptResponder;
import io.github.sshboot.autoconfigure.KeyMaterialResolver;
import io.github.sshboot.autoconfigure.client.SshClientPropertiesMapper.Login;
import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientBuilderCustomizer;
import io.github.sshboot.client.SshClientCallbacks;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.SshClientSettings.Defaults;
import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.SshConnectionListenerFactory;
import io.github.sshboot.transport.SshClientCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of the SSH clients: an {@link SshClientFactory} and, where one of
 * the configured connections is named {@code default} or is the only one, an
 * {@link SshClient}.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@EnableConfigurationProperties(SshClientProperties.class)
public final class SshClientAutoConfiguration {

	static final String DEFAULT_CONNECTION = "default";

	@Bean
	@ConditionalOnMissingBean(SshClientFactory.class)
	DefaultSshClientFactory sshClientFactory(SshClientProperties properties, ResourceLoader resourceLoader,
			Environment environment, ObjectProvider<SshPasswordSupplier> passwordSupplier,
			ObjectProvider<SshPromptResponder> promptResponder, ObjectProvider<SshClientCustomizer> customizers,
			ObjectProvider<SshClientBuilderCustomizer> builderCustomizers,
			ObjectProvider<SshConnectionListener> listeners,
			ObjectProvider<SshConnectionListenerFactory> listenerFactories) {
		Login login = new Login(environment.getProperty(ClientAgentSettings.VARIABLE),
				passwordSupplier.getIfAvailable(), promptResponder.getIfAvailable());
		SshClientPropertiesMapper mapper = new SshClientPropertiesMapper(new KeyMaterialResolver(resourceLoader),
				login);
		Defaults defaults = mapper.mapDefaults(properties);
		return new DefaultSshClientFactory(mapper.mapConnections(properties, defaults), defaults,
				new SshClientCallbacks(customizers.orderedStream().toList(),
						builderCustomizers.orderedStream().toList(), listeners.orderedStream().toList(),
						listenerFactories.orderedStream().toList()),
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnDefaultConnectionCondition.class)
	SshClient sshClient(SshClientFactory factory) {
		Set<String> names = factory.getNames();
		return factory.get((names.size() == 1) ? names.iterator().next() : DEFAULT_CONNECTION);
	}

}
