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

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The password of one login. It is shown to the server once: two methods that both refuse
 * it would count twice against the user.
 */
final class ClientPassword {

	private static final Log logger = LogFactory.getLog(ClientPassword.class);

	private final Supplier<@Nullable String> supplier;

	private @Nullable String value;

	private boolean used;

	ClientPassword(Supplier<@Nullable String> supplier) {
		this.supplier = supplier;
	}

	/**
	 * Return the password, asking for it if need be.
	 * @return the password or {@code null} if there is none
	 */
	@Nullable String get() {
		if (this.value == null && !this.used) {
			try {
				this.value = this.supplier.get();
			}
			catch (RuntimeException ex) {
				logger.warn("Not logging in with a password: the supplier failed", ex);
			}
			this.used = this.value == null;
		}
		return this.used ? null : this.value;
	}

	boolean isUsable() {
		return !this.used;
	}

	void used() {
		this.used = true;
		this.value = null;
	}

}
