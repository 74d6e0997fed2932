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
package io.github.sshboot.client.sftp;

import java.io.IOException;

import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.transport.PeerText;

/**
 * A server has answered a request with another status than {@link StatusCode#OK}.
 *
 * @since 0.1.0
 */
public final class SftpStatusException extends IOException {

	private static final long serialVersionUID = 1L;

	private final StatusCode status;

	private final String path;

	SftpStatusException(StatusCode status, String path, String text) {
		super("%s: %s".formatted(PeerText.printable(path),
				text.isBlank() ? status.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
						: PeerText.printable(text.strip())));
		this.status = status;
		this.path = path;
	}

	/**
	 * Return the status.
	 * @return the status
	 */
	public StatusCode getStatus() {
		return this.status;
	}

	/**
	 * Return the path that the request was about.
	 * @return the path on the server
	 */
	public String getPath() {
		return this.path;
	}

}
