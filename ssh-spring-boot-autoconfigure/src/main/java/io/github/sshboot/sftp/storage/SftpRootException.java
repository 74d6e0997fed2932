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

package io.github.sshboot.sftp.storage;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * The directory for file transfer cannot be used.
 *
 * @since 0.1.0
 */
public class SftpRootException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String root;

	private final String reason;

	/**
	 * Create a new {@link SftpRootException}.
	 * @param root the root as it is configured
	 * @param reason what is wrong with it
	 * @param cause the cause or {@code null}
	 */
	public SftpRootException(String root, String reason, @Nullable Throwable cause) {
		super("The root '%s' for file transfer cannot be used: %s".formatted(root, reason), cause);
		this.root = root;
		this.reason = reason;
	}

	/**
	 * Return the root as it is configured.
	 * @return the root
	 */
	public String getRoot() {
		return this.root;
	}

	/**
	 * Return what is wrong with the root.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

}
