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

package io.github.sshboot.client.tunnel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A tunnel to open.
 *
 * @param type which side listens, and who says where to connect to
 * @param listen where it listens: on this machine or, if it is remote, on the server
 * @param target where it leads to: from the server or, if it is remote, from this
 * machine; {@code null} if it is dynamic
 * @param login what those who connect to a dynamic one must know, or {@code null}
 * @param waitTimeout how long a connection waits while the one to the server is lost
 * @since 0.1.0
 */
public record TunnelSettings(Type type, TunnelAddress listen, @Nullable TunnelAddress target,
		@Nullable SocksLogin login, Duration waitTimeout) {

	/**
	 * How long a connection waits by default while the one to the server is lost.
	 */
	public static final Duration WAIT_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Create new {@link TunnelSettings}.
	 * @param type the type
	 * @param listen where it listens
	 * @param target where it leads to
	 * @param login what those who connect must know
	 * @param waitTimeout how long a connection waits
	 */
	public TunnelSettings {
		check((target == null) == (type == Type.DYNAMIC),
				"'target' is for tunnels that are not dynamic, and they need one");
		check(login == null || type == Type.DYNAMIC, "'login' is for dynamic tunnels");
		check(type != Type.DYNAMIC || listen instanceof TunnelAddress.Tcp, "a dynamic tunnel listens on a port");
		check(!waitTimeout.isNegative(), "'waitTimeout' must not be negative");
		if (target != null) {
			TunnelAddress.requireTarget(target);
		}
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * Return a tunnel from this machine, as {@code ssh -L}.
	 * @param listen where to listen on this machine
	 * @param target where the server connects to
	 * @return the settings
	 */
	public static TunnelSettings local(TunnelAddress listen, TunnelAddress target) {
		return new TunnelSettings(Type.LOCAL, listen, target, null, WAIT_TIMEOUT);
	}

	/**
	 * Return a tunnel from the server, as {@code ssh -R}.
	 * @param listen where the server listens
	 * @param target where this machine connects to
	 * @return the settings
	 */
	public static TunnelSettings remote(TunnelAddress listen, TunnelAddress target) {
		return new TunnelSettings(Type.REMOTE, listen, target, null, WAIT_TIMEOUT);
	}

	/**
	 * Return a tunnel to wherever those who connect ask for by SOCKS, as {@code ssh -D}.
	 * @param listen where to listen on this machine
	 * @return the settings
	 */
	public static TunnelSettings dynamic(TunnelAddress listen) {
		return new TunnelSettings(Type.DYNAMIC, listen, null, null, WAIT_TIMEOUT);
	}

	/**
	 * Return these settings with a login for those who connect.
	 * @param login what they must know
	 * @return the settings
	 */
	public TunnelSettings withLogin(SocksLogin login) {
		return new TunnelSettings(this.type, this.listen, this.target, login, this.waitTimeout);
	}

	/**
	 * Return these settings with another time that connections wait.
	 * @param waitTimeout how long a connection waits while the one to the server is lost
	 * @return the settings
	 */
	public TunnelSettings withWaitTimeout(Duration waitTimeout) {
		return new TunnelSettings(this.type, this.listen, this.target, this.login, waitTimeout);
	}

	@Override
	public String toString() {
		return switch (this.type) {
			case LOCAL -> "local tunnel from %s to %s".formatted(this.listen, this.target);
			case REMOTE -> "remote tunnel from %s to %s".formatted(this.listen, this.target);
			case DYNAMIC -> "dynamic tunnel from %s".formatted(this.listen);
		};
	}

	/**
	 * The types of tunnels.
	 */
	public enum Type {

		/**
		 * This machine listens, the server connects to the target.
		 */
		LOCAL,

		/**
		 * The server listens, this machine connects to the target.
		 */
		REMOTE,

		/**
		 * This machine listens, and the server connects to what is asked for by SOCKS 4,
		 * 4a or 5.
		 */
		DYNAMIC

	}

	/**
	 * What those who connect to a dynamic tunnel must know (RFC 1929).
	 *
	 * @param username the user name
	 * @param password the password
	 */
	public record SocksLogin(String username, String password) {

		private static final int MAX_BYTES = 255;

		/**
		 * Create a new {@link SocksLogin}.
		 * @param username the user name, of 1 to 255 bytes
		 * @param password the password, of 1 to 255 bytes
		 */
		public SocksLogin {
			check(isValid(username), "a user name has 1 to 255 bytes");
			check(isValid(password), "a password has 1 to 255 bytes");
		}

		private static boolean isValid(String text) {
			return !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
		}

		@Override
		public String toString() {
			return "SocksLogin[username=%s]".formatted(this.username);
		}

	}

}
