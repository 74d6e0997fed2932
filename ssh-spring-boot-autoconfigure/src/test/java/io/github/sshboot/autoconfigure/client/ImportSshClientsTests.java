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

import java.util.Map;

import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.UnknownSshConnectionException;
import io.github.sshboot.testing.AheadOfTime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that are injected by the names of their connections.
 */
class ImportSshClientsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SshClientAutoConfiguration.class))
		.withPropertyValues("ssh.client.connections.build.host=build", "ssh.client.connections.db.host=db");

	@Test
	void clientsAreInjectedByName() {
		this.runner.withUserConfiguration(Hosts.class).run((context) -> {
			SshClientFactory factory = context.getBean(SshClientFactory.class);
			assertThat(context.getBean(Names.class)).isEqualTo(new Names(factory.get("build"), factory.get("db")));
			assertThat(context).doesNotHaveBean("sshClient");
		});
	}

	@Test
	void plainClientIsStillThere() {
		this.runner.withUserConfiguration(Hosts.class, Plain.class)
			.withPropertyValues("ssh.client.connections.default.host=other")
			.run((context) -> assertThat(context.getBean(PlainName.class).client())
				.isSameAs(context.getBean(SshClientFactory.class).get("default")));
	}

	@Test
	void unknownNameKeepsTheApplicationFromStarting() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SshClientAutoConfiguration.class))
			.withPropertyValues("ssh.client.connections.build.host=build")
			.withUserConfiguration(Imported.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnknownSshConnectionException.class)
				.hasMessage("There is no SSH connection 'db'; known are [build]"));
	}

	@Test
	@CompileWithForkedClassLoader
	void clientsAreInjectedWhereTheApplicationWasProcessedAheadOfTime() {
		AheadOfTime.run(Application.class, ImportSshClientsTests::addProperties, (context) -> {
			SshClientFactory factory = context.getBean(SshClientFactory.class);
			assertThat(context.getBean(Names.class)).isEqualTo(new Names(factory.get("build"), factory.get("db")));
		});
	}

	private static void addProperties(GenericApplicationContext context) {
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("ssh.client.connections.build.host", "build",
					"ssh.client.connections.db.host", "db", "ssh.client.connections.default.host", "other")));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportSshClients({ "build", "db" })
	static class Imported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportSshClients({ "build", "db" })
	static class Hosts {

		@Bean
		Names names(@Qualifier("build") SshClient build, @Qualifier("db") SshClient db) {
			return new Names(build, db);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SshClientAutoConfiguration.class)
	static class Application extends Hosts {

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		PlainName plain(SshClient client) {
			return new PlainName(client);
		}

	}

	record Names(SshClient build, SshClient db) {

	}

	record PlainName(SshClient client) {

	}

}
