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
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Receives files by SCP, as {@code scp -t} does. A file is complete when the client says
 * so after its content.
 */
final class ScpSink {

	private static final Pattern ENTRY = Pattern.compile("([CD])([0-7]{4,5}) ([0-9]{1,19}) (.+)");

	private static final Pattern TIMES = Pattern.compile("T([0-9]{1,12}) ([0-9]{1,6}) ([0-9]{1,12}) ([0-9]{1,6})");

	private static final int OCTAL = 8;

	private static final int PERMISSIONS = 07777;

	/**
	 * What the owner needs to put something into a directory.
	 */
	private static final int OWNER = 0700;

	private static final int MICROSECONDS = 1000;

	private static final int BUFFER = 64 * 1024;

	private static final Set<StandardOpenOption> UPLOAD = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE,
			StandardOpenOption.TRUNCATE_EXISTING);

	private final ScpCommand command;

	private final SftpFileSystem files;

	private final ScpPeer peer;

	private final byte[] buffer = new byte[BUFFER];

	/**
	 * The directories that are being received, the innermost first.
	 */
	private final Deque<Directory> directories = new ArrayDeque<>();

	private @Nullable Times times;

	ScpSink(ScpCommand command, SftpFileSystem files, ScpPeer peer) {
		this.command = command;
		this.files = files;
		this.peer = peer;
	}

	void receive() throws IOException {
		String target = resolveTarget();
		if (target == null) {
			return;
		}
		boolean directory = isDirectory(target);
		if (this.command.intoDirectory() && !directory) {
			this.peer.fail(target + ": " + SftpFailure.of(new NotDirectoryException(target)).text());
			return;
		}
		this.peer.ok();
		for (String message = this.peer.readMessage(); message != null; message = this.peer.readMessage()) {
			receive(message, target, directory);
		}
	}

	private @Nullable String resolveTarget() throws IOException {
		String path = this.command.paths().get(0);
		try {
			return new VirtualPaths(VirtualPaths.ROOT).expand(path);
		}
		catch (IOException ex) {
			this.peer.fail(path + ": " + SftpFailure.of(ex).text());
			return null;
		}
	}

	private void receive(String message, String target, boolean directory) throws IOException {
		if (message.startsWith("T")) {
			this.times = Times.parse(message);
			this.peer.ok();
			return;
		}
		if ("E".equals(message)) {
			endDirectory();
			return;
		}
		Matcher entry = ENTRY.matcher(message);
		if (!entry.matches()) {
			throw new ScpProtocolException("protocol error: expected control record");
		}
		String name = checkName(entry.group(4));
		int permissions = Integer.parseInt(entry.group(2), OCTAL) & PERMISSIONS;
		long size = size(entry.group(3));
		Directory innermost = this.directories.peek();
		String into = (innermost != null) ? innermost.path : target;
		String path = (innermost != null || directory) ? VirtualPaths.child(into, name) : target;
		Times times = this.times;
		this.times = null;
		if ("D".equals(entry.group(1))) {
			beginDirectory(path, permissions, times);
		}
		else {
			receiveFile(path, permissions, size, times);
		}
	}

	private static long size(String digits) throws ScpProtocolException {
		try {
			return Long.parseLong(digits);
		}
		catch (NumberFormatException ex) {
			throw new ScpProtocolException("protocol error: size out of range");
		}
	}

	private static String checkName(String name) throws ScpProtocolException {
		if (".".equals(name) || "..".equals(name) || name.indexOf('/') >= 0
				|| name.chars().anyMatch(Character::isISOControl)) {
			throw new ScpProtocolException("error: unexpected filename: " + name);
		}
		return name;
	}

	private void beginDirectory(String path, int permissions, @Nullable Times times) throws IOException {
		if (!this.command.recursive()) {
			throw new ScpProtocolException("protocol error: received directory without -r");
		}
		try {
			// a path that is too long fails here, so that directories cannot go on for
			// ever
			VirtualPaths.resolve(VirtualPaths.ROOT, path);
			boolean created = !exists(path);
			if (created) {
				this.files.createDirectory(path, SftpAttributes.builder().permissions(permissions | OWNER).build());
			}
			else if (!isDirectory(path)) {
				throw new NotDirectoryException(path);
			}
			boolean change = this.command.preserve() || created && (permissions & OWNER) != OWNER;
			this.directories.push(new Directory(path, change ? permissions : null, times));
		}
		catch (IOException | RuntimeException ex) {
			warn(path, ex);
			return;
		}
		this.peer.ok();
	}

	private void endDirectory() throws IOException {
		if (this.directories.isEmpty()) {
			throw new ScpProtocolException("protocol error: no directory to end");
		}
		Directory directory = this.directories.pop();
		SftpAttributes attributes = attributes(directory.permissions, directory.times);
		if (!SftpAttributes.none().equals(attributes)) {
			try {
				this.files.setAttributes(directory.path, attributes, true);
			}
			catch (IOException | RuntimeException ex) {
				warn(directory.path, ex);
				return;
			}
		}
		this.peer.ok();
	}

	private void receiveFile(String path, int permissions, long size, @Nullable Times times) throws IOException {
		SftpFile opened;
		try {
			opened = this.files.open(path, UPLOAD, SftpAttributes.builder().permissions(permissions).build());
		}
		catch (IOException | RuntimeException ex) {
			warn(path, ex);
			return;
		}
		Exception failure;
		try (SftpFile file = opened) {
			this.peer.ok();
			failure = receiveContent(file, size);
			boolean complete = this.peer.isContentOk();
			if (failure == null && complete) {
				failure = complete(file, permissions, times);
			}
		}
		if (failure != null) {
			warn(path, failure);
		}
		else {
			this.peer.ok();
		}
	}

	/**
	 * Receive all of the content, even if it cannot be written.
	 * @return what went wrong, or {@code null}
	 */
	private @Nullable Exception receiveContent(SftpFile file, long size) throws IOException {
		Exception failure = null;
		long position = 0;
		while (position < size) {
			int count = (int) Math.min(this.buffer.length, size - position);
			this.peer.readData(this.buffer, count);
			if (failure == null) {
				try {
					file.write(ByteBuffer.wrap(this.buffer, 0, count), position);
				}
				catch (IOException | RuntimeException ex) {
					failure = ex;
				}
			}
			position += count;
		}
		return failure;
	}

	private @Nullable Exception complete(SftpFile file, int permissions, @Nullable Times times) {
		try {
			SftpAttributes attributes = attributes(this.command.preserve() ? permissions : null, times);
			if (!SftpAttributes.none().equals(attributes)) {
				file.setAttributes(attributes);
			}
			file.commit();
			return null;
		}
		catch (IOException | RuntimeException ex) {
			return ex;
		}
	}

	private static SftpAttributes attributes(@Nullable Integer permissions, @Nullable Times times) {
		return SftpAttributes.builder()
			.permissions(permissions)
			.lastModified((times != null) ? times.modified() : null)
			.lastAccess((times != null) ? times.accessed() : null)
			.build();
	}

	private void warn(String path, Exception ex) throws IOException {
		this.peer.warn(path, SftpFailure.told(ex));
	}

	private boolean exists(String path) throws IOException {
		try {
			this.files.readAttributes(path, true);
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private boolean isDirectory(String path) {
		try {
			return this.files.readAttributes(path, true).isDirectory();
		}
		catch (IOException | RuntimeException ex) {
			// told when something is put there
			return false;
		}
	}

	private record Directory(String path, @Nullable Integer permissions, @Nullable Times times) {

	}

	private record Times(Instant modified, Instant accessed) {

		private static Times parse(String message) throws ScpProtocolException {
			Matcher times = TIMES.matcher(message);
			if (!times.matches()) {
				throw new ScpProtocolException("protocol error: bad times");
			}
			return new Times(instant(times.group(1), times.group(2)), instant(times.group(3), times.group(4)));
		}

		private static Instant instant(String seconds, String microseconds) {
			return Instant.ofEpochSecond(Long.parseLong(seconds), Long.parseLong(microseconds) * MICROSECONDS);
		}

	}

}
