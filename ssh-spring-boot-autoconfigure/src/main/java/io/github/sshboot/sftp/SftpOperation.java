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

import java.nio.file.AccessDeniedException;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a user is about to do with a file.
 *
 * @param kind what is to be done
 * @param path the virtual path of the file: absolute, normalised, and with all links
 * followed that the operation would follow
 * @param target the new path of {@link Kind#RENAME}, what {@link Kind#CREATE_LINK} gives
 * another name, what {@link Kind#CREATE_SYMBOLIC_LINK} is to hold, or {@code null}
 * @param identity who the user is
 * @param connection the connection
 * @param protocol the protocol
 * @since 0.1.0
 */
public record SftpOperation(Kind kind, String path, @Nullable String target, SshIdentity identity,
		SshConnectionInfo connection, Protocol protocol) {

	/**
	 * Return an exception that refuses the operation when it is thrown.
	 * @param reason what the user is told
	 * @return the exception
	 */
	public AccessDeniedException denied(String reason) {
		return new AccessDeniedException(this.path, this.target, reason);
	}

	/**
	 * The kinds of operations.
	 */
	public enum Kind {

		/**
		 * To open a file for reading.
		 */
		DOWNLOAD,

		/**
		 * To open a file for writing.
		 */
		UPLOAD,

		/**
		 * To list a directory.
		 */
		LIST,

		/**
		 * To change attributes of a file or directory, by its name or by a handle.
		 */
		CHANGE_ATTRIBUTES,

		/**
		 * To create a directory.
		 */
		CREATE_DIRECTORY,

		/**
		 * To delete a file or a link.
		 */
		DELETE_FILE,

		/**
		 * To delete a directory.
		 */
		DELETE_DIRECTORY,

		/**
		 * To rename a file, directory or link.
		 */
		RENAME,

		/**
		 * To give a file another name.
		 */
		CREATE_LINK,

		/**
		 * To create a symbolic link.
		 */
		CREATE_SYMBOLIC_LINK

	}

	/**
	 * The protocols that transfer files.
	 */
	public enum Protocol {

		/**
		 * The SSH File Transfer Protocol.
		 */
		SFTP,

		/**
		 * What {@code scp -O} speaks.
		 */
		SCP

	}

}
