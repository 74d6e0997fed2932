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

package io.github.sshboot.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.sshboot.authentication.LoginSettings;
import io.github.sshboot.authentication.PublicKeySettings;
import io.github.sshboot.authentication.ServerAuthenticationSettings;
import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.connection.ChannelLimits;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.server.LimitSettings;
import io.github.sshboot.server.LimitSettings.Penalties;
import io.github.sshboot.server.LimitSettings.SourcePrefix;
import io.github.sshboot.server.SshServer;
import io.github.sshboot.server.SshServerBuilder;
import io.github.sshboot.server.SshServerSettings;
import io.github.sshboot.server.SshServerSettings.Listen;
import io.github.sshboot.server.SshServerSettings.Shutdown;
import io.github.sshboot.server.SshServerSettings.Threads;
import io.github.sshboot.session.SessionSettings;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.transport.AlgorithmSettings;
import io.github.sshboot.transport.HostKeySettings;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.ListenerSettings;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.RekeySettings;
import io.github.sshboot.transport.TransportSettings;

/**
 * A server of ours on a free port of the loopback address, where {@code demo} logs in
 * with the password {@code demo} or the key of {@link TestKeys}.
 */
public final class TestSshServer implements AutoCloseable {

	/**
	 * Tests hold connections, break the protocol and log in wrongly as they like, all
	 * from one address.
	 */
	private static final LimitSettings NO_LIMITS = new LimitSettings(Integer.MAX_VALUE, Integer.MAX_VALUE,
			Integer.MAX_VALUE, new SourcePrefix(32, 64), Penalties.none());

	private final SshServer server;

	private TestSshServer(SshServer server) {
		this.server = server;
	}

	/**
	 * Start a server that serves everything with one handler.
	 * @param handler the handler
	 * @return the server
	 */
	public static TestSshServer start(SshHandler handler) {
		return builder().handler(handler).start();
	}

	public static Builder builder() {
		return new Builder();
	}

	public int port() {
		return this.server.getPort();
	}

	public SshServer server() {
		return this.server;
	}

	@Override
	public void close() {
		this.server.stop();
	}

	/**
	 * Builds a server for a test.
	 */
	public static final class Builder {

		private final List<SshHandlerMapping> mappings = new ArrayList<>();

		private final Map<String, User> users = new LinkedHashMap<>();

		private PublicKeySettings publicKeys = PublicKeySettings.none();

		private SessionSettings session = new SessionSettings(StandardCharsets.UTF_8, true, List.of("LANG", "LC_*"), 64,
				Duration.ZERO);

		private ChannelLimits channels = ChannelLimits.defaults();

		private TransportSettings transport = TransportSettings.defaults();

		private WindowSettings windows = WindowSettings.defaults();

		private Threads threads = new Threads(false, 200);

		private LimitSettings limits = NO_LIMITS;

		private Duration gracePeriod = Duration.ZERO;

		private HostKeySettings hostKeys = hostKeySettings(TestKeys.ED25519_PRIVATE);

		private List<String> addresses = List.of("127.0.0.1");

		private ListenerSettings listener = ListenerSettings.defaults();

		private LoginSettings login = new LoginSettings(List.of(), Duration.ofMinutes(2), 6, Duration.ZERO,
				Duration.ofSeconds(30), false);

		private UnaryOperator<SshServerBuilder> more = (builder) -> builder;

		private Builder() {
			User user = new User("{noop}demo",
					List.of(KeyMaterial.ofContent("test key", TestKeys.USER_PUBLIC.getBytes(StandardCharsets.UTF_8))),
					Set.of("operator"));
			this.users.put("demo", user);
			// our client logs in to sshd as the user that runs the tests
			this.users.put(System.getProperty("user.name"), user);
		}

		public Builder handler(SshHandler handler) {
			return mapping((session) -> handler);
		}

		public Builder mapping(SshHandlerMapping mapping) {
			this.mappings.add(mapping);
			return this;
		}

		public Builder publicKeys(PublicKeySettings publicKeys) {
			this.publicKeys = publicKeys;
			return this;
		}

		public Builder session(UnaryOperator<SessionSettings> change) {
			this.session = change.apply(this.session);
			return this;
		}

		public Builder algorithms(UnaryOperator<AlgorithmSettings> change) {
			this.transport = new TransportSettings(change.apply(this.transport.algorithms()), this.transport.rekey(),
					this.transport.keepAlive());
			return this;
		}

		public Builder rekey(RekeySettings rekey) {
			this.transport = new TransportSettings(this.transport.algorithms(), rekey, this.transport.keepAlive());
			return this;
		}

		public Builder keepAlive(KeepAliveSettings keepAlive) {
			this.transport = new TransportSettings(this.transport.algorithms(), this.transport.rekey(), keepAlive);
			return this;
		}

		public Builder channels(int maxSessions, Duration idleTimeout) {
			this.channels = new ChannelLimits(maxSessions, idleTimeout);
			return this;
		}

		public Builder windows(WindowSettings windows) {
			this.windows = windows;
			return this;
		}

		public Builder limits(LimitSettings limits) {
			this.limits = limits;
			return this;
		}

		public Builder maxThreads(int maxThreads) {
			this.threads = new Threads(false, maxThreads);
			return this;
		}

		public Builder virtualThreads() {
			this.threads = new Threads(true, 1);
			return this;
		}

		public Builder gracePeriod(Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
			return this;
		}

		public Builder hostKey(String privateKey) {
			return hostKeys(hostKeySettings(privateKey));
		}

		public Builder hostKeys(HostKeySettings hostKeys) {
			this.hostKeys = hostKeys;
			return this;
		}

		public Builder listen(ListenerSettings listener, String... addresses) {
			this.listener = listener;
			this.addresses = List.of(addresses);
			return this;
		}

		private static HostKeySettings hostKeySettings(String privateKey) {
			KeyMaterial key = KeyMaterial.ofContent("test host key", privateKey.getBytes(StandardCharsets.UTF_8));
			return new HostKeySettings(List.of(new PrivateKeySource(key, null)), List.of(), null, true);
		}

		public Builder login(UnaryOperator<LoginSettings> change) {
			this.login = change.apply(this.login);
			return this;
		}

		public Builder withoutUsers() {
			this.users.clear();
			return this;
		}

		/**
		 * Let a user log in with the key in a file, and with nothing else.
		 */
		public Builder keyOf(String name, Path publicKey) {
			return user(name, new User(null, List.of(KeyMaterial.ofFile(publicKey)), Set.of()));
		}

		public Builder user(String name, User user) {
			this.users.put(name, user);
			return this;
		}

		public Builder customize(UnaryOperator<SshServerBuilder> more) {
			this.more = more;
			return this;
		}

		public SshServer build(int port) {
			SshServerSettings settings = new SshServerSettings(new Listen(this.addresses, port, this.listener),
					this.hostKeys, this.transport,
					new ServerAuthenticationSettings(this.publicKeys, this.users, this.login), this.windows,
					this.channels, this.session, this.limits, this.threads, new Shutdown(this.gracePeriod));
			return this.more.apply(new SshServerBuilder(settings).mappings(this.mappings)).build();
		}

		public TestSshServer start() {
			SshServer server = build(0);
			server.start();
			return new TestSshServer(server);
		}

	}

}
