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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.sshboot.autoconfigure.KeyMaterialResolver;
import io.github.sshboot.server.LimitSettings;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.server.SshServerStatistics;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.AddressPrefix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code ssh.server.limits.*}.
 */
class LimitPropertiesTests {

	private static final String PREFIX = "ssh.server.limits.";

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
					"ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC)
			.withBean(SshHandler.class, () -> (session) -> session.getWriter().print("hello"));
	}

	@Test
	void defaultsAreThoseOfTheSettings() {
		this.runner.run((context) -> assertThat(limits(context.getBean(SshServerProperties.class)))
			.isEqualTo(LimitSettings.defaults()));
	}

	@Test
	void allCanBeSet() {
		this.runner
			.withPropertyValues(PREFIX + "max-connections=7", PREFIX + "max-unauthenticated=5",
					PREFIX + "max-unauthenticated-per-source=3", PREFIX + "source-prefix.ipv4=24",
					PREFIX + "source-prefix.ipv6=56", PREFIX + "penalties.enabled=false",
					PREFIX + "penalties.protocol-error=1", PREFIX + "penalties.failed-login=2",
					PREFIX + "penalties.unknown-user=3", PREFIX + "penalties.no-login=4",
					PREFIX + "penalties.login-timeout=5", PREFIX + "penalties.min=1m", PREFIX + "penalties.max=1h",
					PREFIX + "penalties.max-sources=9", PREFIX + "penalties.exempt=10.1.2.3/8,::1")
			.run((context) -> assertThat(limits(context.getBean(SshServerProperties.class)))
				.isEqualTo(new LimitSettings(7, 5, 3, new LimitSettings.SourcePrefix(24, 56),
						new LimitSettings.Penalties(false, Duration.ofSeconds(1), Duration.ofSeconds(2),
								Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5),
								Duration.ofMinutes(1), Duration.ofHours(1), 9,
								List.of(AddressPrefix.parse("10.0.0.0/8"), AddressPrefix.parse("::1"))))));
	}

	@Test
	void serverKeepsToThem() {
		this.runner.withPropertyValues(PREFIX + "penalties.no-login=20s").run((context) -> {
			SshServer server = context.getBean(SshServer.class);
			OpenSshClient ssh = OpenSshClient.withKey(this.directory, server.getPort());
			assertThat(ssh.run("x").output()).isEqualTo("hello");
			assertThat(ssh.run("-oKexAlgorithms=diffie-hellman-group14-sha1", "x").status()).isEqualTo(255);
			assertThat(ssh.run("x").error()).contains("Not allowed at this time");
			SshServerStatistics statistics = server.getStatistics();
			assertThat(statistics.admitted()).isEqualTo(2);
			assertThat(statistics.refused()).isOne();
			assertThat(statistics.penalties()).isOne();
			server.stop();
			assertThat(server.getStatistics()).isEqualTo(new SshServerStatistics(0, 0, 0, 0, 0, 0));
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			max-connections, 0, it must be at least 1
			max-unauthenticated, 0, it must be at least 1
			max-unauthenticated-per-source, -1, it must be at least 1
			source-prefix.ipv4, 33, it must be between 1 and 32
			source-prefix.ipv4, 0, it must be between 1 and 32
			source-prefix.ipv6, 129, it must be between 1 and 128
			penalties.protocol-error, -1s, it must not be negative
			penalties.failed-login, -1s, it must not be negative
			penalties.unknown-user, -1s, it must not be negative
			penalties.no-login, -1s, it must not be negative
			penalties.login-timeout, -1s, it must not be negative
			penalties.min, -1s, it must not be negative
			penalties.max, 15s, it must be longer than 'ssh.server.limits.penalties.min'
			penalties.max-sources, 0, it must be at least 1
			penalties.exempt, localhost, it is no IP address
			penalties.exempt, 10.0.0.0/33, a prefix of an address like this has at most 32 bits
			""")
	void whatMakesNoSenseIsRefused(String property, String value, String reason) {
		this.runner.withPropertyValues(PREFIX + property + "=" + value)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(PREFIX + property);
					assertThat(ex.getReason()).isEqualTo(reason);
				}));
	}

	private static LimitSettings limits(SshServerProperties properties) {
		return new SshServerPropertiesMapper(new KeyMaterialResolver(new DefaultResourceLoader()), false)
			.map(properties, false)
			.limits();
	}

}
