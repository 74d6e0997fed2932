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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;

import io.github.sshboot.sftp.SftpAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A local file that is sent.
 *
 * @since 0.1.0
 */
public final class LocalSource implements TransferSource {

	private final Path path;

	private final boolean withAttributes;

	private @Nullable FileChannel channel;

	private SftpAttributes attributes = SftpAttributes.none();

	private long size;

	/**
	 * Create a new {@link LocalSource}.
	 * @param path the file
	 * @param withAttributes whether its permissions and times are wanted
	 */
	public LocalSource(Path path, boolean withAttributes) {
		this.path = path;
		this.withAttributes = withAttributes;
	}

	@Override
	public void open() throws IOException {
		FileChannel channel = FileChannel.open(this.path, StandardOpenOption.READ);
		this.channel = channel;
		this.size = channel.size();
		if (this.withAttributes) {
			this.attributes = attributes(this.path);
		}
	}

	/**
	 * Return permissions and times of a local file.
	 * @param path the file
	 * @return the attributes
	 * @throws IOException if that fails
	 */
	public static SftpAttributes attributes(Path path) throws IOException {
		SftpAttributes.Builder builder = SftpAttributes.builder();
		BasicFileAttributes attributes;
		if (isPosix(path)) {
			PosixFileAttributes posix = Files.readAttributes(path, PosixFileAttributes.class);
			builder.permissions(PosixModes.mode(posix.permissions()));
			attributes = posix;
		}
		else {
			attributes = Files.readAttributes(path, BasicFileAttributes.class);
		}
		return builder.lastAccess(attributes.lastAccessTime().toInstant())
			.lastModified(attributes.lastModifiedTime().toInstant())
			.build();
	}

	static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().containsAll(Set.of("posix"));
	}

	@Override
	public Long size() {
		return this.size;
	}

	@Override
	public SftpAttributes attributes() {
		return this.attributes;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		return opened().read(ByteBuffer.wrap(buffer, offset, length));
	}

	@Override
	public void skip(long count) throws IOException {
		opened().position(count);
	}

	@Override
	public void rewind() throws IOException {
		opened().position(0);
	}

	private FileChannel opened() {
		FileChannel channel = this.channel;
		if (channel == null) {
			throw new IllegalStateException("Not open");
		}
		return channel;
	}

	@Override
	public void close() throws IOException {
		if (this.channel != null) {
			this.channel.close();
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
