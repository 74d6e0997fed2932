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

package io.github.sshboot.client;

import java.io.IOException;
import java.time.Duration;

import io.github.sshboot.client.tunnel.SshTunnel;
import io.github.sshboot.client.tunnel.TunnelAddress;
import io.github.sshboot.client.tunnel.TunnelCarrier;
import io.github.sshboot.client.tunnel.TunnelException;
import io.github.sshboot.client.tunnel.TunnelSettings;
import io.github.sshboot.client.tunnel.TunnelSettings.SocksLogin;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.SshEndpoint;

/**
 * Opens tunnels, and translates what goes wrong.
 */
final class DefaultTunnelSpec implements TunnelSpec {

	private final TunnelCarrier carrier;

	private final SshEndpoint endpoint;

	DefaultTunnelSpec(TunnelCarrier carrier, SshEndpoint endpoint) {
		this.carrier = carrier;
		this.endpoint = endpoint;
	}

	@Override
	public TargetSpec local(TunnelAddress listen) {
		return (target) -> from(TunnelSettings.local(listen, target));
	}

	@Override
	public TargetSpec remote(TunnelAddress listen) {
		return (target) -> from(TunnelSettings.remote(listen, target));
	}

	@Override
	public DynamicSpec dynamic(TunnelAddress listen) {
		return new Opening(TunnelSettings.dynamic(listen));
	}

	@Override
	public OpenSpec from(TunnelSettings settings) {
		return new Opening(settings);
	}

	private SshException failure(TunnelSettings settings, TunnelException cause) {
		return new SshTunnelException(
				"The %s of %s cannot be opened: %s".formatted(settings, this.endpoint, cause.getFailure().message()),
				cause.getFailure(), cause);
	}

	/**
	 * A tunnel that knows its ends.
	 */
	private final class Opening implements DynamicSpec {

		private TunnelSettings settings;

		private Opening(TunnelSettings settings) {
			this.settings = settings;
		}

		@Override
		public OpenSpec login(String username, String password) {
			this.settings = this.settings.withLogin(new SocksLogin(username, password));
			return this;
		}

		@Override
		public OpenSpec waitTimeout(Duration timeout) {
			this.settings = this.settings.withWaitTimeout(timeout);
			return this;
		}

		@Override
		public SshTunnel open() {
			try {
				return DefaultTunnelSpec.this.carrier.open(this.settings);
			}
			catch (TunnelException ex) {
				throw failure(this.settings, ex);
			}
			catch (IOException ex) {
				throw new SshConnectException(ConnectFailureReason.CLOSED,
						"The connection to %s was lost".formatted(DefaultTunnelSpec.this.endpoint), ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new SshException("Interrupted while opening a %s of %s".formatted(this.settings,
						DefaultTunnelSpec.this.endpoint), ex);
			}
		}

		@Override
		public SshTunnel openInBackground() {
			try {
				return DefaultTunnelSpec.this.carrier.openInBackground(this.settings);
			}
			catch (TunnelException ex) {
				throw failure(this.settings, ex);
			}
		}

	}

}
