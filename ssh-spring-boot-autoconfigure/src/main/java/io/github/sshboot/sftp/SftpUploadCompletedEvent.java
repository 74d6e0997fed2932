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
 * A user has written a file and closed it in order: it has its name, and its content is
 * complete.
 *
 * @since 0.1.0
 */
public class SftpUploadCompletedEvent extends SftpEvent {

	private final SftpTransfer transfer;

	/**
	 * Create a new {@link SftpUploadCompletedEvent}.
	 * @param action what has been done
	 * @param transfer what the transfer amounted to
	 */
	public SftpUploadCompletedEvent(SftpAction action, SftpTransfer transfer) {
		super(action);
		this.transfer = transfer;
	}

	/**
	 * Return what the transfer amounted to.
	 * @return size, duration and checksum
	 */
	public SftpTransfer getTransfer() {
		return this.transfer;
	}

}
