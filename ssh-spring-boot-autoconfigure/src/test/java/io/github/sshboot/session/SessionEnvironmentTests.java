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

package io.github.sshboot.session;

import java.util.List;
import java.util.Map;

import io.github.sshboot.authentication.LoginPermissions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionEnvironmentTests {

	private final ClientEnvironment client = new ClientEnvironment(List.of("*"), 10);

	@Test
	void whatTheKeyHasComesBeforeWhatTheClientSends() {
		this.client.offer("LANG", "C");
		this.client.offer("ROLE", "admin");
		assertThat(SessionEnvironment.of(this.client, permissions(Map.of("ROLE", "guest")), SshRequest.exec("x")))
			.isEqualTo(Map.of("LANG", "C", "ROLE", "guest"));
	}

	@Test
	void theClientDoesNotSayWhatItHasAskedFor() {
		this.client.offer("SSH_ORIGINAL_COMMAND", "fake");
		LoginPermissions permissions = permissions(Map.of());
		assertThat(SessionEnvironment.of(this.client, permissions, SshRequest.exec("x").forced("y")))
			.isEqualTo(Map.of("SSH_ORIGINAL_COMMAND", "x"));
		assertThat(SessionEnvironment.of(this.client, permissions, SshRequest.subsystem("sftp").forced("y")))
			.isEqualTo(Map.of("SSH_ORIGINAL_COMMAND", "sftp"));
		assertThat(SessionEnvironment.of(this.client, permissions, SshRequest.shell().forced("y"))).isEmpty();
	}

	private static LoginPermissions permissions(Map<String, String> environment) {
		return new LoginPermissions(true, true, true, true, null, environment, null, null);
	}

}
