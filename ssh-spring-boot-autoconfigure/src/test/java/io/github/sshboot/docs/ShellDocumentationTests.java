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

import io.github.sshboot.autoconfigure.server.SshServerAutoConfiguration;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TmuxTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/shell.md} are the classes of this package, and they do what
 * is said of them.
 */
class ShellDocumentationTests {

	@TempDir
	Path directory;

	static Stream<String> codeBlocks() throws IOException {
		return Examples.in("shell.md");
	}

	@ParameterizedTest
	@MethodSource("codeBlocks")
	void codeIsThatOfAnExample(String block) throws IOException {
		Examples.assertThatItIsCompiled(block);
	}

	@Test
	void thereIsCodeToCompare() throws IOException {
		assertThat(codeBlocks()).hasSizeGreaterThan(2);
	}

	@Test
	void examplesWork() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class))
			.withUserConfiguration(Screens.class, Parcels.class, ParcelNumbers.class)
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0",
					"ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE),
					"ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC)
			.run((context) -> {
				OpenSshClient client = OpenSshClient.withKey(this.directory,
						context.getEnvironment().getRequiredProperty("local.ssh.server.port", Integer.class));
				try (TmuxTerminal terminal = TmuxTerminal.run(this.directory, client.command())) {
					terminal.awaitLastLine("demo>");
					assertThat(terminal.colours()).contains("\u001b[32m");
					terminal.type("parcels show ");
					terminal.press("Tab");
					terminal.await((screen) -> screen.contains("(Ada Lovelace)") && screen.contains("(Grace Hopper)"));
					terminal.type("2\r");
					terminal.await((screen) -> screen.contains("parcel 1002"));
					terminal.type("board\r");
					terminal.awaitLastLine("80 columns, 24 rows");
					terminal.resize(60, 20);
					terminal.awaitLastLine("60 columns, 20 rows");
					terminal.press("q");
					terminal.await((screen) -> screen.endsWith("demo>"));
				}
			});
	}

}
