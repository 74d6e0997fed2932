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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.github.sshboot.authentication.PublicKeySettings;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SecurityKeyAgent;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.KeyMaterial;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenSSH's {@code ssh} logs in with FIDO security keys, whose hardware is simulated.
 */
class SecurityKeyOpenSshTests {

	private static final String USER = System.getProperty("user.name");

	private static final String WEBAUTHN = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com";

	private static final int ATTESTED = 0x40;

	private static final int EXTENDED = 0x80;

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

	/**
	 * What {@code sshd} says is told by a server of its own.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "Ed25519", "EC" })
	void certificatesMeanWhatTheyMeanToSshd(String algorithm) throws Exception {
		List<String> touch = List.of();
		List<String> noTouch = List.of("-O", "no-touch-required");
		List<String> verify = List.of("-O", "verify-required");
		Path authority = SshKeygen.in(this.directory).key("ca", "-t", "ed25519");
		try (SecurityKeyAgent agent = SecurityKeyAgent.start(this.directory, algorithm)) {
			Files.writeString(this.directory.resolve("sk.pub"), agent.publicKey() + "\n");
			for (List<String> options : List.of(touch, noTouch, verify)) {
				List<String> arguments = new ArrayList<>(List.of("-n", USER));
				arguments.addAll(options);
				agent.certify(SshKeygen.in(this.directory)
					.userCertificate(authority, this.directory.resolve("sk"), arguments.toArray(String[]::new)));
				for (String line : List.of("cert-authority ", "cert-authority,no-touch-required ",
						"cert-authority,verify-required ", "")) {
					String keys = line + SshKeygen.line(authority);
					for (int claims : new int[] { SecurityKeyAgent.NOTHING, SecurityKeyAgent.TOUCHED,
							SecurityKeyAgent.TOUCHED | SecurityKeyAgent.VERIFIED }) {
						agent.claim(claims);
						assertThat(isAllowedByUs(agent, keys))
							.as("%s, certificate with %s, claims %d", line, options, claims)
							.isEqualTo(isAllowedBySshd(agent, keys));
					}
				}
				agent.claim(SecurityKeyAgent.TOUCHED | SecurityKeyAgent.VERIFIED);
				assertThat(isAllowedByUs(agent, "cert-authority " + SshKeygen.line(authority))).isTrue();
			}
		}
	}

	@Test
	void signaturesOfBrowsersMeanWhatTheyMeanToSshd() throws Exception {
		String begin = "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"https://example.org\"";
		byte[] none = new byte[0];
		try (SecurityKeyAgent agent = SecurityKeyAgent.start(this.directory, "EC");
				TestSshServer ours = TestSshServer.builder()
					.publicKeys(keys(agent.publicKey()))
					.algorithms((algorithms) -> algorithms.with(AlgorithmCategory.PUBLIC_KEY, List.of("+" + WEBAUTHN)))
					.handler((session) -> session.exit(0))
					.start();
				OpenSshServer sshd = OpenSshServer.start(this.directory, "MaxAuthTries 100",
						"PubkeyAcceptedAlgorithms +" + WEBAUTHN)) {
			Files.writeString(this.directory.resolve("authorized_keys"), agent.publicKey() + "\n");
			BrowserLogin login = (text, origin, extensions) -> {
				boolean allowed = isAllowed(ours.port(), "alice", agent, text, origin, extensions);
				assertThat(allowed).as(text).isEqualTo(isAllowed(sshd.port(), USER, agent, text, origin, extensions));
				return allowed;
			};
			assertThat(login.isAllowed(begin + ",\"crossOrigin\":false}", "https://example.org", none)).isTrue();
			assertThat(login.isAllowed(begin + "}", "https://example.org", none)).isTrue();
			assertThat(login.isAllowed(begin + "}", "https://example.com", none)).isFalse();
			assertThat(login.isAllowed(begin, "https://example.org\"", none)).isFalse();
			assertThat(login.isAllowed(begin.replace("webauthn.get", "webauthn.create") + "}", "https://example.org",
					none))
				.isFalse();
			assertThat(login.isAllowed(begin.replace("%s", "%s=") + "}", "https://example.org", none)).isFalse();
			assertThat(login.isAllowed(" " + begin + "}", "https://example.org", none)).isFalse();
			assertThat(login.isAllowed(begin.substring(0, 30), "https://example.org", none)).isFalse();
			assertThat(login.isAllowed(begin + "}", "https://example.org", new byte[] { 1 })).isFalse();
			agent.claim(SecurityKeyAgent.TOUCHED | EXTENDED);
			assertThat(login.isAllowed(begin + "}", "https://example.org", new byte[] { 1 })).isTrue();
			assertThat(login.isAllowed(begin + "}", "https://example.org", none)).isFalse();
			agent.claim(SecurityKeyAgent.TOUCHED | ATTESTED);
			assertThat(login.isAllowed(begin + "}", "https://example.org", none)).isFalse();
			agent.claim(SecurityKeyAgent.NOTHING);
			assertThat(login.isAllowed(begin + "}", "https://example.org", none)).isFalse();
			agent.claim(SecurityKeyAgent.TOUCHED);
			agent.signFor("https://example.org");
			assertThat(login.isAllowed(begin + "}", "https://example.org", none)).isFalse();
		}
	}

	@Test
	void signaturesOfBrowsersAreOnlyForThoseWhoAskForThem() throws Exception {
		try (SecurityKeyAgent agent = SecurityKeyAgent.start(this.directory, "EC");
				TestSshServer server = TestSshServer.builder()
					.publicKeys(keys(agent.publicKey()))
					.handler((session) -> session.exit(0))
					.start()) {
			assertThat(isAllowed(server.port(), "alice", agent,
					"{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"x\"}", "x", new byte[0]))
				.isFalse();
		}
	}

	private static boolean isAllowed(int port, String username, SecurityKeyAgent agent, String text, String origin,
			byte[] extensions) throws Exception {
		try (LoginPeer peer = LoginPeer.connect(port)) {
			return peer.sign(username, WEBAUTHN, agent.blob(), (data) -> {
				String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(data);
				return agent.signInBrowser(text.replace("%s", challenge), origin, extensions);
			}).readNumber() == SshConstants.SSH_MSG_USERAUTH_SUCCESS;
		}
	}

	private boolean isAllowedBySshd(SecurityKeyAgent agent, String keys) throws IOException {
		try (OpenSshServer sshd = OpenSshServer.start(this.directory)) {
			Files.writeString(this.directory.resolve("authorized_keys"), keys + "\n");
			return OpenSshClient.withAgent(this.directory, sshd.port(), agent.socket())
				.user(USER)
				.run("true")
				.status() == 0;
		}
	}

	private boolean isAllowedByUs(SecurityKeyAgent agent, String keys) {
		try (TestSshServer server = TestSshServer.builder()
			.publicKeys(keys(keys))
			.handler((session) -> session.exit(0))
			.start()) {
			return OpenSshClient.withAgent(this.directory, server.port(), agent.socket())
				.user(USER)
				.run("x")
				.status() == 0;
		}
	}

	private static PublicKeySettings keys(String lines) {
		KeyMaterial keys = KeyMaterial.ofContent("test", lines.getBytes(StandardCharsets.UTF_8));
		return new PublicKeySettings(List.of((username) -> keys), List.of(), List.of(), true);
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
		try (TestSshServer server = TestSshServer.builder()
			.publicKeys(keys(options + agent.publicKey()))
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

	/**
	 * Logs in as a browser would.
	 */
	@FunctionalInterface
	private interface BrowserLogin {

		boolean isAllowed(String text, String origin, byte[] extensions) throws Exception;

	}

}
