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

package io.github.sshboot.autoconfigure.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;

import javax.sql.DataSource;

import io.github.sshboot.client.tunnel.SshTunnel;
import io.github.sshboot.client.tunnel.SshTunnels;
import io.github.sshboot.client.tunnel.TunnelState;
import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.SshConnectionPeer;
import io.github.sshboot.testing.AheadOfTime;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.PostgresServer;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The tunnels of an application.
 */
@Timeout(60)
class SshTunnelsAutoConfigurationTests {

	private static final String TUNNELS = "ssh.client.connections.bastion.tunnels.";

	private static final String PORT = "local.ssh.client.bastion.tunnels.my-database.port";

	@TempDir
	private Path directory;

	private ServerSocket database;

	@BeforeEach
	void startDatabase() throws IOException {
		this.database = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve);
		thread.setDaemon(true);
		thread.start();
	}

	private void serve() {
		try {
			while (true) {
				try (Socket socket = this.database.accept()) {
					socket.getOutputStream().write("42".getBytes(StandardCharsets.UTF_8));
				}
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	@AfterEach
	void stopDatabase() throws IOException {
		this.database.close();
	}

	private ApplicationContextRunner runner(int port) {
		return new ApplicationContextRunner().withInitializer(new TunnelPortsInitializer())
			.withConfiguration(
					AutoConfigurations.of(SshClientAutoConfiguration.class, SshTunnelsAutoConfiguration.class))
			.withPropertyValues("ssh.client.connections.bastion.host=127.0.0.1",
					"ssh.client.connections.bastion.port=" + port,
					"ssh.client.connections.bastion.host-key=" + TestKeys.ED25519_PUBLIC,
					"ssh.client.connections.bastion.private-keys="
							+ TestKeys.write(this.directory, "user", TestKeys.USER_PRIVATE));
	}

	private ApplicationContextRunner withTunnel(int port) {
		return runner(port)
			.withPropertyValues(TUNNELS + "my-database.target=127.0.0.1:" + this.database.getLocalPort());
	}

	@Test
	void whenThereAreNoTunnelsThenThereIsNothing() {
		runner(1).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(SshTunnels.class);
			assertThat(context.getEnvironment().getProperty(PORT)).isNull();
		});
	}

	@Test
	void tunnelIsOpenAsLongAsTheApplicationRuns() {
		try (OpenSshServer server = OpenSshServer.start(this.directory)) {
			List<SshTunnel> tunnels = new ArrayList<>();
			withTunnel(server.port()).run((context) -> {
				SshTunnels all = context.getBean(SshTunnels.class);
				assertThat(all.getConnectionNames()).containsExactly("bastion");
				assertThat(all.getNames("bastion")).containsExactly("my-database");
				assertThatIllegalArgumentException().isThrownBy(() -> all.get("bastion", "x"))
					.withMessageContaining("'my-database' of connection 'bastion'");
				SshTunnel tunnel = all.get("bastion", "my-database");
				tunnels.add(tunnel);
				assertThat(tunnel.getState()).isEqualTo(TunnelState.UP);
				assertThat(context.getEnvironment().getProperty(PORT, Integer.class)).isEqualTo(tunnel.getPort());
				assertThat(context.getEnvironment().getProperty("local.ssh.client.bastion.tunnels.x.port")).isNull();
				assertThat(query(tunnel.getPort())).isEqualTo("42");
			});
			assertThat(tunnels).allMatch((tunnel) -> tunnel.getState() == TunnelState.CLOSED);
		}
	}

	@Test
	void dataSourceIsMadeAfterTheTunnelsAndDestroyedBeforeThem() {
		try (OpenSshServer server = OpenSshServer.start(this.directory)) {
			Log log = new Log(new ArrayList<>());
			withTunnel(server.port()).withPropertyValues(TUNNELS + "my-database.listen=" + OpenSshServer.freePort())
				.withBean(Log.class, () -> log)
				.withUserConfiguration(FixedPort.class)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(log.entries()).containsExactly("made: 42");
				});
			assertThat(log.entries()).containsExactly("made: 42", "destroyed: 42");
		}
	}

	@Test
	void realDatabaseIsReachedThroughItsTunnelAlsoWhenThatWasLost() {
		try (PostgresServer postgres = PostgresServer.start();
				OpenSshServer server = OpenSshServer.start(this.directory)) {
			runner(server.port())
				.withConfiguration(
						AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
				.withPropertyValues(TUNNELS + "my-database.target=127.0.0.1:" + postgres.port(),
						"spring.datasource.url=jdbc:postgresql://localhost:${" + PORT + "}/postgres",
						"spring.datasource.username=postgres", "spring.datasource.hikari.initialization-fail-timeout=1")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
					SshTunnel tunnel = context.getBean(SshTunnels.class).get("bastion", "my-database");
					assertThat(jdbc.queryForObject("select 6 * 7", Integer.class)).isEqualTo(42);
					server.killConnections();
					await().until(() -> tunnel.getReconnections() == 1);
					// a pool may take a connection for good that has just been
					await().ignoreException(DataAccessResourceFailureException.class)
						.untilAsserted(
								() -> assertThat(jdbc.queryForObject("select 6 * 7", Integer.class)).isEqualTo(42));
				});
		}
	}

	@Test
	void tunnelsAreThereWithVirtualThreads() {
		// a thread that has ended has no group
		List<String> groups = new CopyOnWriteArrayList<>();
		SshConnectionListener listener = new SshConnectionListener() {

			@Override
			public void connected(SshConnectionPeer peer) {
				groups.add(Thread.currentThread().getThreadGroup().getName());
			}

		};
		try (OpenSshServer server = OpenSshServer.start(this.directory)) {
			withTunnel(server.port()).withBean(SshConnectionListener.class, () -> listener)
				.withPropertyValues("spring.threads.virtual.enabled=true", TUNNELS + "back.type=remote",
						TUNNELS + "back.target=localhost:" + this.database.getLocalPort())
				.run((context) -> {
					SshTunnels tunnels = context.getBean(SshTunnels.class);
					assertThat(query(tunnels.get("bastion", "my-database").getPort())).isEqualTo("42");
					assertThat(query(tunnels.get("bastion", "back").getPort())).isEqualTo("42");
					boolean expected = JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE);
					assertThat(groups).isNotEmpty().allMatch((group) -> "VirtualThreads".equals(group) == expected);
				});
		}
	}

	@Test
	@CompileWithForkedClassLoader
	void tunnelsAreOpenWhereTheApplicationWasProcessedAheadOfTime() {
		try (OpenSshServer server = OpenSshServer.start(this.directory)) {
			Map<String, Object> properties = Map.of("ssh.client.connections.bastion.host", "127.0.0.1",
					"ssh.client.connections.bastion.port", server.port(), "ssh.client.connections.bastion.host-key",
					TestKeys.ED25519_PUBLIC, "ssh.client.connections.bastion.private-keys",
					TestKeys.write(this.directory, "user", TestKeys.USER_PRIVATE).toString(),
					TUNNELS + "my-database.target", "127.0.0.1:" + this.database.getLocalPort());
			AheadOfTime.run(Application.class, (context) -> {
				context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
				new TunnelPortsInitializer().initialize(context);
			}, (context) -> {
				SshTunnel tunnel = context.getBean(SshTunnels.class).get("bastion", "my-database");
				assertThat(context.getEnvironment().getProperty(PORT, Integer.class)).isEqualTo(tunnel.getPort());
				assertThat(context.getBean(Answer.class).text()).isEqualTo("42");
			});
		}
	}

	@Test
	void whoeverAsksForThePortFindsTheTunnelOpen() {
		try (OpenSshServer server = OpenSshServer.start(this.directory)) {
			withTunnel(server.port()).withPropertyValues("app.database=127.0.0.1:${" + PORT + "}")
				.withUserConfiguration(Early.class)
				.run((context) -> assertThat(context.getBean(EarlyPostProcessor.class).answer).isEqualTo("42"));
		}
	}

	@Test
	void applicationDoesNotStartWithoutATunnelThatItNeeds() {
		withTunnel(OpenSshServer.freePort()).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isNotNull()
			.satisfies((cause) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("The tunnel 'my-database' of connection 'bastion' cannot be opened")));
	}

	@Test
	void applicationStartsWithoutATunnelThatItCanDoWithout() {
		int port = OpenSshServer.freePort();
		withTunnel(port).withPropertyValues(TUNNELS + "my-database.required=false").run((context) -> {
			assertThat(context).hasNotFailed();
			SshTunnel tunnel = context.getBean(SshTunnels.class).get("bastion", "my-database");
			assertThat(tunnel.getState()).isEqualTo(TunnelState.CONNECTING);
			try (OpenSshServer server = OpenSshServer.start(this.directory, port)) {
				assertThat(server.port()).isEqualTo(port);
				assertThat(query(tunnel.getPort())).isEqualTo("42");
			}
		});
	}

	@Test
	void tunnelsOfAllTypesAreConfigured() {
		Path socket = this.directory.resolve("t.sock");
		try (OpenSshServer server = OpenSshServer.start(this.directory)) {
			withTunnel(server.port())
				.withPropertyValues(TUNNELS + "unix.listen=" + socket, TUNNELS + "unix.target=[::1]:1",
						TUNNELS + "back.type=remote", TUNNELS + "back.target=localhost:" + this.database.getLocalPort(),
						TUNNELS + "socks.type=dynamic", TUNNELS + "socks.username=u", TUNNELS + "socks.password=p-7",
						TUNNELS + "socks.wait-timeout=3")
				.run((context) -> {
					SshTunnels tunnels = context.getBean(SshTunnels.class);
					assertThat(tunnels.getNames("bastion")).containsExactlyInAnyOrder("my-database", "unix", "back",
							"socks");
					assertThat(socket).exists();
					assertThat(context.getEnvironment().getProperty("local.ssh.client.bastion.tunnels.unix.port"))
						.isNull();
					assertThat(query(context.getEnvironment()
						.getRequiredProperty("local.ssh.client.bastion.tunnels.back.port", Integer.class)))
						.isEqualTo("42");
					assertThat(tunnels.get("bastion", "socks").getSettings().waitTimeout()).hasSeconds(3);
					assertThat(tunnels.get("bastion", "socks").getSettings().login()).isNotNull();
					assertThat(tunnels.get("bastion", "socks").toString()).doesNotContain("p-7");
				});
			assertThat(socket).doesNotExist();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			x.target=db                           | x.target
			x.target=db:0                         | x.target
			x.type=local                          | x.target
			x.type=remote                         | x.target
			x.target=db:1;x.listen=nowhere        | x.listen
			x.target=db:1;x.listen=1:2:3          | x.listen
			x.target=db:1;x.listen=70000          | x.listen
			x.target=db:1;x.wait-timeout=-1s      | x.wait-timeout
			x.target=db:1;x.username=u            | x.username
			x.type=dynamic;x.target=db:1          | x.target
			x.type=dynamic;x.listen=/run/x        | x.listen
			x.type=dynamic;x.username=u           | x.password
			x.type=dynamic;x.password=p           | x.password
			""")
	void whenAValueMakesNoSenseThenStartFails(String properties, String name) {
		ApplicationContextRunner runner = runner(1);
		for (String property : properties.split(";")) {
			runner = runner.withPropertyValues(TUNNELS + property);
		}
		runner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
					(ex) -> assertThat(ex.getName()).isEqualTo(TUNNELS + name)));
	}

	private static String query(int port) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(30_000);
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * An application that uses a tunnel while it starts.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SshClientAutoConfiguration.class, SshTunnelsAutoConfiguration.class })
	static class Application {

		@Bean
		Answer answer(@Value("${" + PORT + "}") int port) throws IOException {
			return new Answer(query(port));
		}

	}

	record Answer(String text) {

	}

	/**
	 * A data source that uses its database at once, as a migration does.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FixedPort {

		@Bean
		Database dataSource(@Value("${" + TUNNELS + "my-database.listen}") int port, Log log) throws IOException {
			return new Database(port, log);
		}

	}

	record Log(List<String> entries) {

	}

	/**
	 * A data source that knows its database by a port.
	 */
	static final class Database implements DataSource, DisposableBean {

		private final int port;

		private final Log log;

		private Database(int port, Log log) throws IOException {
			this.port = port;
			this.log = log;
			log.entries().add("made: " + query(port));
		}

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLFeatureNotSupportedException();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			throw new SQLFeatureNotSupportedException();
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			throw new SQLFeatureNotSupportedException();
		}

		@Override
		public boolean isWrapperFor(Class<?> type) {
			return false;
		}

		@Override
		public PrintWriter getLogWriter() throws SQLException {
			throw new SQLFeatureNotSupportedException();
		}

		@Override
		public void setLogWriter(PrintWriter writer) throws SQLException {
			throw new SQLFeatureNotSupportedException();
		}

		@Override
		public int getLoginTimeout() {
			return 0;
		}

		@Override
		public void setLoginTimeout(int seconds) throws SQLException {
			throw new SQLFeatureNotSupportedException();
		}

		@Override
		public Logger getParentLogger() throws SQLFeatureNotSupportedException {
			throw new SQLFeatureNotSupportedException();
		}

		@Override
		public void destroy() throws IOException {
			this.log.entries().add("destroyed: " + query(this.port));
		}

	}

	/**
	 * A bean that is made early, of a configuration that is there if the property is.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("app.database")
	static class Early {

		@Bean
		static BeanPostProcessor early(Environment environment) throws IOException {
			String[] address = environment.getRequiredProperty("app.database").split(":");
			String text = query(Integer.parseInt(address[1]));
			return new EarlyPostProcessor(text);
		}

	}

	static final class EarlyPostProcessor implements BeanPostProcessor {

		private final String answer;

		private EarlyPostProcessor(String answer) {
			this.answer = answer;
		}

	}

}
