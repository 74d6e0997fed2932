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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.RawSshPeer;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Limits that are set in properties, as OpenSSH's {@code ssh} meets them.
 */
@Timeout(180)
class LimitsOpenSshTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Semaphore waiting = new Semaphore(0);

	private final CountDownLatch release = new CountDownLatch(1);

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		SshHandler handler = (session) -> {
			if ("wait".equals(session.getRequest().command())) {
				this.waiting.release();
				this.release.await();
			}
			session.getWriter().print("done");
		};
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SshServerAutoConfiguration.class))
			.withPropertyValues("ssh.server.port=0", "ssh.server.address=127.0.0.1",
					"ssh.server.shutdown.grace-period=0",
					"ssh.server.host-key.private-keys="
							+ TestKeys.write(this.directory, "key", TestKeys.ED25519_PRIVATE),
					"ssh.server.authentication.users.demo.public-keys=" + TestKeys.USER_PUBLIC,
					"ssh.server.authentication.users.demo.password={noop}secret",
					"ssh.server.authentication.failure-delay=0", "ssh.server.limits.penalties.enabled=false")
			.withBean(SshHandler.class, () -> handler);
	}

	@Test
	void sessionsOfAConnection() {
		this.runner.withPropertyValues("ssh.server.limits.max-channels=2").run((context) -> {
			Path socket = this.directory.resolve("master");
			Process master = ssh(context).start("-N", "-M", "-oControlPath=" + socket);
			OpenSshClient slave = ssh(context).option("ControlPath=" + socket)
				// no connection of its own
				.option("ProxyCommand=false");
			await().atMost(TIMEOUT).until(() -> slave.run("-Ocheck").status() == 0);
			List<Process> sessions = List.of(slave.start("wait"), slave.start("wait"));
			assertThat(this.waiting.tryAcquire(2, TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(slave.run("x").error()).contains("Session open refused by peer");
			this.release.countDown();
			for (Process session : sessions) {
				assertThat(Result.of(session, 30)).isEqualTo(new Result(0, "done", ""));
			}
			assertThat(slave.run("x").output()).isEqualTo("done");
			master.destroy();
		});
	}

	@Test
	void timeOfACommand() {
		this.runner.withPropertyValues("ssh.server.session.command-timeout=3s").run((context) -> {
			Result result = ssh(context).run("wait");
			assertThat(result.status()).isEqualTo(124);
			assertThat(result.output()).isEmpty();
			assertThat(ssh(context).run("x").output()).isEqualTo("done");
		});
	}

	@Test
	void timeToLogIn() {
		this.runner.withPropertyValues("ssh.server.authentication.login-timeout=4s").run((context) -> {
			assertThat(password(context, "secret").run("x").output()).isEqualTo("done");
			// a script answers, which thinks for some time
			Result late = password(context, "secret'; sleep 10; echo '").run("x");
			assertThat(late.status()).isEqualTo(255);
			assertThat(late.error()).contains("No login in time");
		});
	}

	@Test
	void failedAttempts() {
		this.runner.withPropertyValues("ssh.server.authentication.max-attempts=2").run((context) -> {
			// asked for the password in one way and in the other
			Result result = OpenSshClient
				.withPassword(this.directory, context.getBean(SshServer.class).getPort(), "wrong")
				.run("x");
			assertThat(result.status()).isEqualTo(255);
			assertThat(result.error()).contains("Too many authentication failures");
		});
	}

	@Test
	void connectionsThatHaveNotLoggedInOfOneSource() {
		this.runner
			.withPropertyValues("ssh.server.limits.max-unauthenticated-per-source=3",
					"ssh.server.limits.source-prefix.ipv4=24")
			.run((context) -> {
				List<RawSshPeer> strangers = strangers(context, 3);
				assertThat(ssh(context).run("-b127.0.0.9", "x").output()).isEqualTo("done");
				// one of the same source, but not of the same address, had to make room
				strangers.get(0).readToEnd();
				assertThat(context.getBean(SshServer.class).getStatistics().evicted()).isOne();
				assertThat(ssh(context).run("-b127.0.1.9", "x").output()).isEqualTo("done");
				assertThat(context.getBean(SshServer.class).getStatistics().evicted()).isOne();
				close(strangers);
			});
	}

	@Test
	void connectionsThatHaveNotLoggedIn() {
		this.runner.withPropertyValues("ssh.server.limits.max-unauthenticated=3").run((context) -> {
			List<RawSshPeer> strangers = strangers(context, 3);
			assertThat(ssh(context).run("-b127.0.0.9", "x").output()).isEqualTo("done");
			strangers.get(0).readToEnd();
			assertThat(context.getBean(SshServer.class).getStatistics().evicted()).isOne();
			close(strangers);
		});
	}

	@Test
	void connections() {
		this.runner.withPropertyValues("ssh.server.limits.max-connections=2").run((context) -> {
			List<Process> sessions = List.of(ssh(context).start("wait"), ssh(context).start("wait"));
			assertThat(this.waiting.tryAcquire(2, TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			Result refused = ssh(context).run("x");
			assertThat(refused.status()).isEqualTo(255);
			assertThat(refused.error()).contains("Too many connections");
			this.release.countDown();
			for (Process session : sessions) {
				assertThat(Result.of(session, 30)).isEqualTo(new Result(0, "done", ""));
			}
			await().atMost(TIMEOUT).until(() -> ssh(context).run("x").status() == 0);
		});
	}

	@Test
	void penalties() {
		this.runner
			.withPropertyValues("ssh.server.limits.penalties.enabled=true",
					"ssh.server.limits.penalties.failed-login=20s", "ssh.server.limits.penalties.exempt=127.0.0.8")
			.run((context) -> {
				for (String source : List.of("-b127.0.0.8", "-b127.0.0.9")) {
					assertThat(password(context, "wrong").run(source, "x").error()).contains("Permission denied");
				}
				await().atMost(TIMEOUT).until(() -> context.getBean(SshServer.class).getStatistics().penalties() == 1);
				assertThat(ssh(context).run("-b127.0.0.9", "x").error()).contains("Not allowed at this time");
				assertThat(ssh(context).run("-b127.0.0.8", "x").output()).isEqualTo("done");
			});
	}

	private OpenSshClient ssh(ApplicationContext context) {
		return OpenSshClient.withKey(this.directory, context.getBean(SshServer.class).getPort());
	}

	private OpenSshClient password(ApplicationContext context, String password) {
		return OpenSshClient.withPassword(this.directory, context.getBean(SshServer.class).getPort(), password)
			.option("PreferredAuthentications=password");
	}

	private static List<RawSshPeer> strangers(ApplicationContext context, int count) throws Exception {
		List<RawSshPeer> strangers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			strangers.add(RawSshPeer.connect(context.getBean(SshServer.class).getPort()));
		}
		return strangers;
	}

	private static void close(List<RawSshPeer> peers) throws Exception {
		for (RawSshPeer peer : peers) {
			peer.close();
		}
	}

}
