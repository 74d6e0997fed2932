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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.sshboot.autoconfigure.client.SshClientAutoConfiguration;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/connections.md} are in the classes of this package, and
 * they do what is said of them.
 */
@Timeout(60)
class ConnectionsDocumentationTests {

	@TempDir
	Path directory;

	static Stream<String> codeBlocks() throws IOException {
		return Examples.in("connections.md");
	}

	@ParameterizedTest
	@MethodSource("codeBlocks")
	void codeIsThatOfAnExample(String block) throws IOException {
		Examples.assertThatItIsCompiled(block);
	}

	@Test
	void examplesWork() throws IOException {
		Path banner = Files.writeString(this.directory.resolve("banner"), "Be kind\n");
		Path key = TestKeys.write(this.directory, "key", TestKeys.USER_PRIVATE);
		String username = System.getProperty("user.name");
		try (OpenSshServer server = OpenSshServer.start(this.directory, "Banner " + banner);
				TestSshServer db = TestSshServer.start((session) -> session.getWriter().print("backed up"))) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SshClientAutoConfiguration.class))
				.withBean("passwords", Vault.class, () -> (host, user) -> "demo")
				.withBean(Banners.class)
				.withUserConfiguration(Hosts.class)
				.withPropertyValues("ssh.client.connections.default.host=127.0.0.1",
						"ssh.client.connections.default.port=" + server.port(),
						"ssh.client.connections.default.private-keys=" + key,
						"ssh.client.connections.default.host-key=" + TestKeys.ED25519_PUBLIC,
						"ssh.client.connections.db.host=localhost", "ssh.client.connections.db.port=" + db.port(),
						"ssh.client.connections.db.username=demo", "ssh.client.connections.db.default-keys=false",
						"ssh.client.connections.db.host-key=" + TestKeys.ED25519_PUBLIC)
				.run((context) -> {
					new Releases(context.getBean(SshClient.class)).publish(7, "new");
					assertThat(this.directory.resolve("releases/7/notes.txt")).hasContent("new");
					assertThat(context.getBean(Banners.class).of("127.0.0.1")).isEqualTo("Be kind\n");
					assertThat(context.getBean(Backup.class).host().exec("x").retrieve().asString())
						.isEqualTo("backed up");
					assertThat(new Tenants(context.getBean(SshClientFactory.class)).tenant("host", username, key))
						.hasToString("SshClient[%s@host:22]".formatted(username));
				});
		}
	}

}
