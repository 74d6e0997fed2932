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

import io.github.sshboot.transport.KeyFingerprint;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a client has tried to log in.
 *
 * @param method the authentication method (RFC 4252), for example {@code publickey}
 * @param key the key that was used, or {@code null} if none was
 * @param origin where the key comes from: a file, a property or the agent; or
 * {@code null} if no key was used
 * @param result what became of it
 * @param detail why it was not used or not accepted, or {@code null} if nobody has told
 * @since 0.1.0
 */
public record SshLoginAttempt(String method, @Nullable KeyFingerprint key, @Nullable String origin, Result result,
		@Nullable String detail) {

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.method);
		if (this.key != null) {
			text.append(" (").append(this.key);
			if (this.origin != null) {
				text.append(" from ").append(this.origin);
			}
			text.append(')');
		}
		switch (this.result) {
			case REFUSED -> {
			}
			case PARTIAL -> text.append(", accepted but not enough");
			case SKIPPED -> text.append(", not sent");
		}
		if (this.detail != null) {
			text.append(": ").append(this.detail);
		}
		return text.toString();
	}

	/**
	 * What became of an attempt.
	 */
	public enum Result {

		/**
		 * The server did not accept it.
		 */
		REFUSED,

		/**
		 * The server accepted it and wanted more.
		 */
		PARTIAL,

		/**
		 * It could not be used, and the server did not see it.
		 */
		SKIPPED

	}

}
