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

import java.nio.file.Path;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.sftp.SftpOperation.Protocol;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * A user has done something with a file, through SFTP or SCP. Events of a session are
 * published in the order of what has been done, one at a time, on a thread that serves no
 * client: a slow listener keeps nobody waiting until a session is a thousand events
 * ahead. A server that stops waits for them.
 *
 * @since 0.1.0
 */
public abstract class SftpEvent extends ApplicationEvent {

	private final SftpAction action;

	/**
	 * Create a new {@link SftpEvent}.
	 * @param action what has been done
	 */
	protected SftpEvent(SftpAction action) {
		super(action.identity());
		this.action = action;
	}

	/**
	 * Return who has done it.
	 * @return the identity
	 */
	public SshIdentity getIdentity() {
		return this.action.identity();
	}

	/**
	 * Return the connection.
	 * @return the connection
	 */
	public SshConnectionInfo getConnection() {
		return this.action.connection();
	}

	/**
	 * Return the protocol.
	 * @return the protocol
	 */
	public Protocol getProtocol() {
		return this.action.protocol();
	}

	/**
	 * Return the path as the user knows it.
	 * @return the virtual path, absolute and normalised
	 */
	public String getPath() {
		return this.action.path();
	}

	/**
	 * Return the path as the application knows it. The file may have become another one
	 * since.
	 * @return the real path or {@code null} if there is none
	 */
	public @Nullable Path getRealPath() {
		return this.action.realPath();
	}

	@Override
	public String toString() {
		return "%s[path=%s, user=%s, connection=%s]".formatted(getClass().getSimpleName(),
				PeerText.printable(getPath()), PeerText.printable(getIdentity().username()), getConnection().id());
	}

}
