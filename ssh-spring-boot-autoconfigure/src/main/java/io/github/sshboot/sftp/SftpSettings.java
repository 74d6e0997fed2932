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

import java.util.List;

/**
 * How a server treats the files that users see.
 *
 * @param readOnly whether nothing may be changed
 * @param atomicUploads whether what is written gets its name only when it is complete;
 * otherwise it is written in place, as OpenSSH does
 * @param syncUploads whether a file is on the disk before the client is told that it is
 * complete
 * @param umask the permissions that files and directories never get, as of
 * {@code umask(2)}; 0 to 0777
 * @param links what becomes of links
 * @param allow patterns of the names of files that there may be; empty for all
 * @param deny patterns of the names of files and directories that there may not be and
 * that are not seen
 * @param quota how much there may be
 * @param limits the bounds of a session and of a transfer
 * @since 0.1.0
 */
public record SftpSettings(boolean readOnly, boolean atomicUploads, boolean syncUploads, int umask, SftpLinks links,
		List<String> allow, List<String> deny, SftpQuota quota, SftpSessionLimits limits) {

	private static final int DEFAULT_UMASK = 027;

	/**
	 * Create new {@link SftpSettings}.
	 * @param readOnly whether nothing may be changed
	 * @param atomicUploads whether what is written gets its name only when it is complete
	 * @param syncUploads whether a file is on the disk when it is told to be complete
	 * @param umask the permissions that files and directories never get
	 * @param links what becomes of links
	 * @param allow patterns of the names of files that there may be
	 * @param deny patterns of the names that there may not be
	 * @param quota how much there may be
	 * @param limits the bounds of a session and of a transfer
	 */
	public SftpSettings {
		if ((umask & ~0777) != 0) {
			throw new IllegalArgumentException("'umask' must be between 0 and 0777");
		}
		allow = List.copyOf(allow);
		deny = List.copyOf(deny);
	}

	/**
	 * Return the defaults: atomic uploads, on the disk when they are complete, a umask of
	 * 027, no links, no quota.
	 * @return the defaults
	 */
	public static SftpSettings defaults() {
		return new SftpSettings(false, true, true, DEFAULT_UMASK, SftpLinks.REFUSE, List.of(), List.of(),
				SftpQuota.NONE, SftpSessionLimits.defaults());
	}

}
