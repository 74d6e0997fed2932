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
import java.util.Set;

import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import org.apache.sshd.common.AttributeRepository;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link ConnectionScope} to the engine's session before its key exchange
 * begins.
 */
final class ConnectContext implements AttributeRepository, ConnectionScoped {

	private final ConnectionScope scope = new ConnectionScope();

	@Override
	public ConnectionScope getConnectionScope() {
		return this.scope;
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		return null;
	}

	@Override
	public Collection<AttributeKey<?>> attributeKeys() {
		return Set.of();
	}

	@Override
	public int getAttributesCount() {
		return 0;
	}

}
