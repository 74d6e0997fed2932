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

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives the clients of an application. All share one engine with a handful of threads,
 * whatever their number, which stops with the application.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshClientFactory {

	/**
	 * Return the client of a configured connection, always the same one.
	 * @param name the name, as in {@code ssh.client.connections.<name>}
	 * @return the client
	 * @throws UnknownSshConnectionException if there is no connection of that name
	 */
	SshClient get(String name);

	/**
	 * Make a client for a host that is not configured.
	 * @param connection describes the connection
	 * @return a new client
	 */
	SshClient create(Consumer<SshClient.Builder> connection);

	/**
	 * Prepare to run a command on several hosts at once.
	 * @param names the names of configured connections, each once
	 * @return what to do about it
	 * @throws UnknownSshConnectionException if there is no connection of one of the names
	 */
	SshFanOut fanOut(Collection<String> names);

	/**
	 * Prepare to run a command on several hosts at once.
	 * @param clients the clients by the names that the results have
	 * @return what to do about it
	 */
	SshFanOut fanOut(Map<String, ? extends SshClient> clients);

	/**
	 * Return the names of the configured connections.
	 * @return the names
	 */
	Set<String> getNames();

}
