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

import io.github.sshboot.client.sftp.SftpStatusException;
import io.github.sshboot.sftp.protocol.StatusCode;

/**
 * An SFTP server has not done what it was asked to. The {@linkplain #getStatus() status}
 * tells the kinds of failure apart, as far as servers tell them: OpenSSH's says
 * {@link StatusCode#FAILURE} for most.
 *
 * @since 0.1.0
 */
public class SftpException extends SshException {

	private final StatusCode status;

	private final String path;

	SftpException(String message, SftpStatusException cause) {
		super(message, cause);
		this.status = cause.getStatus();
		this.path = cause.getPath();
	}

	/**
	 * Return the status that the server has answered.
	 * @return the status
	 */
	public StatusCode getStatus() {
		return this.status;
	}

	/**
	 * Return the path that it is about.
	 * @return the path on the server
	 */
	public String getPath() {
		return this.path;
	}

}
