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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import io.github.sshboot.server.SshServer;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemFactory;
import io.github.sshboot.sftp.SftpLinks;
import io.github.sshboot.sftp.SftpQuota;
import io.github.sshboot.sftp.SftpRootProvider;
import io.github.sshboot.sftp.SftpSessionLimits;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.sftp.storage.RootedFileSystemFactory;
import io.github.sshboot.sftp.storage.SftpRootException;
import io.github.sshboot.sftp.storage.UserDirectories;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * {@code ssh.server.sftp.*}, as far as it is about what is behind the protocol.
 */
class SftpPropertiesTests {

	private static final String PREFIX = "ssh.server.sftp.";

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class))
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0",
					"ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "key", TestKeys.ED25519_PRIVATE),
					"ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC, PREFIX + "enabled=true",
					PREFIX + "root=" + this.directory.resolve("files/{user}"));
	}

	@Test
	void defaultsAreThoseOfTheSettings() {
		SftpSettings defaults = SftpSettings.defaults();
		SftpSessionLimits limits = defaults.limits();
		SftpSettings withTotal = new SftpSettings(defaults.readOnly(), defaults.atomicUploads(), defaults.syncUploads(),
				defaults.umask(), defaults.links(), defaults.allow(), defaults.deny(), defaults.quota(),
				new SftpSessionLimits(limits.maxHandles(), 1000, limits.maxFileSize(), limits.transferTimeout(),
						limits.idleTimeout(), limits.bandwidth()));
		assertThat(SshServerPropertiesMapper.files(new SshServerProperties.Sftp(), 4000)).isEqualTo(withTotal);
		assertThat(SshServerPropertiesMapper.root(new SshServerProperties.Sftp())).isEqualTo("./sftp/{user}");
	}

	@Test
	void allCanBeSet() {
		this.runner
			.withPropertyValues(PREFIX + "read-only=true", PREFIX + "atomic-uploads=false",
					PREFIX + "sync-uploads=false", PREFIX + "umask=0007", PREFIX + "links=create",
					PREFIX + "allow=*.csv,/in/**", PREFIX + "deny=.*", PREFIX + "quota.bytes=1GB",
					PREFIX + "quota.files=1000", PREFIX + "max-handles=7", PREFIX + "max-total-handles=70",
					PREFIX + "max-file-size=10MB", PREFIX + "transfer-timeout=1h", PREFIX + "idle-timeout=90",
					PREFIX + "bandwidth=1MB")
			.run((context) -> assertThat(
					SshServerPropertiesMapper.files(context.getBean(SshServerProperties.class).getSftp(), 1))
				.isEqualTo(new SftpSettings(true, false, false, 7, SftpLinks.CREATE, List.of("*.csv", "/in/**"),
						List.of(".*"), new SftpQuota(1L << 30, 1000), new SftpSessionLimits(7, 70, 10L << 20,
								Duration.ofHours(1), Duration.ofSeconds(90), 1L << 20))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					root              | ''        | it must be the path of a directory
					root              | /srv/{id} | the only placeholder is '{user}'
					umask             | 8         | it must be octal digits up to 777, such as 027
					umask             | 1777      | it must be octal digits up to 777, such as 027
					allow             | in/*.csv  | a pattern is for a name, without '/', or for a path, and then begins with '/'
					deny              | a/b       | a pattern is for a name, without '/', or for a path, and then begins with '/'
					quota.bytes       | 0B        | it must be more than 0
					quota.files       | 0         | it must be at least 1
					max-handles       | 0         | it must be at least 1
					max-total-handles | -1        | it must be at least 1
					max-file-size     | 0B        | it must be more than 0
					transfer-timeout  | -1s       | it must not be negative
					idle-timeout      | -1s       | it must not be negative
					bandwidth         | -1B       | it must be more than 0
					""")
	void whatMakesNoSenseIsRefused(String name, String value, String reason) {
		this.runner.withPropertyValues(PREFIX + name + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(PREFIX + name);
					assertThat(ex.getReason()).isEqualTo(reason);
				}));
	}

	@Test
	void aUserFindsAPrivateDirectory() {
		Programs.require("sftp", "openssh-client");
		this.runner.run((context) -> {
			Path file = Files.writeString(this.directory.resolve("local.txt"), "content");
			Path batch = Files.writeString(this.directory.resolve("batch"),
					"put %s /there.txt\nls /\n".formatted(file));
			String listed = Programs
				.run(this.directory, "sftp", "-b", batch.toString(), "-P",
						Integer.toString(context.getBean(SshServer.class).getPort()), "-i",
						TestKeys.write(this.directory, "user_key", TestKeys.USER_PRIVATE).toString(), "-o",
						"StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "demo@127.0.0.1")
				.output();
			assertThat(listed).contains("there.txt").doesNotContain(".sshboot");
			Path root = this.directory.resolve("files/demo");
			assertThat(root.resolve("there.txt")).hasContent("content");
			assertThat(mode(root)).isEqualTo("rwx------");
			assertThat(mode(root.getParent())).isEqualTo("rwx------");
			assertThat(mode(root.resolve("there.txt"))).isEqualTo("rw-r-----");
		});
	}

	@Test
	void aDirectoryThatCannotBeCreatedStopsTheStart() throws IOException {
		Files.writeString(this.directory.resolve("file"), "");
		this.runner.withPropertyValues(PREFIX + "root=" + this.directory.resolve("file/{user}")).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			assertThat(failure).hasRootCauseInstanceOf(IOException.class);
			FailureAnalysis analysis = new SftpRootFailureAnalyzer().analyze(failure);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains(this.directory.resolve("file/{user}").toString())
				.contains("cannot be created");
			assertThat(analysis.getAction()).contains("ssh.server.sftp.root");
		});
	}

	@Test
	void leftoversAreSweptAtTheStart() throws IOException {
		Path staging = Files.createDirectories(this.directory.resolve("files/old/.sshboot"));
		Files.writeString(staging.resolve("123-456-789.abc"), "part");
		Files.writeString(staging.resolve("123-456-789.lock"), "");
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(staging).doesNotExist();
			assertThat(this.directory.resolve("files/old")).isEmptyDirectory();
		});
	}

	@Test
	void beansOfTheApplicationTakeThePlaceOfDirectories() {
		this.runner.withBean(SftpRootProvider.class, () -> (identity, connection) -> this.directory)
			.run((context) -> assertThat(context).hasSingleBean(RootedFileSystemFactory.class)
				.doesNotHaveBean(UserDirectories.class));
		this.runner.withBean(SftpFileSystemFactory.class, () -> (identity, connection) -> mock(SftpFileSystem.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RootedFileSystemFactory.class)
				.doesNotHaveBean(UserDirectories.class));
		this.runner.withBean(SftpFileSystem.class, () -> mock(SftpFileSystem.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RootedFileSystemFactory.class)
				.doesNotHaveBean(UserDirectories.class));
		assertThat(this.directory.resolve("files")).doesNotExist();
	}

	@Test
	void nothingIsCreatedWhereFileTransferIsOff() {
		this.runner.withPropertyValues(PREFIX + "enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(UserDirectories.class)
				.doesNotHaveBean(SftpRootException.class));
		assertThat(this.directory.resolve("files")).doesNotExist();
	}

	private static String mode(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

}
