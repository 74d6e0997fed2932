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

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpSpace;

import org.springframework.core.io.Resource;

/**
 * What can be done with the files of a host by SFTP (draft-ietf-secsh-filexfer-02, with
 * OpenSSH's extensions where the server has them).
 *
 * <pre class="code">
 * SftpOperations files = client.sftp();
 * files.upload(Path.of("manifest.csv")).to("/inbox/manifest.csv");
 * files.download("/outbox").preserve().to(Path.of("received"));
 * for (RemoteFile file : files.list("/outbox")) ...
 * </pre>
 * <p>
 * Relative paths are relative to the directory that the server begins with, most often
 * the user's home. Channels are opened when they are needed, shared between calls and
 * threads, and closed when they have been idle; there is nothing to close but streams.
 * <p>
 * Everything fails with an {@link SftpException} if the server says so, with an
 * {@link SshConnectException} if the connection is lost, with an
 * {@link SshTimeoutException} if the server does not answer for as long as
 * {@link SshClientSettings.FileTransfer#timeout() it may}, and with another
 * {@link SshException} if a local file fails or the server breaks the protocol. What only
 * asks is asked once more if a connection is lost that had been there before.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SftpOperations {

	/**
	 * Prepare to send a file, or a directory with all that is in it.
	 * @param source the file or directory here
	 * @return how and where to
	 */
	UploadSpec upload(Path source);

	/**
	 * Prepare to send a resource.
	 * @param source the resource
	 * @return how and where to
	 */
	UploadSpec upload(Resource source);

	/**
	 * Prepare to send a stream to its end. It is not closed.
	 * @param source the stream
	 * @return how and where to
	 */
	UploadSpec upload(InputStream source);

	/**
	 * Prepare to send some bytes.
	 * @param source the bytes
	 * @return how and where to
	 */
	UploadSpec upload(byte[] source);

	/**
	 * Prepare to send the files in a directory whose paths match a pattern.
	 * @param directory the directory here
	 * @param pattern the pattern of the paths in the directory, Ant's: {@code *.csv},
	 * {@code 2026-*&#47;*.csv}, {@code **&#47;*.csv}
	 * @return how and where to: a directory, in which they have the same relative paths
	 */
	UploadSpec upload(Path directory, String pattern);

	/**
	 * Prepare to receive a file, or a directory with all that is in it.
	 * @param path the file or directory on the server
	 * @return how and where to
	 */
	DownloadSpec download(String path);

	/**
	 * Prepare to receive the files in a directory whose paths match a pattern.
	 * @param directory the directory on the server
	 * @param pattern the pattern of the paths in the directory, Ant's: {@code *.csv},
	 * {@code 2026-*&#47;*.csv}, {@code **&#47;*.csv}
	 * @return how and where to: a directory, in which they have the same relative paths
	 */
	DownloadSpec download(String directory, String pattern);

	/**
	 * Return what is in a directory.
	 * @param path the directory
	 * @return the entries by name, without "." and ".."
	 */
	List<RemoteFile> list(String path);

	/**
	 * Go through a directory and all that is in it, as far as the stream is read. Links
	 * are not followed.
	 * @param path the directory
	 * @return the entries, directories before what is in them
	 */
	Stream<RemoteFile> walk(String path);

	/**
	 * Return the files in a directory whose paths match a pattern.
	 * @param directory the directory
	 * @param pattern the pattern of the paths in the directory, Ant's: {@code *.csv},
	 * {@code 2026-*&#47;*.csv}, {@code **&#47;*.csv}
	 * @return what is found, other than directories
	 */
	List<RemoteFile> glob(String directory, String pattern);

	/**
	 * Return the attributes of a file; links are followed.
	 * @param path the file
	 * @return the attributes
	 */
	SftpAttributes stat(String path);

	/**
	 * Return the attributes of a file or link; links are not followed.
	 * @param path the file
	 * @return the attributes
	 */
	SftpAttributes lstat(String path);

	/**
	 * Return whether there is something.
	 * @param path the path; links are followed
	 * @return whether it is there
	 */
	boolean exists(String path);

	/**
	 * Make a directory.
	 * @param path the directory, whose parent must be there
	 */
	void mkdir(String path);

	/**
	 * Make a directory, and those that it is in, where they are not there.
	 * @param path the directory
	 */
	void mkdirs(String path);

	/**
	 * Delete a file, a link or an empty directory.
	 * @param path what to delete
	 */
	void delete(String path);

	/**
	 * Delete a file or link, or a directory with all that is in it. Links are deleted,
	 * not followed.
	 * @param path what to delete
	 */
	void deleteRecursively(String path);

	/**
	 * Rename or move a file or directory. A file of the new name is replaced, in one step
	 * where the server has {@code posix-rename@openssh.com}.
	 * @param from the old path
	 * @param to the new path
	 */
	void rename(String from, String to);

	/**
	 * Make a hard link ({@code hardlink@openssh.com}).
	 * @param link the new path
	 * @param existing the file
	 */
	void link(String link, String existing);

	/**
	 * Make a symbolic link.
	 * @param link the new path
	 * @param target what it says
	 */
	void symlink(String link, String target);

	/**
	 * Return what a symbolic link says.
	 * @param link the link
	 * @return a path, which may be relative to the directory of the link
	 */
	String readLink(String link);

	/**
	 * Make a path absolute, and follow all links in it. It may begin with {@code ~} where
	 * the server has {@code expand-path@openssh.com}.
	 * @param path the path
	 * @return the absolute path
	 */
	String realPath(String path);

	/**
	 * Change the permissions of a file.
	 * @param path the file; links are followed
	 * @param permissions the permissions as {@code chmod} has them, for example 0640
	 */
	void chmod(String path, int permissions);

	/**
	 * Change when a file was last modified and last read, which has seconds.
	 * @param path the file; links are followed
	 * @param lastModified when it was last modified
	 * @param lastAccess when it was last read
	 */
	void setTimes(String path, Instant lastModified, Instant lastAccess);

	/**
	 * Change attributes of a file: size, permissions, numbers of owner and group
	 * together, times.
	 * @param path the file; links are followed
	 * @param changes what to change
	 */
	void setAttributes(String path, SftpAttributes changes);

	/**
	 * Copy a file to another, which must not be there. The server does it where it has
	 * {@code copy-data}; otherwise the data comes here and goes back.
	 * @param from the file
	 * @param to the copy
	 */
	void copy(String from, String to);

	/**
	 * Open a file to read it.
	 * @param path the file
	 * @return the stream, which reads ahead; to be closed
	 */
	InputStream read(String path);

	/**
	 * Open a file to write it, under its own name.
	 * @param path the file
	 * @param options as those of {@link java.nio.file.Files#newOutputStream}; by default
	 * the file is made or emptied
	 * @return the stream, which does not wait for the server until it is flushed or
	 * closed; to be closed, which tells whether all has arrived
	 */
	OutputStream write(String path, OpenOption... options);

	/**
	 * Open a file for random access.
	 * @param path the file
	 * @param options as those of {@link java.nio.file.Files#newByteChannel}; by default
	 * the file is read
	 * @return the channel; to be closed
	 */
	SeekableByteChannel open(String path, OpenOption... options);

	/**
	 * Return how much space there is ({@code statvfs@openssh.com}).
	 * @param path a path on the file system
	 * @return the space
	 */
	SftpSpace statvfs(String path);

	/**
	 * Return the files of the host as a file system, for what works with {@link Path}s
	 * and {@link java.nio.file.Files}. Failures are {@link java.io.IOException}s there.
	 * Many small files are faster by {@link #upload} and {@link #download}.
	 * @return a file system, whose relative paths begin where the server begins
	 */
	FileSystem fileSystem();

	/**
	 * How files are transferred by SFTP.
	 *
	 * @param <S> the specification
	 */
	interface SftpTransferSpec<S extends SftpTransferSpec<S>> extends FileTransferSpec<S> {

		/**
		 * Write files under their own names. By default they are written under temporary
		 * names beginning with a dot, next to their own, and renamed when they are
		 * complete, so that nobody sees half of one.
		 * @return this specification
		 */
		S direct();

		/**
		 * Carry on what an earlier attempt, also with this option, has left; leave
		 * something for a later attempt. What is left is carried on if it is not longer
		 * than the source and its last 32 KB, or all of it if it is less, are those of
		 * the source there; otherwise the file begins anew. A source that has changed
		 * only before that is not noticed. A stream cannot begin anew, and fails. The
		 * temporary names can be foreseen.
		 * @return this specification
		 */
		S resume();

		/**
		 * Bring files to the disk before they have their names ({@code fsync@openssh.com}
		 * where the server has it).
		 * @return this specification
		 */
		S sync();

	}

	/**
	 * What is sent, and how.
	 */
	interface UploadSpec extends SftpTransferSpec<UploadSpec> {

		/**
		 * Send it.
		 * @param path the path on the server: of the file, of the directory that gets
		 * what is in a directory and is made if need be, or, if it ends with a slash, of
		 * the directory that gets a file or resource of the same name
		 * @return what was done
		 */
		TransferSummary to(String path);

	}

	/**
	 * What is received, and how.
	 */
	interface DownloadSpec extends SftpTransferSpec<DownloadSpec> {

		/**
		 * Receive it. Nothing is written outside of the target, whatever names and links
		 * a server tells.
		 * @param path the path here: of the file, of the directory that gets what is in a
		 * directory and is made if need be, or, if it is a directory, the one that gets a
		 * file of the same name
		 * @return what was done
		 */
		TransferSummary to(Path path);

		/**
		 * Receive a file.
		 * @param stream where to write it; not closed
		 * @return what was done
		 */
		TransferSummary to(OutputStream stream);

		/**
		 * Receive a file that is not too large for the memory.
		 * @return the content, 16 MB at the most unless a {@link #limit} says otherwise
		 */
		byte[] bytes();

	}

}
