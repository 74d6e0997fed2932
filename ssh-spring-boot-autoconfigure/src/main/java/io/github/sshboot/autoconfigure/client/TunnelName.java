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

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * The name of a tunnel in the properties.
 *
 * @param connection the name of its connection
 * @param tunnel its own name
 */
record TunnelName(String connection, String tunnel) {

	/**
	 * Return the names of all tunnels in the properties. Their values are left as they
	 * are: what they refer to may not be known yet.
	 */
	static Set<TunnelName> findAll(Environment environment) {
		Set<TunnelName> names = new LinkedHashSet<>();
		new Binder(ConfigurationPropertySources.get(environment))
			.bind("ssh.client.connections", Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.forEach((connection, value) -> {
				if (value instanceof Map<?, ?> properties && properties.get("tunnels") instanceof Map<?, ?> tunnels) {
					tunnels.keySet().forEach((tunnel) -> names.add(new TunnelName(connection, tunnel.toString())));
				}
			});
		return names;
	}

	/**
	 * Return one of its properties.
	 */
	String property(String name) {
		return "ssh.client.connections.%s.tunnels.%s.%s".formatted(this.connection, this.tunnel, name);
	}

	@Override
	public String toString() {
		return "'%s' of connection '%s'".formatted(this.tunnel, this.connection);
	}

}
