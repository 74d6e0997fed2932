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

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

import io.github.sshboot.sftp.protocol.PacketFormatException;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.transport.PeerText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told when something fails. Only text that was made for it is told: the
 * reason of exceptions that a file system or a listener makes for a client, and never the
 * path in one.
 *
 * @param code the status
 * @param text what went wrong, in English
 * @param expected whether this is among what can go wrong with files
 */
record SftpFailure(StatusCode code, String text, boolean expected) {

	private static final Log logger = LogFactory.getLog(SftpFailure.class);

	private static final SftpFailure UNKNOWN = new SftpFailure(StatusCode.FAILURE, "Failure", false);

	static SftpFailure of(Exception ex) {
		if (ex instanceof SftpFileSystemException failure) {
			return expected(code(failure.getKind()), PeerText.printable(String.valueOf(failure.getReason())));
		}
		if (ex instanceof AccessDeniedException denied) {
			return expected(StatusCode.PERMISSION_DENIED, reason(denied.getReason(), "Permission denied"));
		}
		if (ex instanceof PacketFormatException) {
			return expected(StatusCode.BAD_MESSAGE, String.valueOf(ex.getMessage()));
		}
		if (ex instanceof CharacterCodingException || ex instanceof InvalidPathException) {
			return expected(StatusCode.INVALID_FILENAME, "No file can have this name");
		}
		if (ex instanceof UnsupportedOperationException) {
			return expected(StatusCode.OP_UNSUPPORTED, "Operation not supported");
		}
		return (ex instanceof IOException failure) ? ofJdk(failure) : UNKNOWN;
	}

	/**
	 * Log a failure if nobody expects it, and return what the client is told.
	 * @return what went wrong, in English
	 */
	static String told(Exception ex) {
		return of(ex).logged(ex).text();
	}

	/**
	 * Log the failure if nobody expects it.
	 * @return this
	 */
	SftpFailure logged(Exception ex) {
		if (!this.expected) {
			logger.error("Failed to do something with a file for a client", ex);
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("Told a client '%s'".formatted(this.text), ex);
		}
		return this;
	}

	private static SftpFailure ofJdk(IOException ex) {
		if (ex instanceof NoSuchFileException) {
			return expected(StatusCode.NO_SUCH_FILE, "No such file or directory");
		}
		if (ex instanceof FileAlreadyExistsException) {
			return expected(StatusCode.FILE_ALREADY_EXISTS, "File exists");
		}
		if (ex instanceof DirectoryNotEmptyException) {
			return expected(StatusCode.DIR_NOT_EMPTY, "Directory not empty");
		}
		if (ex instanceof NotDirectoryException) {
			return expected(StatusCode.NOT_A_DIRECTORY, "Not a directory");
		}
		if (ex instanceof NotLinkException) {
			return expected(StatusCode.FAILURE, "Not a symbolic link");
		}
		if (ex instanceof FileSystemLoopException) {
			return expected(StatusCode.LINK_LOOP, "Too many symbolic links");
		}
		return UNKNOWN;
	}

	private static StatusCode code(SftpFileSystemException.Kind kind) {
		return switch (kind) {
			case READ_ONLY -> StatusCode.WRITE_PROTECT;
			case UNSUPPORTED -> StatusCode.OP_UNSUPPORTED;
			case INVALID_NAME -> StatusCode.INVALID_FILENAME;
			case IS_DIRECTORY -> StatusCode.FILE_IS_A_DIRECTORY;
			case QUOTA_EXCEEDED -> StatusCode.QUOTA_EXCEEDED;
			case NO_SPACE -> StatusCode.NO_SPACE_ON_FILESYSTEM;
			case FILE_TOO_LARGE, TOO_MANY_HANDLES, TIMEOUT, CLOSED -> StatusCode.FAILURE;
		};
	}

	private static String reason(@Nullable String reason, String otherwise) {
		return (reason != null) ? PeerText.printable(reason) : otherwise;
	}

	private static SftpFailure expected(StatusCode code, String text) {
		return new SftpFailure(code, text, true);
	}

}
