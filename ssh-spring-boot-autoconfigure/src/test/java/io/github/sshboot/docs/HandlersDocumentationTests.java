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

package io.github.sshboot.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.sshboot.autoconfigure.security.SshSecurityAutoConfiguration;
import io.github.sshboot.autoconfigure.server.SshServerAutoConfiguration;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/handlers.md} are the classes of this package, and they do
 * what is said of them.
 */
class HandlersDocumentationTests {

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--ssh.server.port=0", "--ssh.server.address=127.0.0.1", "--ssh.server.shutdown.grace-period=0",
					"--ssh.server.host-key.private-keys=" + TestKeys.write(directory, "host", TestKeys.ED25519_PRIVATE),
					"--ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	static Stream<String> codeBlocks() throws IOException {
		return Examples.in("handlers.md");
	}

	@ParameterizedTest
	@MethodSource("codeBlocks")
	void codeIsThatOfAnExample(String block) throws IOException {
		Examples.assertThatItIsCompiled(block);
	}

	@Test
	void thereIsCodeToCompare() throws IOException {
		assertThat(codeBlocks()).hasSizeGreaterThan(8);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "deploy STAGING --tag a --tag b | 0 | Deploying [a, b] to STAGING in 3 attempts; |",
					"deploy -n PRODUCTION | 1 | Would deploy [] to PRODUCTION in 3 attempts; |",
					"parcels show 7 | 0 | parcel 7; |",
					"parcels import a.csv 'b c.csv' | 0 | a.csv: 0 parcels;b c.csv: 0 parcels; |", "status | 3 | |",
					"later | 0 | done; |", "ticks | 0 | 0;1;2; |", "order 2 | 0 | 2 ordered; |",
					"order 10 | 75 | | Sorry, sold out;", "lookup x | 0 | x Z; |",
					"lookup '' | 1 | | There is no such thing: tenant;", "purge | 126 | | purge: permission denied;",
					"mail demo | 0 | no mail for demo; |", "mail other | 126 | | mail: permission denied;" })
	void examplesWork(String command, int status, @Nullable String output, @Nullable String error) {
		assertThat(ssh().run(command)).isEqualTo(new Result(status, lines(output), lines(error)));
	}

	@Test
	void constraintsAreUsageErrors() {
		Result result = ssh().run("order 11");
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.error()).startsWith(
				"Invalid value for parameter '<count>': must be less than or equal to 10\nUsage: order [-h] <count>");
	}

	@Test
	void shellAndSubsystemWork() {
		assertThat(ssh().run("status\nparcels show 5\n".getBytes(), "-T"))
			.isEqualTo(new Result(0, "You may run 9 commands.\nparcel 5\n", ""));
		assertThat(ssh().run("a\n".getBytes(), "-s", "upper")).isEqualTo(new Result(0, "A\n", ""));
	}

	@Test
	void handlerBeanServesTheRest() {
		assertThat(ssh().run("as it was\n".getBytes(), "anything")).isEqualTo(new Result(0, "as it was\n", ""));
		assertThat(ssh().run("-s", "other").status()).isEqualTo(1);
	}

	private static String lines(@Nullable String text) {
		return (text != null) ? text.replace(';', '\n') : "";
	}

	private static OpenSshClient ssh() {
		return OpenSshClient.withKey(directory, context.getBean(SshServer.class).getPort());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@ImportAutoConfiguration({ SshServerAutoConfiguration.class, SshSecurityAutoConfiguration.class,
			ValidationAutoConfiguration.class })
	@Import({ Deployments.class, Parcels.class, LineShell.class, Results.class, Orders.class, Failures.class,
			Administration.class, HandlerConfiguration.class })
	static class Application {

	}

}
