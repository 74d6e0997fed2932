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
package io.github.sshboot.client.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import io.github.sshboot.client.sftp.SftpLostException.Reason;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpEntry;
import io.github.sshboot.sftp.SftpSpace;
import io.github.sshboot.sftp.protocol.ExtensionName;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.FileSystemSpace;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketFormatException;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing at a time on an {@link SftpConnection}, and opens streams. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SftpCommands {

	/**
	 * How long a handle may be (draft-ietf-secsh-filexfer-02 section 6.2).
	 */
	private static final int MAX_HANDLE = 256;

	private static final int NAME_LENGTH = 12;

	/**
	 * How many entries a directory may have. A server can tell about files for ever.
	 */
	private static final int MAX_ENTRIES = 1_000_000;

	private static final int DIRECTORY_REQUESTS = 2;

	/**
	 * How deep a tree may be.
	 */
	private static final int MAX_DEPTH = 256;

	/**
	 * How much a server copies before it must say so.
	 */
	private static final long COPY_LENGTH = 64L << 20;

	private final SftpConnection connection;

	/**
	 * Create new {@link SftpCommands}.
	 * @param connection the connection
	 */
	public SftpCommands(SftpConnection connection) {
		this.connection = connection;
	}

	/**
	 * Return the attributes of a file.
	 * @param path the file
	 * @param followLinks whether to say where a link leads, rather than about the link
	 * @return the attributes
	 * @throws IOException if that fails
	 */
	public SftpAttributes attributes(String path, boolean followLinks) throws IOException {
		try (Exchange exchange = new Exchange(this.connection)) {
			Request request = attributes(exchange, path, followLinks, null);
			return attributes(exchange.await(request));
		}
	}

	static Request attributes(Exchange exchange, String path, boolean followLinks, @Nullable Job job)
			throws IOException {
		return exchange.send(followLinks ? PacketType.STAT : PacketType.LSTAT, PacketType.ATTRS, path, job,
				(writer) -> writer.writeText(path));
	}

	static SftpAttributes attributes(Request request) throws IOException {
		return Attributes.received(request.reply().readAttributes(SftpConnection.VERSION));
	}

	/**
	 * Change attributes of a file.
	 * @param path the file
	 * @param changes what to change
	 * @param followLinks whether to change the file where a link leads, rather than the
	 * link
	 * @throws IOException if that fails
	 */
	public void setAttributes(String path, SftpAttributes changes, boolean followLinks) throws IOException {
		FileAttributes attributes = Attributes.sent(changes);
		if (followLinks) {
			run(PacketType.SETSTAT, path,
					(writer) -> writer.writeText(path).writeAttributes(attributes, SftpConnection.VERSION));
			return;
		}
		requireExtension(ExtensionName.LSETSTAT, path);
		run(PacketType.EXTENDED, path,
				(writer) -> writer.writeText(ExtensionName.LSETSTAT)
					.writeText(path)
					.writeAttributes(attributes, SftpConnection.VERSION));
	}

	/**
	 * Return the entries of a directory.
	 * @param path the directory
	 * @return the entries, in the order of the server
	 * @throws IOException if that fails
	 */
	public List<SftpEntry> list(String path) throws IOException {
		List<SftpEntry> entries = new ArrayList<>();
		try (Exchange exchange = new Exchange(this.connection)) {
			SftpHandle handle = handle(exchange.await(openDirectory(exchange, path, null)));
			try {
				Deque<Request> requests = new ArrayDeque<>();
				for (int i = 0; i < DIRECTORY_REQUESTS; i++) {
					requests.add(readDirectory(exchange, handle, null));
				}
				List<SftpEntry> some = entries(exchange.await(requests.remove()));
				while (some != null) {
					entries.addAll(some);
					checkCount(entries.size(), path);
					requests.add(readDirectory(exchange, handle, null));
					some = entries(exchange.await(requests.remove()));
				}
			}
			finally {
				close(exchange, handle);
			}
		}
		return entries;
	}

	static Request openDirectory(Exchange exchange, String path, @Nullable Job job) throws IOException {
		return exchange.send(PacketType.OPENDIR, PacketType.HANDLE, path, job, (writer) -> writer.writeText(path));
	}

	static Request readDirectory(Exchange exchange, SftpHandle handle, @Nullable Job job) throws IOException {
		return exchange.send(PacketType.READDIR, PacketType.NAME, handle.path(), job,
				(writer) -> writer.writeBytes(handle.bytes()));
	}

	static void checkCount(long count, String path) throws IOException {
		if (count > MAX_ENTRIES) {
			throw new IOException("The server tells about more than %d entries of %s".formatted(MAX_ENTRIES, path));
		}
	}

	/**
	 * Return some entries of a directory.
	 * @return the entries, or {@code null} at the end
	 */
	static @Nullable List<SftpEntry> entries(Request request) throws IOException {
		PacketReader reader = request.replyOrEnd();
		if (reader == null) {
			return null;
		}
		int count = reader.readCount(NAME_LENGTH);
		if (count == 0) {
			throw new SftpLostException(Reason.PROTOCOL, "The server tells about no entry of " + request.path(), null);
		}
		List<SftpEntry> entries = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			// what is no text must not hide the others
			String name = reader.readMessage();
			reader.readSlice();
			FileAttributes attributes = reader.readAttributes(SftpConnection.VERSION);
			if (!name.equals(".") && !name.equals("..")) {
				RemoteNames.check(name, request.path());
				entries.add(new SftpEntry(name, Attributes.received(attributes)));
			}
		}
		return entries;
	}

	static SftpHandle handle(Request request) throws IOException {
		byte[] bytes = request.reply().readBytes();
		if (bytes.length > MAX_HANDLE) {
			throw new PacketFormatException("a handle of %d bytes".formatted(bytes.length));
		}
		return new SftpHandle(bytes, request.path());
	}

	/**
	 * Make a directory.
	 * @param path the directory
	 * @throws IOException if that fails, or it is there
	 */
	public void makeDirectory(String path) throws IOException {
		makeDirectory(path, SftpAttributes.none());
	}

	/**
	 * Make a directory.
	 * @param path the directory
	 * @param attributes what it has from the beginning
	 * @throws IOException if that fails, or it is there
	 */
	public void makeDirectory(String path, SftpAttributes attributes) throws IOException {
		run(PacketType.MKDIR, path, (writer) -> writer.writeText(path)
			.writeAttributes(Attributes.sent(attributes), SftpConnection.VERSION));
	}

	static Request makeDirectory(Exchange exchange, String path, @Nullable Job job) throws IOException {
		return exchange.send(PacketType.MKDIR, path, job,
				(writer) -> writer.writeText(path).writeAttributes(FileAttributes.NONE, SftpConnection.VERSION));
	}

	/**
	 * Make a directory, and those that it is in, where they are not there.
	 * @param path the directory
	 * @throws IOException if that fails
	 */
	public void makeDirectories(String path) throws IOException {
		if (isDirectory(path)) {
			return;
		}
		int separator = path.lastIndexOf('/', path.endsWith("/") ? path.length() - 2 : path.length());
		if (separator > 0) {
			makeDirectories(path.substring(0, separator));
		}
		try {
			makeDirectory(path);
		}
		catch (SftpStatusException ex) {
			// somebody else may have made it meanwhile
			if (!isDirectory(path)) {
				throw ex;
			}
		}
	}

	private boolean isDirectory(String path) throws IOException {
		try {
			return attributes(path, true).isDirectory();
		}
		catch (SftpStatusException ex) {
			return false;
		}
	}

	/**
	 * Delete a file or a link.
	 * @param path the file
	 * @throws IOException if that fails
	 */
	public void deleteFile(String path) throws IOException {
		run(PacketType.REMOVE, path, (writer) -> writer.writeText(path));
	}

	/**
	 * Delete an empty directory.
	 * @param path the directory
	 * @throws IOException if that fails
	 */
	public void deleteDirectory(String path) throws IOException {
		run(PacketType.RMDIR, path, (writer) -> writer.writeText(path));
	}

	/**
	 * Delete a directory and all that is in it. Links are deleted, not followed.
	 * @param path the directory
	 * @throws IOException if that fails; a part may be deleted
	 */
	public void deleteTree(String path) throws IOException {
		deleteTree(path, 0);
	}

	private void deleteTree(String path, int depth) throws IOException {
		checkDepth(depth, path);
		List<SftpEntry> entries = list(path);
		for (SftpEntry entry : entries) {
			if (isDirectoryItself(path, entry)) {
				deleteTree(RemoteNames.resolve(path, entry.name()), depth + 1);
			}
		}
		try (Exchange exchange = new Exchange(this.connection)) {
			List<Request> requests = new ArrayList<>();
			for (SftpEntry entry : entries) {
				if (!isDirectoryItself(path, entry)) {
					String file = RemoteNames.resolve(path, entry.name());
					requests.add(exchange.send(PacketType.REMOVE, file, null, (writer) -> writer.writeText(file)));
				}
			}
			requests.add(exchange.send(PacketType.RMDIR, path, null, (writer) -> writer.writeText(path)));
			for (Request request : requests) {
				exchange.await(request).check();
			}
		}
	}

	private boolean isDirectoryItself(String parent, SftpEntry entry) throws IOException {
		if (entry.attributes().type() != null) {
			return entry.attributes().isDirectory();
		}
		return attributes(RemoteNames.resolve(parent, entry.name()), false).isDirectory();
	}

	static void checkDepth(int depth, String path) throws IOException {
		if (depth > MAX_DEPTH) {
			throw new IOException("%s is deeper than %d directories".formatted(path, MAX_DEPTH));
		}
	}

	/**
	 * Rename a file or directory.
	 * @param from the old path
	 * @param to the new path
	 * @param replace whether a file that is there is replaced; at once, where the server
	 * can ({@code posix-rename@openssh.com})
	 * @throws IOException if that fails
	 */
	public void rename(String from, String to, boolean replace) throws IOException {
		try (Exchange exchange = new Exchange(this.connection)) {
			Request request = exchange.await(rename(exchange, from, to, replace, null));
			if (request.status() == StatusCode.FAILURE && replace && !hasPosixRename(this.connection)
					&& !attributes(to, false).isDirectory()) {
				deleteFile(to);
				request = exchange.await(rename(exchange, from, to, true, null));
			}
			request.check();
		}
	}

	static boolean hasPosixRename(SftpConnection connection) {
		return connection.hasExtension(ExtensionName.POSIX_RENAME, "1");
	}

	static Request rename(Exchange exchange, String from, String to, boolean replace, @Nullable Job job)
			throws IOException {
		if (replace && hasPosixRename(exchange.connection())) {
			return exchange.send(PacketType.EXTENDED, to, job,
					(writer) -> writer.writeText(ExtensionName.POSIX_RENAME).writeText(from).writeText(to));
		}
		return exchange.send(PacketType.RENAME, to, job, (writer) -> writer.writeText(from).writeText(to));
	}

	/**
	 * Make a hard link.
	 * @param link the new path
	 * @param existing the file
	 * @throws IOException if that fails
	 */
	public void link(String link, String existing) throws IOException {
		requireExtension(ExtensionName.HARD_LINK, link);
		run(PacketType.EXTENDED, link,
				(writer) -> writer.writeText(ExtensionName.HARD_LINK).writeText(existing).writeText(link));
	}

	/**
	 * Make a symbolic link.
	 * @param link the new path
	 * @param target what it says
	 * @throws IOException if that fails
	 */
	public void symbolicLink(String link, String target) throws IOException {
		// in the order of OpenSSH, which all servers have, rather than that of the draft
		run(PacketType.SYMLINK, link, (writer) -> writer.writeText(target).writeText(link));
	}

	/**
	 * Return what a symbolic link says.
	 * @param link the link
	 * @return the path, which may be relative
	 * @throws IOException if that fails
	 */
	public String readLink(String link) throws IOException {
		return name(PacketType.READLINK, link, (writer) -> writer.writeText(link));
	}

	/**
	 * Make a path absolute.
	 * @param path the path, which may begin with {@code ~} where the server has
	 * {@code expand-path@openssh.com}
	 * @return the path without links
	 * @throws IOException if that fails
	 */
	public String realPath(String path) throws IOException {
		if (path.startsWith("~") && this.connection.hasExtension(ExtensionName.EXPAND_PATH)) {
			return name(PacketType.EXTENDED, path,
					(writer) -> writer.writeText(ExtensionName.EXPAND_PATH).writeText(path));
		}
		return name(PacketType.REALPATH, path, (writer) -> writer.writeText(path));
	}

	private String name(int type, String path, Exchange.Body body) throws IOException {
		try (Exchange exchange = new Exchange(this.connection)) {
			return name(exchange.await(exchange.send(type, PacketType.NAME, path, null, body)));
		}
	}

	static String name(Request request) throws IOException {
		PacketReader reader = request.reply();
		if (reader.readCount(NAME_LENGTH) != 1) {
			throw new SftpLostException(Reason.PROTOCOL, "The server tells more than one path", null);
		}
		return reader.readText();
	}

	/**
	 * Return the space of a file system ({@code statvfs@openssh.com}).
	 * @param path a path on it
	 * @return the space
	 * @throws IOException if that fails
	 */
	public SftpSpace space(String path) throws IOException {
		requireExtension(ExtensionName.STATVFS, path);
		try (Exchange exchange = new Exchange(this.connection)) {
			Request request = exchange.send(PacketType.EXTENDED, PacketType.EXTENDED_REPLY, path, null,
					(writer) -> writer.writeText(ExtensionName.STATVFS).writeText(path));
			FileSystemSpace space = FileSystemSpace.readFrom(exchange.await(request).reply());
			long unit = space.fragmentSize();
			return new SftpSpace(unit * space.blocks(), unit * space.freeBlocks(), unit * space.availableBlocks(),
					space.files(), space.freeFiles(), (space.flags() & FileSystemSpace.READ_ONLY) != 0);
		}
	}

	/**
	 * Return whether the server copies by itself.
	 * @return whether it has {@code copy-data}
	 */
	public boolean canCopy() {
		return this.connection.hasExtension(ExtensionName.COPY_DATA);
	}

	/**
	 * Let the server copy a file ({@code copy-data}).
	 * @param from the file
	 * @param to the copy, which must not be there
	 * @throws IOException if that fails; no part of a copy is left then
	 */
	public void copy(String from, String to) throws IOException {
		requireExtension(ExtensionName.COPY_DATA, from);
		try (Exchange exchange = new Exchange(this.connection)) {
			SftpHandle source = handle(exchange.await(open(exchange, from, OpenFlags.READ, FileAttributes.NONE, null)));
			try {
				long size = size(exchange, source);
				SftpHandle target = handle(exchange.await(open(exchange, to,
						OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, FileAttributes.NONE, null)));
				try {
					copy(exchange, source, target, size);
				}
				catch (IOException ex) {
					discard(exchange, target);
					throw ex;
				}
				exchange.await(closing(exchange, target, null)).check();
			}
			finally {
				close(exchange, source);
			}
		}
	}

	private void copy(Exchange exchange, SftpHandle source, SftpHandle target, long size) throws IOException {
		for (long offset = 0; offset < size; offset += COPY_LENGTH) {
			long start = offset;
			long length = Math.min(COPY_LENGTH, size - offset);
			exchange.await(exchange.send(PacketType.EXTENDED, source.path(), null,
					(writer) -> writer.writeText(ExtensionName.COPY_DATA)
						.writeBytes(source.bytes())
						.writeLong(start)
						.writeLong(length)
						.writeBytes(target.bytes())
						.writeLong(start)))
				.check();
		}
	}

	static Request open(Exchange exchange, String path, int flags, FileAttributes attributes, @Nullable Job job)
			throws IOException {
		return exchange.send(PacketType.OPEN, PacketType.HANDLE, path, job,
				(writer) -> writer.writeText(path).writeInt(flags).writeAttributes(attributes, SftpConnection.VERSION));
	}

	static long size(Exchange exchange, SftpHandle handle) throws IOException {
		SftpAttributes attributes = attributes(exchange.await(exchange.send(PacketType.FSTAT, PacketType.ATTRS,
				handle.path(), null, (writer) -> writer.writeBytes(handle.bytes()))));
		Long size = attributes.size();
		if (size == null) {
			throw new IOException("The server does not tell the size of " + handle.path());
		}
		return size;
	}

	static Request closing(Exchange exchange, SftpHandle handle, @Nullable Job job) throws IOException {
		return exchange.send(PacketType.CLOSE, handle.path(), job, (writer) -> writer.writeBytes(handle.bytes()));
	}

	/**
	 * Close a handle that nothing was written to.
	 */
	static void close(Exchange exchange, SftpHandle handle) {
		try {
			exchange.await(closing(exchange, handle, null));
		}
		catch (IOException ex) {
			// the connection is lost, and the handle with it
		}
	}

	/**
	 * Close a file that is not complete, and delete it.
	 */
	static void discard(Exchange exchange, SftpHandle handle) {
		exchange.drain();
		close(exchange, handle);
		remove(exchange, handle.path());
	}

	static void remove(Exchange exchange, String path) {
		try {
			exchange.await(exchange.send(PacketType.REMOVE, path, null, (writer) -> writer.writeText(path)));
		}
		catch (IOException ex) {
			// nothing can be done from here
		}
	}

	/**
	 * Open a file to read it from the beginning to the end, or a part of it.
	 * @param path the file
	 * @param offset where to begin
	 * @return the stream, which reads ahead
	 * @throws IOException if that fails
	 */
	public InputStream read(String path, long offset) throws IOException {
		Exchange exchange = new Exchange(this.connection);
		return SftpChannel.opened(exchange, () -> {
			Request size = attributes(exchange, path, true, null);
			SftpHandle handle = handle(exchange.await(open(exchange, path, OpenFlags.READ, FileAttributes.NONE, null)));
			return new SftpInputStream(exchange, handle, offset, knownSize(exchange.await(size)));
		});
	}

	private static long knownSize(Request request) throws IOException {
		StatusCode status = request.status();
		Long size = (status == null) ? attributes(request).size() : null;
		return (size != null) ? size : 0;
	}

	/**
	 * Open a file to write it.
	 * @param path the file
	 * @param options as for a {@link java.nio.file.Files#newOutputStream}
	 * @return the stream, which does not wait for the server until it is closed
	 * @throws IOException if that fails
	 */
	public OutputStream write(String path, Set<? extends OpenOption> options) throws IOException {
		Exchange exchange = new Exchange(this.connection);
		return SftpChannel.opened(exchange, () -> {
			boolean append = SftpChannel.isAppend(options);
			SftpHandle handle = handle(
					exchange.await(open(exchange, path, SftpChannel.flags(options, true), FileAttributes.NONE, null)));
			return new SftpOutputStream(exchange, handle, append ? size(exchange, handle) : 0);
		});
	}

	/**
	 * Open a file for random access.
	 * @param path the file
	 * @param options as for {@link java.nio.file.Files#newByteChannel}
	 * @param attributes what the file has from the beginning, if it is made
	 * @return the channel
	 * @throws IOException if that fails
	 */
	public SeekableByteChannel open(String path, Set<? extends OpenOption> options, SftpAttributes attributes)
			throws IOException {
		Exchange exchange = new Exchange(this.connection);
		return SftpChannel.opened(exchange, () -> {
			Request request = open(exchange, path, SftpChannel.flags(options, false), Attributes.sent(attributes),
					null);
			return new SftpChannel(exchange, handle(exchange.await(request)), options);
		});
	}

	private void run(int type, String path, Exchange.Body body) throws IOException {
		try (Exchange exchange = new Exchange(this.connection)) {
			exchange.await(exchange.send(type, path, null, body)).check();
		}
	}

	private void requireExtension(String name, String path) throws IOException {
		if (!this.connection.hasExtension(name)) {
			throw new SftpStatusException(StatusCode.OP_UNSUPPORTED, path,
					"the server does not have the extension " + name);
		}
	}

}
