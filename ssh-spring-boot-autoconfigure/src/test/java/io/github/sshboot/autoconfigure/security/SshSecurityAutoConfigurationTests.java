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

package io.github.sshboot.autoconfigure.security;

import java.nio.file.Path;

import io.github.sshboot.autoconfigure.server.SshServerAutoConfiguration;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.SshConnectionInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with Spring Security.
 */
class SshSecurityAutoConfigurationTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.runner = new ApplicationContextRunner()
			.withBean(SshHandler.class, () -> (session) -> session.getWriter().print("served"))
			.withConfiguration(
					AutoConfigurations.of(SshServerAutoConfiguration.class, SshSecurityAutoConfiguration.class))
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0", "ssh.server.authentication.failure-delay=0",
					"ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE));
	}

	@Test
	void authenticationManagerDecidesAboutPasswords() {
		this.runner.withUserConfiguration(Depot.class, Users.class).run((context) -> {
			assertThat(password(context, "secret", "whoami").output()).startsWith("demo ")
				.contains("ROLE_CLERK")
				.endsWith(" User 127.0.0.1\n");
			assertThat(password(context, "Secret", "whoami").status()).isEqualTo(255);
		});
	}

	@Test
	void onlyMethodsThatSomethingDecidesAboutAreOffered() {
		this.runner.withUserConfiguration(Depot.class, Users.class)
			.run((context) -> assertThat(password(context, "Secret", "whoami").error())
				.contains("Permission denied (password,keyboard-interactive)"));
	}

	@Test
	void methodSecurityKnowsWhoHasLoggedIn() {
		this.runner.withUserConfiguration(Depot.class, Users.class).run((context) -> {
			assertThat(password(context, "secret", "stock").output()).isEqualTo("42\n");
			Result denied = password(context, "secret", "sell");
			assertThat(denied.status()).isEqualTo(126);
			assertThat(denied.output()).isEmpty();
		});
	}

	@Test
	void methodSecurityKnowsTheAuthoritiesOfConfiguredUsers() {
		this.runner.withUserConfiguration(Depot.class)
			.withPropertyValues("ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC,
					"ssh.server.authentication.users.demo.authorities=ROLE_SELLER")
			.run((context) -> {
				int port = context.getBean(SshServer.class).getPort();
				assertThat(OpenSshClient.withKey(this.directory, port).run("whoami").output())
					.isEqualTo("demo [ROLE_SELLER] SshIdentity 127.0.0.1\n");
				assertThat(OpenSshClient.withKey(this.directory, port).run("sell").output()).isEqualTo("sold\n");
				assertThat(OpenSshClient.withKey(this.directory, port).run("stock").status()).isEqualTo(126);
			});
	}

	@Test
	void interceptorsOfTheApplicationKnowWhoHasLoggedInToo() {
		this.runner.withUserConfiguration(Depot.class, Users.class)
			.withBean(SshInterceptor.class, () -> (session, next) -> {
				session.getWriter()
					.println("intercepted " + SecurityContextHolder.getContext().getAuthentication().getName());
				next.handle(session);
			})
			.run((context) -> assertThat(password(context, "secret", "stock").output())
				.isEqualTo("intercepted demo\n42\n"));
	}

	@Test
	void managerThatCannotDecideLetsNobodyIn() {
		this.runner.withBean(AuthenticationManager.class, () -> (authentication) -> {
			throw new AuthenticationServiceException("the directory does not answer");
		}).run((context) -> assertThat(password(context, "secret", "stock").status()).isEqualTo(255));
	}

	@Test
	void withoutSpringSecurityThereIsNothingOfIt() {
		this.runner.withPropertyValues("ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC)
			.withClassLoader(new FilteredClassLoader(AuthenticationManager.class))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(SecurityContextInterceptor.class)
					.doesNotHaveBean(AuthenticationManagerAuthenticator.class);
				int port = context.getBean(SshServer.class).getPort();
				assertThat(OpenSshClient.withKey(this.directory, port).run("x").output()).isEqualTo("served");
			});
	}

	private Result password(ApplicationContext context, String password, String command) {
		return OpenSshClient.withPassword(this.directory, context.getBean(SshServer.class).getPort(), password)
			.option("PreferredAuthentications=password")
			.run(command);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Depot {

		@Bean
		Stock stock() {
			return new Stock();
		}

		@Bean
		Desk desk(Stock stock) {
			return new Desk(stock);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		AuthenticationManager authenticationManager() {
			UserDetails demo = User.withUsername("demo").password("{noop}secret").roles("CLERK").build();
			return new ProviderManager(new DaoAuthenticationProvider(new InMemoryUserDetailsManager(demo)));
		}

	}

	static class Stock {

		@PreAuthorize("hasRole('CLERK')")
		public int count() {
			return 42;
		}

		@PreAuthorize("hasRole('SELLER')")
		public String sell() {
			return "sold";
		}

	}

	@SshController
	static class Desk {

		private final Stock stock;

		Desk(Stock stock) {
			this.stock = stock;
		}

		@SshCommand("stock")
		String stock() {
			return Integer.toString(this.stock.count());
		}

		@SshCommand("sell")
		String sell() {
			return this.stock.sell();
		}

		@SshCommand("whoami")
		String whoami() {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			SshConnectionInfo connection = (SshConnectionInfo) authentication.getDetails();
			return "%s %s %s %s".formatted(authentication.getName(), authentication.getAuthorities(),
					authentication.getPrincipal().getClass().getSimpleName(),
					connection.remoteAddress().getAddress().getHostAddress());
		}

	}

}
