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
package io.github.sshboot.client.transfer;

import org.jspecify.annotations.Nullable;

/**
 * How files are transferred.
 *
 * @param atomic whether a file has its name only when it is complete
 * @param resume whether an earlier attempt is carried on
 * @param preserve whether permissions and times are copied
 * @param followLinks whether symbolic links in trees are followed
 * @param sync whether files are on the server's disk before they have their names
 * @param maxFiles how many files and directories there may be
 * @param maxBytes how many bytes there may be
 * @param listener is told how it goes on
 * @since 0.1.0
 */
public record TransferOptions(boolean atomic, boolean resume, boolean preserve, boolean followLinks, boolean sync,
		long maxFiles, long maxBytes, @Nullable TransferListener listener) {

	private static final TransferOptions DEFAULTS = new TransferOptions(true, false, false, false, false,
			Long.MAX_VALUE, Long.MAX_VALUE, null);

	/**
	 * Return the defaults: atomic, from the beginning, without permissions and times, no
	 * links, and no limits.
	 * @return the defaults
	 */
	public static TransferOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return these options with files that have their names from the beginning, or not.
	 * @param atomic whether a file has its name only when it is complete
	 * @return the options
	 */
	public TransferOptions withAtomic(boolean atomic) {
		return new TransferOptions(atomic, this.resume, this.preserve, this.followLinks, this.sync, this.maxFiles,
				this.maxBytes, this.listener);
	}

	/**
	 * Return these options with earlier attempts that are carried on, or not.
	 * @param resume whether an earlier attempt is carried on
	 * @return the options
	 */
	public TransferOptions withResume(boolean resume) {
		return new TransferOptions(this.atomic, resume, this.preserve, this.followLinks, this.sync, this.maxFiles,
				this.maxBytes, this.listener);
	}

	/**
	 * Return these options with permissions and times, or without.
	 * @param preserve whether permissions and times are copied
	 * @return the options
	 */
	public TransferOptions withPreserve(boolean preserve) {
		return new TransferOptions(this.atomic, this.resume, preserve, this.followLinks, this.sync, this.maxFiles,
				this.maxBytes, this.listener);
	}

	/**
	 * Return these options with symbolic links that are followed, or not.
	 * @param followLinks whether symbolic links in trees are followed
	 * @return the options
	 */
	public TransferOptions withFollowLinks(boolean followLinks) {
		return new TransferOptions(this.atomic, this.resume, this.preserve, followLinks, this.sync, this.maxFiles,
				this.maxBytes, this.listener);
	}

	/**
	 * Return these options with files that are brought to the disk, or not.
	 * @param sync whether files are on the server's disk before they have their names
	 * @return the options
	 */
	public TransferOptions withSync(boolean sync) {
		return new TransferOptions(this.atomic, this.resume, this.preserve, this.followLinks, sync, this.maxFiles,
				this.maxBytes, this.listener);
	}

	/**
	 * Return these options with limits.
	 * @param maxFiles how many files and directories there may be
	 * @param maxBytes how many bytes there may be
	 * @return the options
	 */
	public TransferOptions withLimits(long maxFiles, long maxBytes) {
		return new TransferOptions(this.atomic, this.resume, this.preserve, this.followLinks, this.sync, maxFiles,
				maxBytes, this.listener);
	}

	/**
	 * Return these options with a listener.
	 * @param listener is told how it goes on
	 * @return the options
	 */
	public TransferOptions withListener(TransferListener listener) {
		return new TransferOptions(this.atomic, this.resume, this.preserve, this.followLinks, this.sync, this.maxFiles,
				this.maxBytes, listener);
	}

}
