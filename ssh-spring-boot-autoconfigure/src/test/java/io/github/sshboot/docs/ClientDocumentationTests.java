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

import io.github.sshboot.client.DefaultSshClientFactory;
import io.github.sshboot.client.HostResult;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.TestSshClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The examples of {@code docs/client.md} are in the classes of this package, and they do
 * what is said of them.
 */
@Timeout(60)
class ClientDocumentationTests {

	@TempDir
	Path directory;

	static Stream<String> codeBlocks() throws IOException {
		return Examples.in("client.md")
			.filter((block) -> block.contains("this.client") || block.contains("this.factory"));
	}

	@ParameterizedTest
	@MethodSource("codeBlocks")
	void codeIsThatOfAnExample(String block) throws IOException {
		Examples.assertThatItIsCompiled(block);
	}

	@Test
	void examplesWork() throws Exception {
		assertThat(codeBlocks()).hasSizeGreaterThan(8);
		try (OpenSshServer server = OpenSshServer.start(this.directory);
				DefaultSshClientFactory clients = TestSshClients.create(server.port())) {
			HostCommands commands = new HostCommands(clients.get("demo"));
			assertThat(new ManyHosts(clients).load()).singleElement().matches(HostResult::isSuccess);
			assertThat(new ManyHosts(clients).first()).isEqualTo("demo");
			assertThat(commands.sort().getOutput()).isEqualTo("a\nb\n");
			assertThat(commands.list()).contains("etc", "tmp");
			assertThat(commands.show(this.directory.resolve("sshd_config").toString())).contains("HostKey");
			assertThat(commands.disk()).contains("Filesystem");
			assertThatIllegalArgumentException().isThrownBy(() -> commands.find("no such thing \\d"))
				.withMessageContaining("Nothing matches");
		}
	}

}
