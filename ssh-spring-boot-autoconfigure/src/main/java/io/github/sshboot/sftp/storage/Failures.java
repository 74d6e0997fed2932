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

package io.github.sshboot.sftp.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Collection;
import java.util.List;

import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says what has failed with the virtual path and without any other: exceptions of the JDK
 * have real paths in them.
 */
final class Failures {

	private static final Log logger = LogFactory.getLog(Failures.class);

	private Failures() {
	}

	/**
	 * Do something, and let what it throws have the virtual path.
	 */
	static <T> T translate(String path, Call<T> call) throws IOException {
		try {
			return call.run();
		}
		catch (IOException | RuntimeException ex) {
			throw translate(path, ex);
		}
	}

	/**
	 * Do something, and let what it throws have the virtual path.
	 */
	static void translate(String path, Action action) throws IOException {
		try {
			action.run();
		}
		catch (IOException | RuntimeException ex) {
			throw translate(path, ex);
		}
	}

	/**
	 * Do something that concerns two paths.
	 */
	static void translate(String path, String other, Action action) throws IOException {
		try {
			action.run();
		}
		catch (FileSystemException ex) {
			throw translate(other.equals(ex.getFile()) ? other : path, ex);
		}
		catch (IOException | RuntimeException ex) {
			throw translate(path, ex);
		}
	}

	/**
	 * Return what a failure is told as.
	 */
	static IOException translate(String path, Exception failure) {
		if (failure instanceof SftpFileSystemException told) {
			return path.equals(told.getFile()) ? told
					: new SftpFileSystemException(told.getKind(), path, told.getReason());
		}
		if (logger.isDebugEnabled()) {
			logger.debug("File operation failed", failure);
		}
		if (failure instanceof RuntimeException unchecked) {
			return translateUnchecked(path, unchecked);
		}
		String reason = (failure instanceof FileSystemException ex) ? ex.getReason() : failure.getMessage();
		if (failure instanceof NoSuchFileException) {
			return new NoSuchFileException(path);
		}
		if (failure instanceof AccessDeniedException denied) {
			return new AccessDeniedException(path, null, denied.getReason());
		}
		if (failure instanceof FileAlreadyExistsException) {
			return new FileAlreadyExistsException(path);
		}
		if (failure instanceof DirectoryNotEmptyException) {
			return new DirectoryNotEmptyException(path);
		}
		if (failure instanceof NotDirectoryException) {
			return new NotDirectoryException(path);
		}
		if (failure instanceof NotLinkException) {
			return new NotLinkException(path);
		}
		if (failure instanceof FileSystemLoopException) {
			return new FileSystemLoopException(path);
		}
		if (failure instanceof AtomicMoveNotSupportedException) {
			return crossesDevices(path);
		}
		if (failure instanceof ClosedChannelException) {
			return closed(path);
		}
		return translateReason(path, (reason != null) ? reason : "");
	}

	/**
	 * Close all, also if some cannot be closed.
	 */
	static void closeAll(Collection<? extends Closeable> open) throws IOException {
		IOException failure = null;
		for (Closeable each : List.copyOf(open)) {
			try {
				each.close();
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	static SftpFileSystemException crossesDevices(String path) {
		return new SftpFileSystemException(Kind.UNSUPPORTED, path, "another file system is mounted there");
	}

	static SftpFileSystemException readOnly(String path) {
		return new SftpFileSystemException(Kind.READ_ONLY, path, "nothing can be changed here");
	}

	static SftpFileSystemException closed(String path) {
		return new SftpFileSystemException(Kind.CLOSED, path, "it is closed");
	}

	static SftpFileSystemException unsupported(String path, String what) {
		return new SftpFileSystemException(Kind.UNSUPPORTED, path, what + " not supported here");
	}

	private static IOException translateUnchecked(String path, RuntimeException failure) {
		if (failure instanceof DirectoryIteratorException && failure.getCause() instanceof IOException cause) {
			return translate(path, cause);
		}
		if (failure instanceof InvalidPathException) {
			return new SftpFileSystemException(Kind.INVALID_NAME, path, "the name is not valid here");
		}
		if (failure instanceof ReadOnlyFileSystemException) {
			return readOnly(path);
		}
		if (failure instanceof NonReadableChannelException || failure instanceof NonWritableChannelException
				|| failure instanceof SecurityException) {
			return new AccessDeniedException(path);
		}
		if (failure instanceof ClosedFileSystemException || failure instanceof ClosedDirectoryStreamException) {
			return closed(path);
		}
		if (failure instanceof UnsupportedOperationException) {
			return unsupported(path, "that is");
		}
		throw failure;
	}

	/**
	 * Most errors of Unix come as the text that the C library has for them. In another
	 * language than English they are plain failures.
	 */
	private static IOException translateReason(String path, String reason) {
		if (reason.contains("No space left")) {
			return new SftpFileSystemException(Kind.NO_SPACE, path, "no space is left");
		}
		if (reason.contains("quota exceeded")) {
			return new SftpFileSystemException(Kind.QUOTA_EXCEEDED, path, "the quota is exceeded");
		}
		if (reason.contains("Read-only file system")) {
			return readOnly(path);
		}
		if (reason.contains("File name too long")) {
			return new SftpFileSystemException(Kind.INVALID_NAME, path, "the name is too long");
		}
		if (reason.contains("File too large")) {
			return new SftpFileSystemException(Kind.FILE_TOO_LARGE, path, "the file is too large");
		}
		if (reason.contains("cross-device link")) {
			return crossesDevices(path);
		}
		if (reason.contains("Is a directory")) {
			return new SftpFileSystemException(Kind.IS_DIRECTORY, path, "it is a directory");
		}
		if (reason.contains("Not a directory") || reason.contains("symbolic link")) {
			return new NoSuchFileException(path);
		}
		if (reason.contains("Operation not permitted")) {
			return new AccessDeniedException(path);
		}
		if (reason.contains("Invalid argument")) {
			return new SftpFileSystemException(Kind.UNSUPPORTED, path, "the file system refuses it");
		}
		return new FileSystemException(path, null, "it failed");
	}

	interface Call<T> {

		T run() throws IOException;

	}

	interface Action {

		void run() throws IOException;

	}

}
