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

package io.github.sshboot.autoconfigure.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.sshboot.authentication.AuthorizedKeysSource;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties that say which public keys and certificates open the server.
 */
class PublicKeyPropertiesTests {

	private static final String PREFIX = "ssh.server.authentication.";

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class))
			.withBean(SshHandler.class,
					() -> (session) -> session.getWriter()
						.println("%s %s".formatted(session.getRequest(), session.getEnvironment())))
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0", "ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE));
	}

	@Test
	void authorizedKeysAreFoundByTheNameOfTheUser() throws Exception {
		Path keys = Files.createDirectory(this.directory.resolve("keys"));
		Files.writeString(keys.resolve("demo"),
				"command=\"forced\",environment=\"A=1\" " + TestKeys.USER_PUBLIC + "\n");
		Files.writeString(keys.resolve("other"), TestKeys.OTHER_PUBLIC + "\n");
		this.runner.withPropertyValues(PREFIX + "authorized-keys=file:%s/{user}".formatted(keys)).run((context) -> {
			assertThat(logIn(context, "demo").output()).startsWith("command 'forced' {")
				.contains("A=1", "SSH_ORIGINAL_COMMAND=asked");
			assertThat(logIn(context, "other").status()).isEqualTo(255);
			assertThat(logIn(context, "missing").status()).isEqualTo(255);
		});
	}

	@Test
	void filesThatOthersMayWriteToAreUsedIfStrictModesAreOff() throws Exception {
		Path file = Files.writeString(this.directory.resolve("demo"), TestKeys.USER_PUBLIC);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
		ApplicationContextRunner lax = this.runner.withPropertyValues(PREFIX + "authorized-keys=file:" + file);
		lax.run((context) -> assertThat(logIn(context, "demo").status()).isEqualTo(255));
		lax.withPropertyValues(PREFIX + "strict-modes=false")
			.run((context) -> assertThat(logIn(context, "demo").status()).isZero());
	}

	@Test
	void certificatesOfTrustedAuthoritiesLogInUnlessTheyAreRevoked() throws Exception {
		SshKeygen keygen = SshKeygen.in(this.directory);
		Path ca = keygen.key("ca", "-t", "ed25519");
		Path key = TestKeys.write(this.directory, "user_key", TestKeys.USER_PRIVATE);
		Files.writeString(Path.of(key + ".pub"), TestKeys.USER_PUBLIC);
		keygen.userCertificate(ca, key, "-n", "demo", "-z", "5");
		ApplicationContextRunner trusting = this.runner
			.withPropertyValues(PREFIX + "trusted-user-ca-keys=" + Files.readString(SshKeygen.publicKey(ca)).strip());
		trusting.run((context) -> {
			assertThat(logIn(context, "demo").status()).isZero();
			assertThat(logIn(context, "other").status()).isEqualTo(255);
		});
		Files.writeString(this.directory.resolve("specification"), "serial: 5\n");
		Programs.run(this.directory, "ssh-keygen", "-q", "-k", "-f", "krl", "-s", "ca.pub", "specification").output();
		trusting.withPropertyValues(PREFIX + "revoked-keys=file:" + this.directory.resolve("krl"))
			.run((context) -> assertThat(logIn(context, "demo").status()).isEqualTo(255));
		trusting.withPropertyValues(PREFIX + "revoked-keys=file:" + this.directory.resolve("missing"))
			.run((context) -> assertThat(logIn(context, "demo").status()).isEqualTo(255));
	}

	@Test
	void beansHaveKeysToo() {
		this.runner
			.withBean(AuthorizedKeysSource.class,
					() -> (username) -> "demo".equals(username) ? TestKeys.USER_PUBLIC : null)
			.run((context) -> {
				assertThat(logIn(context, "demo").status()).isZero();
				assertThat(logIn(context, "other").status()).isEqualTo(255);
			});
	}

	@Test
	void anEmptyLocationIsRefused() {
		this.runner.withPropertyValues(PREFIX + "authorized-keys[0]=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo(PREFIX + "authorized-keys");
					assertThat(failure.getReason()).isEqualTo("a location must not be empty");
				}));
	}

	private OpenSshClient.Result logIn(ApplicationContext context, String username) {
		return OpenSshClient.withKey(this.directory, context.getBean(SshServer.class).getPort())
			.user(username)
			.run("asked");
	}

}
