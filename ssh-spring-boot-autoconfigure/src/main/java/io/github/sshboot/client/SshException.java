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

import org.jspecify.annotations.Nullable;

/**
 * Something a client was asked to do could not be done. The messages name the host and
 * never a secret.
 *
 * @since 0.1.0
 */
public class SshException extends RuntimeException {

	/**
	 * Create a new {@link SshException}.
	 * @param message the message
	 * @param cause the cause or {@code null}
	 */
	public SshException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Return this failure for somebody else whom it concerns, on whose thread this is
	 * called.
	 * @param message what to say about it
	 */
	SshException again(String message) {
		return copied(new SshException(message, getCause()));
	}

	/**
	 * Return this failure for somebody else whom it concerns, on whose thread this is
	 * called.
	 */
	final SshException again() {
		return again(String.valueOf(getMessage()));
	}

	final <E extends SshException> E copied(E copy) {
		for (Throwable suppressed : getSuppressed()) {
			copy.addSuppressed(suppressed);
		}
		return copy;
	}

}
