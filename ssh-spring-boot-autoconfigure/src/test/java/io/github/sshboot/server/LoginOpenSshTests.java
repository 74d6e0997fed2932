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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.sshboot.authentication.LoginSettings;
import io.github.sshboot.authentication.SshAuthentication;
import io.github.sshboot.authentication.SshLogin;
import io.github.sshboot.authentication.SshPrompt;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestSshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenSSH's client logs in, in all the ways there are.
 */
@Timeout(120)
class LoginOpenSshTests {

	@TempDir
	Path directory;

	@Test
	void keyIsBoundToTheHostKey() {
		try (TestSshServer server = server()) {
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("-vvv", "x");
			assertThat(result.output()).isEqualTo("publickey");
			assertThat(result.error()).contains("using publickey-hostbound-v00@openssh.com");
		}
	}

	@Test
	void allKindsOfKeysLogIn() {
		for (String[] type : new String[][] { { "ed25519" }, { "ecdsa", "-b", "256" }, { "ecdsa", "-b", "384" },
				{ "ecdsa", "-b", "521" }, { "rsa", "-b", "2048" } }) {
			Path key = this.directory.resolve(String.join("", type));
			String[] command = { "ssh-keygen", "-q", "-N", "", "-f", key.toString(), "-t" };
			String[] all = Stream.concat(Arrays.stream(command), Arrays.stream(type)).toArray(String[]::new);
			Programs.run(this.directory, all).output();
			try (TestSshServer server = TestSshServer.builder()
				.handler((session) -> session.getWriter().print(session.getIdentity().key()))
				.keyOf("demo", Path.of(key + ".pub"))
				.start()) {
				Result result = OpenSshClient.withKeyFile(this.directory, server.port(), key).run("x");
				String listed = Programs.run(this.directory, "ssh-keygen", "-l", "-f", key + ".pub").output();
				assertThat(listed).contains(result.output().split(" ")[1]);
			}
		}
	}

	@Test
	void authenticatorDecidesAboutCertificates() {
		SshKeygen keygen = SshKeygen.in(this.directory);
		Path authority = keygen.key("authority", "-t", "ed25519");
		String fingerprint = SshKeygen.fingerprint(authority);
		List<SshLogin> asked = new CopyOnWriteArrayList<>();
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.getWriter().print(session.getIdentity().certificate()))
			.withoutUsers()
			.customize((builder) -> builder.authenticators(List.of((login) -> {
				asked.add(login);
				return login instanceof SshLogin.Certificate certificate
						&& certificate.certificate().authority().value().equals(fingerprint)
						&& certificate.principals().contains("staff") ? SshAuthentication.of() : null;
			})))
			.start()) {
			Path key = keygen.key("key", "-t", "ed25519");
			keygen.userCertificate(authority, key, "-n", "staff", "-V", "-1d:+1d");
			assertThat(certified(server, key).output()).contains("certificate of key", fingerprint);
			keygen.userCertificate(authority, key, "-n", "visitors", "-V", "-1d:+1d");
			assertThat(certified(server, key).status()).isEqualTo(255);
			keygen.userCertificate(keygen.key("stranger", "-t", "ed25519"), key, "-n", "staff", "-V", "-1d:+1d");
			assertThat(certified(server, key).status()).isEqualTo(255);
			assertThat(asked).filteredOn(SshLogin.Certificate.class::isInstance).hasSize(3);
			keygen.userCertificate(authority, key, "-n", "staff", "-V", "-2d:-1d");
			assertThat(certified(server, key).status()).isEqualTo(255);
			keygen.userCertificate(authority, key, "-n", "staff", "-O", "critical:unheard-of=x");
			assertThat(certified(server, key).status()).isEqualTo(255);
			keygen.userCertificate(authority, key, "-n", "staff", "-O", "source-address=192.0.2.1/32");
			assertThat(certified(server, key).status()).isEqualTo(255);
			assertThat(asked).filteredOn(SshLogin.Certificate.class::isInstance).hasSize(3);
		}
	}

	private Result certified(TestSshServer server, Path key) {
		return OpenSshClient.withKeyFile(this.directory, server.port(), key)
			.option("CertificateFile=" + key + "-cert.pub")
			.run("x");
	}

	@Test
	void passwordIsTypedWhenItIsAskedFor() {
		try (TestSshServer server = server()) {
			assertThat(OpenSshClient.withPassword(this.directory, server.port(), "demo")
				.option("PreferredAuthentications=password")
				.run("x")
				.output()).isEqualTo("password");
			assertThat(OpenSshClient.withPassword(this.directory, server.port(), "demo")
				.option("PreferredAuthentications=keyboard-interactive")
				.run("x")
				.output()).isEqualTo("keyboard-interactive");
			assertThat(OpenSshClient.withPassword(this.directory, server.port(), "Demo").run("x").status())
				.isEqualTo(255);
		}
	}

	@Test
	void questionsAreAnsweredInSeveralRounds() {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.getWriter().print(session.getIdentity().authorities()))
			.customize((builder) -> builder.interactiveAuthenticators(List.of((username, conversation) -> {
				List<String> first = conversation.ask("Who goes there?",
						List.of(SshPrompt.visible("Colour: "), SshPrompt.hidden("Number: ")));
				String second = conversation.ask(SshPrompt.hidden("Token: "));
				return first.equals(List.of("red", "7")) && second.equals("4711") ? SshAuthentication.of("friend")
						: null;
			})))
			.start()) {
			assertThat(OpenSshClient
				.withAnswers(this.directory, server.port(), Map.of("Colour", "red", "Number", "7", "Token", "4711"))
				.run("x")
				.output()).contains("friend");
			assertThat(OpenSshClient
				.withAnswers(this.directory, server.port(), Map.of("Colour", "red", "Number", "7", "Token", "4712"))
				.run("x")
				.status()).isEqualTo(255);
		}
	}

	@Test
	void chainIsGoneThroughWithPartialSuccess() {
		try (TestSshServer server = server("publickey,password", "publickey,keyboard-interactive")) {
			for (String second : List.of("password", "keyboard-interactive")) {
				Result result = OpenSshClient.withKeyAndPassword(this.directory, server.port(), "demo")
					.option("PreferredAuthentications=publickey," + second)
					.run("-v", "x");
				assertThat(result.output()).isEqualTo("publickey," + second);
				assertThat(result.error()).contains("Authenticated using \"publickey\" with partial success.")
					.contains("using \"%s\"".formatted(second));
			}
			Result result = OpenSshClient.withKey(this.directory, server.port()).run("x");
			assertThat(result.status()).isEqualTo(255);
			assertThat(result.error()).contains("Permission denied (password,keyboard-interactive)");
		}
	}

	@Test
	void nothingIsAskedForWhereEverybodyIsLetIn() {
		try (TestSshServer server = TestSshServer.builder()
			.handler((session) -> session.getWriter().print(session.getIdentity().methods()))
			.login((login) -> new LoginSettings(List.of(), login.timeout(), 6, Duration.ZERO, login.decisionTimeout(),
					true))
			.start()) {
			assertThat(OpenSshClient.withPassword(this.directory, server.port(), "").run("x").output())
				.isEqualTo("[none]");
		}
	}

	private static TestSshServer server(String... chains) {
		return TestSshServer.builder()
			.handler((session) -> session.getWriter().print(String.join(",", session.getIdentity().methods())))
			.login((login) -> new LoginSettings(List.of(chains), login.timeout(), 6, Duration.ZERO,
					login.decisionTimeout(), false))
			.start();
	}

}
