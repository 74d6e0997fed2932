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

package io.github.sshboot.client.tunnel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix-domain socket that is listened on, for its owner only. It comes into
 * being with its permissions, so that nobody can connect before they are set. One that a
 * process has left behind that did not end well is replaced; any other file is not.
 */
final class UnixSocketFile {

	private static final Log logger = LogFactory.getLog(UnixSocketFile.class);

	private static final int FILE_TYPE = 0170000;

	private static final int SOCKET = 0140000;

	private final Path path;

	private final @Nullable Object key;

	private UnixSocketFile(Path path, @Nullable Object key) {
		this.path = path;
		this.key = key;
	}

	/**
	 * Listen.
	 * @param channel a channel for Unix-domain sockets
	 * @param path where
	 * @param backlog how many connections may wait to be accepted
	 * @return the file
	 * @throws FileAlreadyExistsException if something is there
	 */
	static UnixSocketFile bind(ServerSocketChannel channel, Path path, int backlog) throws IOException {
		Path absolute = path.toAbsolutePath();
		removeStale(absolute);
		Path directory = Files.createTempDirectory(Objects.requireNonNull(absolute.getParent()), ".ssh");
		Path socket = directory.resolve("s");
		try {
			channel.bind(UnixDomainSocketAddress.of(socket), backlog);
			Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
			Files.move(socket, absolute);
			return new UnixSocketFile(absolute, attributes(absolute).fileKey());
		}
		finally {
			Files.deleteIfExists(socket);
			Files.delete(directory);
		}
	}

	private static void removeStale(Path path) throws IOException {
		try {
			int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
			if ((mode & FILE_TYPE) != SOCKET) {
				throw new FileAlreadyExistsException(path.toString());
			}
		}
		catch (NoSuchFileException ex) {
			return;
		}
		try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			probe.connect(UnixDomainSocketAddress.of(path));
		}
		catch (ConnectException ex) {
			// nobody listens
			logger.debug("Removing the socket '%s', which nobody listens on".formatted(path));
			Files.delete(path);
			return;
		}
		throw new FileAlreadyExistsException(path.toString());
	}

	/**
	 * Remove the file, if it is still the same.
	 */
	void remove() {
		try {
			if (Objects.equals(attributes(this.path).fileKey(), this.key)) {
				Files.delete(this.path);
			}
		}
		catch (NoSuchFileException ex) {
			logger.debug("The socket '%s' has gone".formatted(this.path));
		}
		catch (IOException ex) {
			logger.warn("The socket '%s' of a tunnel cannot be removed: %s".formatted(this.path, ex.getMessage()));
		}
	}

	private static BasicFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

}
