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
 * A user has begun to write a file and not completed it: the connection was lost, the
 * client gave up, a write failed, or the file could not be closed. Where uploads are
 * atomic, nothing is left of it, and a file that was there is as it was. Where they are
 * not, it is there as far as it was written.
 *
 * @since 0.1.0
 */
public class SftpUploadFailedEvent extends SftpEvent {

	private final String reason;

	private final long transferred;

	private final Duration duration;

	/**
	 * Create a new {@link SftpUploadFailedEvent}.
	 * @param action what has been begun
	 * @param reason why it was not completed
	 * @param transferred how many bytes were written
	 * @param duration how long the file was open
	 */
	public SftpUploadFailedEvent(SftpAction action, String reason, long transferred, Duration duration) {
		super(action);
		this.reason = reason;
		this.transferred = transferred;
		this.duration = duration;
	}

	/**
	 * Return why the upload was not completed: what the client was told of the first
	 * failure or, if it was told of none, that it has not completed the file.
	 * @return the reason, in English
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Return how many bytes were written.
	 * @return the number of bytes
	 */
	public long getTransferred() {
		return this.transferred;
	}

	/**
	 * Return how long the file was open.
	 * @return the duration
	 */
	public Duration getDuration() {
		return this.duration;
	}

}
