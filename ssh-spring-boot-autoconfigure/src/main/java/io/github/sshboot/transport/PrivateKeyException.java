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

import org.jspecify.annotations.Nullable;

/**
 * A private key cannot be used. The message names where the key comes from and what is
 * wrong with it, and never its content.
 *
 * @since 0.1.0
 */
public class PrivateKeyException extends KeyMaterialException {

	private final Problem problem;

	PrivateKeyException(KeyMaterial material, Problem problem, String detail, @Nullable Throwable cause) {
		super("Private key", material, detail, cause);
		this.problem = problem;
	}

	/**
	 * Return what is wrong.
	 * @return the problem
	 */
	public Problem getProblem() {
		return this.problem;
	}

	/**
	 * What can be wrong with a private key.
	 */
	public enum Problem {

		/**
		 * There is no such file.
		 */
		NOT_FOUND,

		/**
		 * It exists but cannot be read.
		 */
		UNREADABLE,

		/**
		 * It is a file that others than its owner may access.
		 */
		TOO_OPEN,

		/**
		 * It is encrypted and there is no passphrase.
		 */
		ENCRYPTED,

		/**
		 * It is encrypted and the passphrase does not open it.
		 */
		WRONG_PASSPHRASE,

		/**
		 * It is not a private key in a known form.
		 */
		MALFORMED,

		/**
		 * It is a private key, but of a kind that is not used: too weak, not meant for
		 * SSH, or too slow to decrypt.
		 */
		UNSUPPORTED,

		/**
		 * It could not be written.
		 */
		NOT_WRITABLE

	}

}
