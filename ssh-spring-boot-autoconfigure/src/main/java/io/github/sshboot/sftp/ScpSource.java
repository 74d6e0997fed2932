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
import java.nio.ByteBuffer;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Sends files by SCP, as {@code scp -f} does.
 */
final class ScpSource {

	private static final int PERMISSIONS = 07777;

	private static final int DEFAULT_FILE = 0644;

	private static final int DEFAULT_DIRECTORY = 0755;

	private static final int BUFFER = 64 * 1024;

	private final ScpCommand command;

	private final SftpFileSystem files;

	private final ScpPeer peer;

	private final byte[] buffer = new byte[BUFFER];

	ScpSource(ScpCommand command, SftpFileSystem files, ScpPeer peer) {
		this.command = command;
		this.files = files;
		this.peer = peer;
	}

	void send() throws IOException {
		if (!this.peer.isOk()) {
			return;
		}
		VirtualPaths paths = new VirtualPaths(VirtualPaths.ROOT);
		WildcardPaths wildcards = new WildcardPaths(this.files);
		for (String path : this.command.paths()) {
			try {
				wildcards.expand(paths.expand(path), this::send);
			}
			catch (SftpFileSystemException ex) {
				warn(path, ex);
			}
		}
	}

	private void send(String path) throws IOException {
		SftpAttributes attributes;
		try {
			if (VirtualPaths.name(path).chars().anyMatch(Character::isISOControl)) {
				throw new SftpFileSystemException(Kind.INVALID_NAME, path, "The name has control characters");
			}
			attributes = this.files.readAttributes(path, true);
		}
		catch (IOException | RuntimeException ex) {
			warn(path, ex);
			return;
		}
		if (attributes.isRegularFile()) {
			sendFile(path);
		}
		else if (attributes.isDirectory() && this.command.recursive()) {
			sendDirectory(path, attributes);
		}
		else {
			this.peer.warn(path, "not a regular file");
		}
	}

	private void sendDirectory(String path, SftpAttributes attributes) throws IOException {
		SftpDirectory opened;
		try {
			opened = this.files.openDirectory(path);
		}
		catch (IOException | RuntimeException ex) {
			warn(path, ex);
			return;
		}
		try (SftpDirectory directory = opened) {
			if (!sendTimes(attributes) || !this.peer.send(entry('D', attributes, DEFAULT_DIRECTORY, 0, path))) {
				return;
			}
			for (SftpEntry entry = next(directory, path); entry != null; entry = next(directory, path)) {
				send(VirtualPaths.child(path, entry.name()));
			}
			this.peer.send("E");
		}
	}

	private @Nullable SftpEntry next(SftpDirectory directory, String path) throws IOException {
		SftpEntry entry = null;
		Exception failure = null;
		try {
			entry = directory.next();
		}
		catch (IOException | RuntimeException ex) {
			failure = ex;
		}
		if (failure != null) {
			warn(path, failure);
		}
		return entry;
	}

	private void sendFile(String path) throws IOException {
		SftpFile opened;
		SftpAttributes attributes;
		try {
			opened = this.files.open(path, Set.of(StandardOpenOption.READ), SftpAttributes.none());
		}
		catch (IOException | RuntimeException ex) {
			warn(path, ex);
			return;
		}
		try (SftpFile file = opened) {
			attributes = file.readAttributes();
			Long size = attributes.size();
			long length = (size != null) ? size : 0;
			if (!sendTimes(attributes) || !this.peer.send(entry('C', attributes, DEFAULT_FILE, length, path))) {
				return;
			}
			Exception failure = sendContent(file, length);
			if (failure != null) {
				warn(path, failure);
			}
			else {
				this.peer.ok();
			}
			if (this.peer.isOk() && failure == null) {
				file.commit();
			}
		}
	}

	private boolean sendTimes(SftpAttributes attributes) throws IOException {
		Instant modified = attributes.lastModified();
		if (!this.command.preserve() || modified == null) {
			return true;
		}
		Instant accessed = attributes.lastAccess();
		return this.peer
			.send("T%d 0 %d 0".formatted(seconds(modified), seconds((accessed != null) ? accessed : modified)));
	}

	private static long seconds(Instant time) {
		return Math.max(0, time.getEpochSecond());
	}

	private static String entry(char type, SftpAttributes attributes, int otherwise, long size, String path) {
		Integer permissions = attributes.permissions();
		String name = VirtualPaths.name(path);
		return "%c%04o %d %s".formatted(type, ((permissions != null) ? permissions : otherwise) & PERMISSIONS, size,
				name.isEmpty() ? "." : name);
	}

	/**
	 * Send as much as was promised, whatever becomes of the file.
	 * @return what went wrong, or {@code null}
	 */
	private @Nullable Exception sendContent(SftpFile file, long size) throws IOException {
		Exception failure = null;
		long position = 0;
		while (position < size) {
			int count = (int) Math.min(this.buffer.length, size - position);
			if (failure == null) {
				failure = read(file, position, count);
			}
			if (failure != null) {
				Arrays.fill(this.buffer, (byte) 0);
			}
			this.peer.writeData(this.buffer, count);
			position += count;
		}
		return failure;
	}

	private @Nullable Exception read(SftpFile file, long position, int count) {
		try {
			int read = file.read(ByteBuffer.wrap(this.buffer, 0, count), position);
			return (read < count) ? new SftpFileSystemException(Kind.CLOSED, "", "The file has become shorter") : null;
		}
		catch (IOException | RuntimeException ex) {
			return ex;
		}
	}

	private void warn(String path, Exception ex) throws IOException {
		this.peer.warn(path, SftpFailure.told(ex));
	}

}
