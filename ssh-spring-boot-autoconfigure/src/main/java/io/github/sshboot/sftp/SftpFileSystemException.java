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

import java.io.Serial;
import java.nio.file.FileSystemException;
import java.util.Objects;

/**
 * What an {@link SftpFileSystem} refuses for a cause that the JDK has no exception for.
 * The {@link #getReason() reason} is told to the client.
 *
 * @since 0.1.0
 */
public class SftpFileSystemException extends FileSystemException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Kind kind;

	/**
	 * Create a new {@link SftpFileSystemException}.
	 * @param kind the kind of failure
	 * @param path the virtual path
	 * @param reason what the client is told
	 */
	public SftpFileSystemException(Kind kind, String path, String reason) {
		super(path, null, reason);
		this.kind = kind;
	}

	/**
	 * Return what the client is told.
	 * @return the reason
	 */
	@Override
	public String getReason() {
		return Objects.requireNonNull(super.getReason());
	}

	/**
	 * Return the kind of failure, which decides about the status that the client gets.
	 * @return the kind
	 */
	public Kind getKind() {
		return this.kind;
	}

	/**
	 * The kinds of failures.
	 */
	public enum Kind {

		/**
		 * Nothing may be changed.
		 */
		READ_ONLY,

		/**
		 * The operation is switched off, or the file system behind does not have it.
		 */
		UNSUPPORTED,

		/**
		 * The file system cannot hold the name.
		 */
		INVALID_NAME,

		/**
		 * A directory is not a file.
		 */
		IS_DIRECTORY,

		/**
		 * The user has no more bytes or files left.
		 */
		QUOTA_EXCEEDED,

		/**
		 * The disk is full.
		 */
		NO_SPACE,

		/**
		 * The file is larger than a file may be.
		 */
		FILE_TOO_LARGE,

		/**
		 * Too many files and directories are open.
		 */
		TOO_MANY_HANDLES,

		/**
		 * The transfer takes too long, or has come to a halt.
		 */
		TIMEOUT,

		/**
		 * The session is over, and what was open is closed.
		 */
		CLOSED

	}

}
