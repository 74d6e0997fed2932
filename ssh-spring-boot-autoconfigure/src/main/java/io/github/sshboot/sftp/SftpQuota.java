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

/**
 * How much there may be below a root. All that is there counts, whoever has put it there.
 *
 * @param bytes the sum of the sizes of the files, with those that are being uploaded;
 * {@link Long#MAX_VALUE} for no bound
 * @param files how many files, directories and links there may be; {@link Long#MAX_VALUE}
 * for no bound
 * @since 0.1.0
 */
public record SftpQuota(long bytes, long files) {

	/**
	 * No quota.
	 */
	public static final SftpQuota NONE = new SftpQuota(Long.MAX_VALUE, Long.MAX_VALUE);

	/**
	 * Create a new {@link SftpQuota}.
	 * @param bytes the sum of the sizes
	 * @param files how many files there may be
	 */
	public SftpQuota {
		if (bytes < 0 || files < 0) {
			throw new IllegalArgumentException("A quota must not be negative");
		}
	}

	/**
	 * Return whether there is anything to count.
	 * @return whether the bytes or the files are bounded
	 */
	public boolean isBounded() {
		return this.bytes != Long.MAX_VALUE || this.files != Long.MAX_VALUE;
	}

}
