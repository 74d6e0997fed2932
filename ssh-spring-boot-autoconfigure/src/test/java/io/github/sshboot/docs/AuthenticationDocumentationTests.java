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
import java.util.Map;
import java.util.stream.Stream;

import io.github.sshboot.autoconfigure.security.SshSecurityAutoConfiguration;
import io.github.sshboot.autoconfigure.server.SshServerAutoConfiguration;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/authentication.md} are classes of this package, and they do
 * what is said of them.
 */
class AuthenticationDocumentationTests {

	@TempDir
	Path directory;

	static Stream<String> codeBlocks() throws IOException {
		return Examples.in("authentication.md");
	}

	@ParameterizedTest
	@MethodSource("codeBlocks")
	void codeIsThatOfAnExample(String block) throws IOException {
		Examples.assertThatItIsCompiled(block);
	}

	@Test
	void examplesWork() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SshServerAutoConfiguration.class, SshSecurityAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0", "ssh.server.authentication.failure-delay=0",
					"ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE))
			.run((context) -> {
				int port = context.getBean(SshServer.class).getPort();
				Result served = new Result(0, "42", "");
				assertThat(OpenSshClient.withKey(this.directory, port).run("x")).isEqualTo(served);
				assertThat(password(port, "secret")).isEqualTo(served);
				assertThat(password(port, "guess").status()).isEqualTo(255);
				assertThat(token(port, "4711").status()).isEqualTo(126);
				assertThat(token(port, "4712").status()).isEqualTo(255);
			});
	}

	private Result password(int port, String password) {
		return OpenSshClient.withPassword(this.directory, port, password)
			.option("PreferredAuthentications=password")
			.run("x");
	}

	private Result token(int port, String token) {
		return OpenSshClient.withAnswers(this.directory, port, Map.of("Token", token)).run("x");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@Import({ Accounts.class, Directory.class, Token.class, Warehouse.class })
	static class Application {

		@Bean
		SshHandler handler(Warehouse warehouse) {
			return (session) -> session.getWriter().print(warehouse.stock());
		}

	}

}
