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
package io.github.sshboot.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import io.github.sshboot.sftp.SftpAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A local file that is received. By default it is written under a temporary name next to
 * its own and takes its place when it is complete. No link is followed, and no permission
 * but those to read, write and execute is taken from a server.
 *
 * @since 0.1.0
 */
public final class LocalTarget implements TransferTarget {

	private static final Log logger = LogFactory.getLog(LocalTarget.class);

	private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private final Path path;

	private final Path written;

	private final TransferOptions options;

	private @Nullable FileChannel channel;

	private boolean ours;

	/**
	 * Create a new {@link LocalTarget}.
	 * @param path the file
	 * @param options how it is written
	 */
	public LocalTarget(Path path, TransferOptions options) {
		this.path = path;
		this.options = options;
		this.written = options.atomic() ? path.resolveSibling(TemporaryNames.of(nameOf(path), options)) : path;
	}

	private static String nameOf(Path path) {
		Path name = path.getFileName();
		if (name == null) {
			throw new IllegalArgumentException("%s is not the path of a file".formatted(path));
		}
		return name.toString();
	}

	@Override
	public long begin(long size) throws IOException {
		Set<OpenOption> how = new HashSet<>(Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
		if (this.options.atomic() && !this.options.resume()) {
			how.add(StandardOpenOption.CREATE_NEW);
		}
		else {
			how.add(StandardOpenOption.CREATE);
		}
		if (this.options.resume()) {
			how.add(StandardOpenOption.READ);
		}
		// nobody may read for a moment what the permissions do not let them
		FileChannel channel = (this.options.preserve() && LocalSource.isPosix(this.written.toAbsolutePath()))
				? FileChannel.open(this.written, how, OWNER_ONLY) : FileChannel.open(this.written, how);
		this.channel = channel;
		this.ours = true;
		long offset = this.options.resume() ? channel.size() : 0;
		if (offset > size) {
			offset = 0;
		}
		channel.truncate(offset).position(offset);
		return offset;
	}

	@Override
	public long compare(long position, byte[] data, int length) throws IOException {
		FileChannel channel = opened();
		ByteBuffer there = ByteBuffer.allocate(length);
		int count = 0;
		while (there.hasRemaining() && count >= 0) {
			count = channel.read(there, position + there.position());
		}
		if (length == 0 || !there.flip().equals(ByteBuffer.wrap(data, 0, length))) {
			channel.truncate(0);
		}
		return channel.position();
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
		while (source.hasRemaining()) {
			opened().write(source);
		}
	}

	private FileChannel opened() {
		FileChannel channel = this.channel;
		if (channel == null) {
			throw new IllegalStateException("Not begun");
		}
		return channel;
	}

	@Override
	public void commit(SftpAttributes attributes) throws IOException {
		if (this.options.sync()) {
			opened().force(true);
		}
		opened().close();
		if (this.options.preserve()) {
			preserve(this.written, attributes);
		}
		if (this.options.atomic()) {
			Files.move(this.written, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		this.ours = false;
	}

	/**
	 * Give a local file permissions and times, as far as they are known.
	 * @param path the file or directory
	 * @param attributes the attributes
	 * @throws IOException if that fails
	 */
	public static void preserve(Path path, SftpAttributes attributes) throws IOException {
		Integer permissions = attributes.permissions();
		if (permissions != null && LocalSource.isPosix(path)) {
			Files.setPosixFilePermissions(path, PosixModes.permissions(permissions));
		}
		Instant modified = attributes.lastModified();
		if (modified != null) {
			Instant accessed = attributes.lastAccess();
			Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
				.setTimes(FileTime.from(modified), (accessed != null) ? FileTime.from(accessed) : null, null);
		}
	}

	@Override
	public void discard() {
		try {
			if (this.channel != null) {
				this.channel.close();
			}
			if (this.ours && this.options.atomic() && !this.options.resume()) {
				Files.delete(this.written);
			}
		}
		catch (NoSuchFileException ex) {
			// it has just been given its name
		}
		catch (IOException ex) {
			logger.warn("Cannot delete " + this.written, ex);
		}
	}

	/**
	 * Have a local directory: make it, or find a real one rather than a link.
	 * @param path the directory
	 * @throws IOException if there is something else
	 */
	public static void directory(Path path) throws IOException {
		if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			Files.createDirectory(path);
		}
	}

}
