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

import java.util.List;

import io.github.sshboot.transport.PrivateKeySource;
import org.jspecify.annotations.Nullable;

/**
 * Who a client logs in as, and how it proves it.
 *
 * @param username the user name
 * @param password the password or {@code null} for none
 * @param privateKeys the private keys, tried in order
 * @since 0.1.0
 */
public record ClientCredentials(String username, @Nullable String password, List<PrivateKeySource> privateKeys) {

	/**
	 * Create new {@link ClientCredentials}.
	 * @param username the user name
	 * @param password the password or {@code null} for none
	 * @param privateKeys the private keys, tried in order
	 */
	public ClientCredentials {
		privateKeys = List.copyOf(privateKeys);
	}

	@Override
	public String toString() {
		return "ClientCredentials[username=%s, password=%s, privateKeys=%s]".formatted(this.username,
				(this.password != null) ? "***" : null, this.privateKeys);
	}

}
