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

package io.github.sshboot.transport;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What the layers know about one connection, kept by type for as long as the connection
 * lives. This is how a layer hands a result to the layers above it (the proven identity,
 * the negotiated algorithms) without either of them showing the engine's types.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ConnectionScope {

	/**
	 * Copied for each change: there are few, and a map to change would take more memory
	 * than all that strangers put into it.
	 */
	private volatile Map<Class<?>, Object> values = Map.of();

	/**
	 * Keep a value, replacing an earlier one of the same type.
	 * @param <T> the type
	 * @param type the type to keep it under
	 * @param value the value
	 */
	public synchronized <T> void put(Class<T> type, T value) {
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(value, "'value' must not be null");
		Map<Class<?>, Object> values = new HashMap<>(this.values);
		values.put(type, value);
		this.values = Map.copyOf(values);
	}

	/**
	 * Return the value of a type.
	 * @param <T> the type
	 * @param type the type
	 * @return the value or {@code null}
	 */
	public <T> @Nullable T get(Class<T> type) {
		return type.cast(this.values.get(type));
	}

	/**
	 * Return the value of a type that a lower layer must have left.
	 * @param <T> the type
	 * @param type the type
	 * @return the value
	 * @throws IllegalStateException if there is none
	 */
	public <T> T getRequired(Class<T> type) {
		T value = get(type);
		Assert.state(value != null, () -> "The connection has no " + type.getSimpleName());
		return value;
	}

}
