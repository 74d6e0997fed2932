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

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.HostKeyFiles;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.PrivateKeyException;
import io.github.sshboot.transport.PrivateKeyException.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code ssh.server.host-key.*}.
 */
class HostKeyPropertiesTests {

	private static final String PREFIX = "ssh.server.host-key.";

	@TempDir
	Path directory;

	private HostKeyFiles files;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.files = new HostKeyFiles(this.directory);
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class))
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0",
					"ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC)
			.withBean(SshHandler.class, () -> (session) -> session.getWriter().print("hello"));
	}

	@Test
	void passphrasesGoWithTheirKeysAndTheCommonOneWithTheRest() {
		Path first = encrypted("first", "ed25519", "common");
		Path second = encrypted("second", "ecdsa", "one, with a comma");
		Path third = encrypted("third", "rsa", "common");
		this.runner.withPropertyValues(PREFIX + "private-keys=%s,%s,%s".formatted(first, second, third),
				PREFIX + "passphrase=common", PREFIX + "passphrases[0]=", PREFIX + "passphrases[1]=one, with a comma")
			.run((context) -> assertThat(context.getBean(SshServer.class).getHostKeyFingerprints())
				.extracting(KeyFingerprint::type)
				.containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"));
	}

	@Test
	void wrongPassphraseNamesTheKey() {
		Path first = encrypted("first", "ed25519", "one");
		Path second = encrypted("second", "ecdsa", "two");
		this.runner
			.withPropertyValues(PREFIX + "private-keys=%s,%s".formatted(first, second), PREFIX + "passphrases=one,tvvo")
			.run((context) -> assertThat(context.getStartupFailure()).cause()
				.isInstanceOfSatisfying(PrivateKeyException.class, (ex) -> {
					assertThat(ex.getProblem()).isEqualTo(Problem.WRONG_PASSPHRASE);
					assertThat(ex.getProperty()).isEqualTo("ssh.server.host-key.private-keys[1]");
					assertThat(ex).hasMessageContaining(second.toString()).hasMessageNotContaining("tvvo");
				}));
	}

	@Test
	void morePassphrasesThanKeysAreRefusedAndNotShown() {
		this.runner
			.withPropertyValues(PREFIX + "private-keys=" + this.files.key("key", "ed25519"),
					PREFIX + "passphrases=s3cret,s3cret")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("ssh.server.host-key.passphrases")
				.hasMessageContaining("there are 1 private keys")
				.hasMessageNotContaining("s3cret"));
	}

	@Test
	void certificatesCanBeInlineBase64OrLocations() throws Exception {
		Path key = this.files.key("key", "ed25519");
		Path authority = this.files.key("authority", "ed25519");
		Path certificate = this.files.certify(authority, key, "-h", "-n", "127.0.0.1");
		byte[] content = Files.readAllBytes(certificate);
		Path knownHosts = this.files.knownHosts("known_hosts", "@cert-authority", authority);
		for (String value : List.of(new String(content), "base64:" + Base64.getEncoder().encodeToString(content),
				"file:" + certificate, certificate.toString())) {
			this.runner.withPropertyValues(PREFIX + "private-keys=" + key)
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new MapPropertySource("certificates", Map.of(PREFIX + "certificates[0]", value))))
				.run((context) -> assertThat(
						OpenSshClient.withKey(this.directory, context.getBean(SshServer.class).getPort())
							.trusting(knownHosts)
							.run("x")
							.output())
					.isEqualTo("hello"));
		}
	}

	@Test
	void filesAreFollowedUnlessToldOtherwise() {
		Path key = TestKeys.write(this.directory, "key", TestKeys.ED25519_PRIVATE);
		ApplicationContextRunner runner = this.runner.withPropertyValues(PREFIX + "private-keys=" + key);
		runner.run((context) -> {
			SshServer server = context.getBean(SshServer.class);
			TestKeys.write(this.directory, "key", TestKeys.ECDSA_PRIVATE);
			await().untilAsserted(() -> assertThat(server.getHostKeyFingerprints()).extracting(KeyFingerprint::type)
				.containsExactly("ecdsa-sha2-nistp256"));
			assertThat(followers()).hasSize(1);
		});
		await().untilAsserted(() -> assertThat(followers()).isEmpty());
		runner.withPropertyValues(PREFIX + "reload-on-update=false")
			.run((context) -> assertThat(followers()).isEmpty());
	}

	@Test
	void keyOnTheClassPathHasNoPermissionsOfItsOwn() throws Exception {
		Path key = TestKeys.write(this.directory, "key", TestKeys.ED25519_PRIVATE);
		Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.directory.toUri().toURL() },
				getClass().getClassLoader())) {
			this.runner.withClassLoader(loader)
				.withPropertyValues(PREFIX + "private-keys=classpath:key")
				.run((context) -> assertThat(context).hasNotFailed());
		}
		this.runner.withPropertyValues(PREFIX + "private-keys=file:" + key)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(PrivateKeyException.class,
						(ex) -> assertThat(ex.getProblem()).isEqualTo(Problem.TOO_OPEN)));
	}

	private Path encrypted(String name, String type, String passphrase) {
		Path key = this.files.key(name, type);
		Programs.run(this.directory, "ssh-keygen", "-p", "-P", "", "-N", passphrase, "-f", name).output();
		return key;
	}

	private static List<String> followers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("ssh-host-keys-"))
			.toList();
	}

}
