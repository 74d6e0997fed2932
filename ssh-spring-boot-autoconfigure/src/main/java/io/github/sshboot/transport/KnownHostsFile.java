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

package io.github.sshboot.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Changes a {@code known_hosts} file, one at a time among all threads and processes that
 * do so through this class. A reader finds it as it was before or after a change.
 * <p>
 * A lock file beside it ({@code .known_hosts.lock}) keeps the others out. The file itself
 * would not do: it may be replaced, and on POSIX a lock goes with the first stream on the
 * file that anyone in the process closes.
 */
final class KnownHostsFile {

	/**
	 * How long to wait for others, who take milliseconds, before giving up.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final long POLL_MILLIS = 5;

	/**
	 * File locks are held by the process, so its threads need locks of their own. Files
	 * share them by their hash code.
	 */
	private static final ReentrantLock[] LOCKS = Stream.generate(ReentrantLock::new)
		.limit(16)
		.toArray(ReentrantLock[]::new);

	private final Path file;

	private KnownHostsFile(Path file) {
		this.file = file;
	}

	/**
	 * Change a file while nobody else does. The directory is created if need be.
	 * @param file the file
	 * @param change the change
	 * @return what the change returns
	 * @throws IOException if the file cannot be changed or others do not make way
	 */
	static <T> @Nullable T change(Path file, Change<T> change) throws IOException {
		Path target = resolve(file);
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		ReentrantLock lock = LOCKS[Math.floorMod(target.hashCode(), LOCKS.length)];
		try {
			if (!lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new IOException("The file is in use");
			}
			try (FileChannel channel = open(lockFile(target), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					LinkOption.NOFOLLOW_LINKS)) {
				// closing the channel ends the lock
				awaitLock(channel, deadline);
				return change.apply(new KnownHostsFile(target));
			}
			finally {
				lock.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (IOException) new InterruptedIOException("Interrupted").initCause(ex);
		}
	}

	/**
	 * Follow links, so that what is behind them is changed and everyone uses one lock.
	 */
	private static Path resolve(Path file) throws IOException {
		Path absolute = file.toAbsolutePath();
		Path directory = absolute.getParent();
		if (directory == null) {
			throw new IOException("Not a file");
		}
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory, OwnerOnly.directory(directory));
		}
		return Files.exists(absolute) ? absolute.toRealPath() : directory.toRealPath().resolve(absolute.getFileName());
	}

	private static Path lockFile(Path file) {
		return file.resolveSibling("." + file.getFileName() + ".lock");
	}

	private static void awaitLock(FileChannel channel, long deadline) throws IOException, InterruptedException {
		while (!tryLock(channel)) {
			if (System.nanoTime() - deadline >= 0) {
				throw new IOException("The file is in use by another process");
			}
			Thread.sleep(POLL_MILLIS);
		}
	}

	private static boolean tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// the same code, loaded once more in this process
			return false;
		}
	}

	/**
	 * Read the file.
	 * @return its content, none if it does not exist
	 */
	byte[] read() throws IOException {
		try {
			return Files.readAllBytes(this.file);
		}
		catch (NoSuchFileException ex) {
			return new byte[0];
		}
	}

	/**
	 * Add lines in one write at the end of the file, wherever that is by then: OpenSSH
	 * does not know about the lock.
	 * @param lines the lines, with their line breaks
	 */
	void append(String lines) throws IOException {
		String text = endsInLine() ? "\n" + lines : lines;
		try (FileChannel channel = open(this.file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
			write(channel, text.getBytes(StandardCharsets.UTF_8));
		}
	}

	private boolean endsInLine() throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.READ)) {
			ByteBuffer last = ByteBuffer.allocate(1);
			long size = channel.size();
			return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Replace the file by a new one with the same permissions.
	 * @param content the new content
	 */
	void replace(byte[] content) throws IOException {
		Path temporary = this.file.resolveSibling("." + this.file.getFileName() + "." + UUID.randomUUID());
		try {
			try (FileChannel channel = open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
				write(channel, content);
				channel.force(true);
			}
			PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
			if (view != null) {
				view.setPermissions(Files.getPosixFilePermissions(this.file));
			}
			Files.move(temporary, this.file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static void write(FileChannel channel, byte[] content) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(content);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

	private static FileChannel open(Path file, OpenOption... options) throws IOException {
		return FileChannel.open(file, Set.of(options), OwnerOnly.file(file));
	}

	/**
	 * A change of a file.
	 *
	 * @param <T> what it returns
	 */
	@FunctionalInterface
	interface Change<T> {

		@Nullable T apply(KnownHostsFile file) throws IOException;

	}

}
