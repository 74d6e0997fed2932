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

package io.github.sshboot.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

import io.github.sshboot.transport.SshServerCustomizer;
import org.apache.sshd.server.SshServer;

/**
 * The session layer (RFC 4254 section 6) of a server: hands shells, commands and
 * subsystems to their handlers.
 *
 * @since 0.1.0
 */
public final class ServerSessions implements SshServerCustomizer {

	private final SessionSettings settings;

	private final RequestDispatcher dispatcher;

	/**
	 * Create new {@link ServerSessions}.
	 * @param settings how session channels are treated
	 * @param mappings find the handler of a request, in this order
	 * @param interceptors go around every handler, the first outermost
	 * @param executor runs each handler on a thread that may block and be interrupted
	 * @param exitStatus the exit status for an exception that a handler throws
	 */
	public ServerSessions(SessionSettings settings, List<SshHandlerMapping> mappings, List<SshInterceptor> interceptors,
			Executor executor, ToIntFunction<Throwable> exitStatus) {
		this.settings = settings;
		this.dispatcher = new RequestDispatcher(mappings, interceptors, executor, exitStatus);
	}

	/**
	 * Refuse new requests and wait for the handlers that run. It can be called once.
	 * @param timeout how long to wait
	 * @return whether all handlers are done
	 */
	public boolean drain(Duration timeout) {
		return this.dispatcher.drain(timeout);
	}

	@Override
	public void customize(SshServer server) {
		server.setChannelFactories(List.of(new HandlerChannelFactory(this.settings, this.dispatcher)));
		// the channels themselves take all requests
		server.setShellFactory(null);
		server.setCommandFactory(null);
		server.setSubsystemFactories(List.of());
	}

}
