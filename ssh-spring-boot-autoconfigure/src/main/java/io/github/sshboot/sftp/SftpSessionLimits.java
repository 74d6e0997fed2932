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

package io.github.sshboot.sftp;

import java.time.Duration;

/**
 * The bounds of a session and of a transfer.
 *
 * @param maxHandles how many files and directories a session may have open
 * @param maxTotalHandles how many all sessions together may have open
 * @param maxFileSize how many bytes a file may have that is written to;
 * {@link Long#MAX_VALUE} for no bound
 * @param transferTimeout how long a file may be open; zero for ever
 * @param idleTimeout how long a file or directory may be open without being read or
 * written; zero for ever
 * @param bandwidth how many bytes a session may read and write in a second, together;
 * {@link Long#MAX_VALUE} for no bound
 * @since 0.1.0
 */
public record SftpSessionLimits(int maxHandles, int maxTotalHandles, long maxFileSize, Duration transferTimeout,
		Duration idleTimeout, long bandwidth) {

	private static final int DEFAULT_MAX_HANDLES = 100;

	/**
	 * Create new {@link SftpSessionLimits}.
	 * @param maxHandles how many handles a session may have
	 * @param maxTotalHandles how many handles all sessions may have
	 * @param maxFileSize how large a file may be
	 * @param transferTimeout how long a file may be open
	 * @param idleTimeout how long a file may be idle
	 * @param bandwidth how many bytes may pass in a second
	 */
	public SftpSessionLimits {
		check(maxHandles > 0 && maxTotalHandles > 0, "There must be a handle at least");
		check(maxFileSize >= 0, "'maxFileSize' must not be negative");
		check(!transferTimeout.isNegative() && !idleTimeout.isNegative(), "A timeout must not be negative");
		check(bandwidth > 0, "'bandwidth' must be positive");
	}

	/**
	 * Return the defaults: 100 handles for a session, and no other bound.
	 * @return the defaults
	 */
	public static SftpSessionLimits defaults() {
		return new SftpSessionLimits(DEFAULT_MAX_HANDLES, Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO,
				Duration.ZERO, Long.MAX_VALUE);
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

}
