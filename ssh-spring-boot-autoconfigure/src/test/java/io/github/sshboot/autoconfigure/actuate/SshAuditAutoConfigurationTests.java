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

package io.github.sshboot.autoconfigure.actuate;

import java.nio.file.Path;
import java.time.Duration;

import io.github.sshboot.autoconfigure.server.SshServerAutoConfiguration;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.LoginPeer;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.audit.listener.AuditListener;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * An application with Actuator.
 */
class SshAuditAutoConfigurationTests {

	@TempDir
	Path directory;

	@Test
	void loginsAreAuditEvents() {
		runner().withBean(AuditEventRepository.class, InMemoryAuditEventRepository::new)
			.withBean(AuditListener.class)
			.run((context) -> {
				try (LoginPeer peer = LoginPeer.connect(context.getBean(SshServer.class).getPort())) {
					peer.password("demo", "guess").read();
					peer.password("demo", "secret").read();
				}
				AuditEventRepository repository = context.getBean(AuditEventRepository.class);
				await().atMost(Duration.ofSeconds(30)).until(() -> repository.find("demo", null, null).size() == 2);
				assertThat(repository.find("demo", null, "AUTHENTICATION_FAILURE")).singleElement()
					.satisfies((event) -> assertThat(event.getData())
						.contains(entry("method", "password"), entry("remoteAddress", "127.0.0.1"),
								entry("reason", "the password is wrong"), entry("protocol", "ssh"))
						.containsKey("connection")
						.doesNotContainKey("key"));
				assertThat(repository.find("demo", null, "AUTHENTICATION_SUCCESS")).singleElement()
					.satisfies((event) -> assertThat(event.getData()).contains(entry("method", "password"))
						.doesNotContainKey("reason"));
			});
	}

	@Test
	void withoutActuatorThereAreNone() {
		runner().withClassLoader(new FilteredClassLoader(AuditApplicationEvent.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AuthenticationAuditListener.class));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class, SshAuditAutoConfiguration.class))
			.withBean(SshHandler.class, () -> (session) -> session.exit(0))
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0", "ssh.server.authentication.failure-delay=0",
					"ssh.server.authentication.users.demo.password={noop}secret", "ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "host", TestKeys.ED25519_PRIVATE));
	}

}
