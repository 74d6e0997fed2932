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

package io.github.sshboot.authentication;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a login may do: all, unless the key or the certificate it was made with says
 * otherwise (the options of OpenSSH's {@code authorized_keys}, the critical options and
 * extensions of a certificate).
 *
 * @param pty whether it may have a terminal ({@code no-pty}, {@code permit-pty})
 * @param portForwarding whether it may forward ports ({@code no-port-forwarding},
 * {@code permit-port-forwarding})
 * @param agentForwarding whether it may forward its agent ({@code no-agent-forwarding},
 * {@code permit-agent-forwarding})
 * @param x11Forwarding whether it may forward X11 ({@code no-X11-forwarding},
 * {@code permit-X11-forwarding})
 * @param forcedCommand the command that is run whatever is asked for ({@code command},
 * {@code force-command}), or {@code null}
 * @param environment variables that its sessions have ({@code environment})
 * @param permitOpen where forwarded connections may go, as {@code host:port} of
 * {@code permitopen}, or {@code null} for anywhere
 * @param permitListen where it may listen, as {@code [host:]port} of
 * {@code permitlisten}, or {@code null} for anywhere
 * @since 0.1.0
 */
public record LoginPermissions(boolean pty, boolean portForwarding, boolean agentForwarding, boolean x11Forwarding,
		@Nullable String forcedCommand, Map<String, String> environment, @Nullable List<String> permitOpen,
		@Nullable List<String> permitListen) {

	/**
	 * Create new {@link LoginPermissions}.
	 * @param pty whether it may have a terminal
	 * @param portForwarding whether it may forward ports
	 * @param agentForwarding whether it may forward its agent
	 * @param x11Forwarding whether it may forward X11
	 * @param forcedCommand the command that is run whatever is asked for, or {@code null}
	 * @param environment variables that its sessions have
	 * @param permitOpen where forwarded connections may go, or {@code null} for anywhere
	 * @param permitListen where it may listen, or {@code null} for anywhere
	 */
	public LoginPermissions {
		environment = Map.copyOf(environment);
		permitOpen = (permitOpen != null) ? List.copyOf(permitOpen) : null;
		permitListen = (permitListen != null) ? List.copyOf(permitListen) : null;
	}

	/**
	 * Return permissions that restrict nothing.
	 * @return the permissions
	 */
	public static LoginPermissions unrestricted() {
		return new LoginPermissions(true, true, true, true, null, Map.of(), null, null);
	}

	/**
	 * Return what may be done if two keys were needed for a login: what both allow.
	 * @param other the permissions of the other key
	 * @return the permissions of both
	 * @throws IllegalArgumentException if both force a command, but not the same one
	 */
	LoginPermissions restrictedBy(LoginPermissions other) {
		if (this.forcedCommand != null && other.forcedCommand != null
				&& !this.forcedCommand.equals(other.forcedCommand)) {
			throw new IllegalArgumentException("the keys force different commands");
		}
		Map<String, String> environment = new LinkedHashMap<>(other.environment);
		environment.putAll(this.environment);
		return new LoginPermissions(this.pty && other.pty, this.portForwarding && other.portForwarding,
				this.agentForwarding && other.agentForwarding, this.x11Forwarding && other.x11Forwarding,
				(this.forcedCommand != null) ? this.forcedCommand : other.forcedCommand, environment,
				both(this.permitOpen, other.permitOpen), both(this.permitListen, other.permitListen));
	}

	private static @Nullable List<String> both(@Nullable List<String> one, @Nullable List<String> other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.stream().filter(other::contains).toList();
	}

}
