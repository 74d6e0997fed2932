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

import org.jspecify.annotations.Nullable;

/**
 * An SFTP connection has ended: what was asked on it has no answer.
 *
 * @since 0.1.0
 */
public final class SftpLostException extends IOException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	SftpLostException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Return why it has ended.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Return the same for another caller.
	 */
	SftpLostException copy() {
		return new SftpLostException(this.reason, String.valueOf(getMessage()), this);
	}

	/**
	 * Why a connection has ended.
	 */
	public enum Reason {

		/**
		 * The other side is gone, or we have closed it.
		 */
		CLOSED,

		/**
		 * The server answers no more.
		 */
		TIMEOUT,

		/**
		 * The server has broken the protocol.
		 */
		PROTOCOL

	}

}
