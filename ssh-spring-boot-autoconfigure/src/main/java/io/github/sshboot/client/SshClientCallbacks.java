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

import java.util.List;

import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.SshConnectionListenerFactory;
import io.github.sshboot.transport.SshClientCustomizer;

/**
 * What an application has its clients call.
 *
 * @param customizers have the last word about the engine
 * @param builderCustomizers change each client before it is built
 * @param listeners hear of all connections
 * @param listenerFactories make a listener for each connection
 * @since 0.1.0
 */
public record SshClientCallbacks(List<SshClientCustomizer> customizers,
		List<SshClientBuilderCustomizer> builderCustomizers, List<SshConnectionListener> listeners,
		List<SshConnectionListenerFactory> listenerFactories) {

	/**
	 * Create new {@link SshClientCallbacks}.
	 * @param customizers have the last word about the engine
	 * @param builderCustomizers change each client before it is built
	 * @param listeners hear of all connections
	 * @param listenerFactories make a listener for each connection
	 */
	public SshClientCallbacks {
		customizers = List.copyOf(customizers);
		builderCustomizers = List.copyOf(builderCustomizers);
		listeners = List.copyOf(listeners);
		listenerFactories = List.copyOf(listenerFactories);
	}

}
