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

package io.github.sshboot.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.github.sshboot.authentication.PublicKeySettings;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.SecurityKeyAgent;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.KeyMaterial;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenSSH's {@code ssh} logs in with FIDO security keys, whose hardware is simulated.
 */
class SecurityKeyOpenSshTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "Ed25519", "EC" })
	void aTouchIsNeededUnlessTheKeyIsAuthorizedWithoutOne(String algorithm) {
		assertThat(isAllowed(algorithm, "", SecurityKeyAgent.TOUCHED)).isTrue();
		assertThat(isAllowed(algorithm, "", SecurityKeyAgent.NOTHING)).isFalse();
		assertThat(isAllowed(algorithm, "", SecurityKeyAgent.VERIFIED)).isFalse();
		assertThat(isAllowed(algorithm, "no-touch-required ", SecurityKeyAgent.NOTHING)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ed25519", "EC" })
	void theUserMustBeVerifiedIfTheKeyIsAuthorizedSo(String algorithm) {
		assertThat(isAllowed(algorithm, "verify-required ", SecurityKeyAgent.TOUCHED)).isFalse();
		assertThat(isAllowed(algorithm, "verify-required ", SecurityKeyAgent.TOUCHED | SecurityKeyAgent.VERIFIED))
			.isTrue();
		assertThat(isAllowed(algorithm, "verify-required ", SecurityKeyAgent.VERIFIED)).isFalse();
		assertThat(isAllowed(algorithm, "verify-required,no-touch-required ", SecurityKeyAgent.VERIFIED)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ed25519", "EC" })
	void signaturesForOtherApplicationsAreRefused(String algorithm) {
		try (SecurityKeyAgent agent = SecurityKeyAgent.start(this.directory, algorithm)) {
			agent.signFor("https://example.org");
			assertThat(isAllowed(agent, "")).isFalse();
			agent.signFor("ssh:");
			assertThat(isAllowed(agent, "")).isTrue();
		}
	}

	private boolean isAllowed(String algorithm, String options, int claims) {
		try (SecurityKeyAgent agent = SecurityKeyAgent.start(this.directory, algorithm)) {
			agent.claim(claims);
			return isAllowed(agent, options);
		}
		finally {
			this.directory.resolve("agent-" + algorithm).toFile().delete();
		}
	}

	private boolean isAllowed(SecurityKeyAgent agent, String options) {
		KeyMaterial keys = KeyMaterial.ofContent("test",
				(options + agent.publicKey()).getBytes(StandardCharsets.UTF_8));
		try (TestSshServer server = TestSshServer.builder()
			.publicKeys(new PublicKeySettings(List.of((username) -> keys), List.of(), List.of(), true))
			.handler((session) -> session.getWriter().println("in"))
			.start()) {
			Result result = OpenSshClient.withAgent(this.directory, server.port(), agent.socket())
				.user("alice")
				.run("x");
			if (result.status() == 0) {
				assertThat(result.output()).isEqualTo("in\n");
				return true;
			}
			assertThat(result.error()).contains("Permission denied");
			return false;
		}
	}

}
