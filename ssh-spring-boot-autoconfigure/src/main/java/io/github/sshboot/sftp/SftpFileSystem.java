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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The files that one user sees during one session, through SFTP and SCP alike.
 * <p>
 * Paths are absolute, begin with "/" and are normalised: they have no empty component, no
 * "." and no "..", and no "/" at the end but for the root. Their text is what the client
 * sent, so a component may be any other string.
 * <p>
 * What fails does so with an {@link IOException} that has the virtual path and no other:
 * {@link java.nio.file.NoSuchFileException} where there is nothing, or nothing that the
 * user may know of, {@link java.nio.file.AccessDeniedException},
 * {@link java.nio.file.FileAlreadyExistsException},
 * {@link java.nio.file.DirectoryNotEmptyException},
 * {@link java.nio.file.NotDirectoryException}, {@link java.nio.file.NotLinkException},
 * {@link java.nio.file.FileSystemLoopException} for too many links, and
 * {@link SftpFileSystemException} for what the JDK has no exception for. Any other
 * exception is told to the client without its text.
 * <p>
 * Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface SftpFileSystem extends Closeable {

	/**
	 * Open a regular file.
	 * @param path the path
	 * @param options {@link java.nio.file.StandardOpenOption StandardOpenOption}s with
	 * the meaning that they have for {@link java.nio.channels.FileChannel}, but that
	 * {@code APPEND} may be given with {@code READ} and means writing, and
	 * {@link java.nio.file.LinkOption#NOFOLLOW_LINKS}
	 * @param attributes the attributes of the file if it is created
	 * @return the file
	 * @throws IOException if the file cannot be opened
	 */
	SftpFile open(String path, Set<? extends OpenOption> options, SftpAttributes attributes) throws IOException;

	/**
	 * Open a directory to list it.
	 * @param path the path
	 * @return the entries
	 * @throws IOException if the directory cannot be opened
	 */
	SftpDirectory openDirectory(String path) throws IOException;

	/**
	 * Read the attributes of a file.
	 * @param path the path
	 * @param followLinks whether to follow a link that the path ends with ({@code stat}
	 * as opposed to {@code lstat})
	 * @return the attributes
	 * @throws IOException if they cannot be read
	 */
	SftpAttributes readAttributes(String path, boolean followLinks) throws IOException;

	/**
	 * Change attributes of a file.
	 * @param path the path
	 * @param changes what to change
	 * @param followLinks whether to follow a link that the path ends with
	 * @throws IOException if they cannot be changed
	 */
	void setAttributes(String path, SftpAttributes changes, boolean followLinks) throws IOException;

	/**
	 * Create a directory.
	 * @param path the path
	 * @param attributes the attributes of the directory
	 * @throws IOException if it cannot be created
	 */
	void createDirectory(String path, SftpAttributes attributes) throws IOException;

	/**
	 * Delete a file or a link.
	 * @param path the path
	 * @throws IOException if it cannot be deleted
	 */
	void deleteFile(String path) throws IOException;

	/**
	 * Delete an empty directory.
	 * @param path the path
	 * @throws IOException if it cannot be deleted
	 */
	void deleteDirectory(String path) throws IOException;

	/**
	 * Give a file, directory or link another path, in one step.
	 * @param from the path
	 * @param to the new path
	 * @param replace whether a file that has the new path is replaced, as by
	 * {@code rename(2)}
	 * @throws IOException if that cannot be done
	 */
	void rename(String from, String to, boolean replace) throws IOException;

	/**
	 * Create a symbolic link.
	 * @param link the path of the link
	 * @param target what the link holds, as the client sent it: absolute or relative, and
	 * not normalised
	 * @throws IOException if it cannot be created
	 */
	void createSymbolicLink(String link, String target) throws IOException;

	/**
	 * Give a file another name ({@code hardlink@openssh.com}).
	 * @param link the new path
	 * @param existing the path of the file
	 * @throws IOException if that cannot be done
	 */
	void createLink(String link, String existing) throws IOException;

	/**
	 * Read what a symbolic link holds.
	 * @param path the path of the link
	 * @return the target, absolute or relative
	 * @throws IOException if it cannot be read
	 */
	String readSymbolicLink(String path) throws IOException;

	/**
	 * Return the path that a path has after all links in it are followed. What it ends
	 * with need not exist.
	 * @param path the path
	 * @return the canonical path
	 * @throws IOException if that cannot be told
	 */
	String canonicalize(String path) throws IOException;

	/**
	 * Return the space of the file system.
	 * @param path the path of a file or directory on it
	 * @return the space
	 * @throws IOException if that cannot be told
	 */
	SftpSpace getSpace(String path) throws IOException;

	/**
	 * Return where the application itself finds a file, to tell it so after the fact. To
	 * open it by that path is as safe as the directories that lead there.
	 * @param path the path
	 * @return the real path or {@code null} if there is none
	 */
	default @Nullable Path getRealPath(String path) {
		return null;
	}

	/**
	 * End the session: discard the uploads that are under way and close what is open.
	 * @throws IOException if something cannot be closed
	 */
	@Override
	default void close() throws IOException {
	}

}
