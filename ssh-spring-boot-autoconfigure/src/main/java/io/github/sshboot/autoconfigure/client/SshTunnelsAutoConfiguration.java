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

import javax.sql.DataSource;

import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.tunnel.SshTunnels;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the tunnels in
 * {@code ssh.client.connections.<connection>.tunnels}. They are open before beans of
 * databases are made, and closed after these are destroyed.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SshClientAutoConfiguration.class)
@ConditionalOnBean(SshClientFactory.class)
@Conditional(OnTunnelsCondition.class)
public final class SshTunnelsAutoConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(SshTunnels.class)
	OpenTunnels sshTunnels(SshClientFactory clients, SshClientProperties properties) {
		return OpenTunnels.open(clients, new TunnelPropertiesMapper().map(properties));
	}

	@Bean
	static TunnelPortsPostProcessor sshTunnelPorts(ConfigurableEnvironment environment) {
		return new TunnelPortsPostProcessor(environment);
	}

	@Bean
	static DataSourceDependsOnTunnels dataSourceDependsOnSshTunnels() {
		return new DataSourceDependsOnTunnels();
	}

	/**
	 * Beans of R2DBC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = R2dbcConfiguration.CONNECTION_FACTORY)
	static class R2dbcConfiguration {

		private static final String CONNECTION_FACTORY = "io.r2dbc.spi.ConnectionFactory";

		@Bean
		static R2dbcDependsOnTunnels r2dbcDependsOnSshTunnels() {
			return new R2dbcDependsOnTunnels();
		}

	}

	/**
	 * Lets the ports of tunnels be asked for, now that there can be beans.
	 */
	static class TunnelPortsPostProcessor implements BeanFactoryPostProcessor {

		private final ConfigurableEnvironment environment;

		TunnelPortsPostProcessor(ConfigurableEnvironment environment) {
			this.environment = environment;
		}

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) throws BeansException {
			TunnelPorts.register(this.environment, beanFactory).ready();
		}

	}

	/**
	 * Has data sources made after the tunnels.
	 */
	static class DataSourceDependsOnTunnels extends AbstractDependsOnBeanFactoryPostProcessor {

		DataSourceDependsOnTunnels() {
			super(DataSource.class, SshTunnels.class);
		}

	}

	/**
	 * Has connection factories of R2DBC made after the tunnels.
	 */
	static class R2dbcDependsOnTunnels extends AbstractDependsOnBeanFactoryPostProcessor {

		R2dbcDependsOnTunnels() {
			super(ClassUtils.resolveClassName(R2dbcConfiguration.CONNECTION_FACTORY, null), SshTunnels.class);
		}

	}

}
