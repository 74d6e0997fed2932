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
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.PacketInput;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests about handles, from opening to closing them.
 */
final class FileRequests {

	/**
	 * The most bytes that a read returns or a write brings: what fits into a packet.
	 */
	static final int MAX_READ = PacketInput.MAX_PACKET_LENGTH - 1024;

	/**
	 * Most files are small, whatever clients ask for.
	 */
	private static final int FIRST_READ = 32 * 1024;

	/**
	 * How long a list of entries becomes. Old clients take no longer packets.
	 */
	private static final int MAX_NAMES = 30 * 1024;

	/**
	 * What an entry takes at most beside its name, which version 3 has twice.
	 */
	private static final int ENTRY_OVERHEAD = 256;

	private final SftpUser user;

	private final Handles handles;

	private final Replies replies;

	private final KnownPrincipals principals;

	FileRequests(SftpUser user, Handles handles, Replies replies, KnownPrincipals principals) {
		this.user = user;
		this.handles = handles;
		this.replies = replies;
		this.principals = principals;
	}

	void open(PacketReader packet, int id) throws IOException {
		String path = this.user.paths().resolve(packet.readText());
		OpenMode mode = OpenMode.read(packet, this.replies.version(), path);
		FileAttributes attributes = (packet.remaining() > 0) ? packet.readAttributes(this.replies.version())
				: FileAttributes.NONE;
		SftpFile file = this.user.fileSystem().open(path, mode.options(), this.user.newFile(attributes));
		this.replies.handle(id, this.handles.add(new OpenHandle.OfFile(path, file, mode.text())));
	}

	void openDirectory(PacketReader packet, int id) throws IOException {
		String path = this.user.paths().resolve(packet.readText());
		SftpDirectory directory = this.user.fileSystem().openDirectory(path);
		this.replies.handle(id, this.handles.add(new OpenHandle.OfDirectory(path, directory, this.user.fileSystem())));
	}

	void close(PacketReader packet, int id) throws IOException {
		OpenHandle handle = this.handles.remove(packet.readSlice());
		if (handle == null) {
			noSuchHandle(id);
			return;
		}
		try (handle) {
			handle.complete();
		}
		this.replies.ok(id);
	}

	void read(PacketReader packet, int id) throws IOException {
		ByteBuffer handle = packet.readSlice();
		long offset = packet.readOffset();
		int length = (int) Math.min(packet.readUnsignedInt(), MAX_READ);
		if (!(this.handles.find(handle) instanceof OpenHandle.OfFile file)) {
			noSuchHandle(id);
			return;
		}
		if (offset > Long.MAX_VALUE - length) {
			// no file is that long
			this.replies.endOfFile(id);
			return;
		}
		PacketWriter reply = this.replies.begin(PacketType.DATA, id);
		DataSource source = new DataSource(file, offset);
		if (reply.writeBytes(length, FIRST_READ, source) == 0 && source.endReached) {
			this.replies.cancel();
			this.replies.endOfFile(id);
		}
		else {
			reply.end();
		}
	}

	void write(PacketReader packet, int id) throws IOException {
		ByteBuffer handle = packet.readSlice();
		long offset = packet.readOffset();
		ByteBuffer data = packet.readSlice();
		if (!(this.handles.find(handle) instanceof OpenHandle.OfFile file)) {
			noSuchHandle(id);
			return;
		}
		if (offset > Long.MAX_VALUE - data.remaining()) {
			this.replies.status(id, StatusCode.INVALID_PARAMETER, "No file can be that long");
			return;
		}
		file.write(data, offset);
		this.replies.ok(id);
	}

	void readAttributes(PacketReader packet, int id) throws IOException {
		OpenHandle handle = this.handles.find(packet.readSlice());
		if (handle == null) {
			noSuchHandle(id);
			return;
		}
		SftpAttributes attributes = (handle instanceof OpenHandle.OfFile file) ? file.file().readAttributes()
				: this.user.fileSystem().readAttributes(handle.path(), true);
		this.principals.learn(attributes);
		this.replies.attributes(id, attributes);
	}

	void setAttributes(PacketReader packet, int id) throws IOException {
		OpenHandle handle = this.handles.find(packet.readSlice());
		SftpAttributes changes = WireAttributes.fromClient(packet.readAttributes(this.replies.version()));
		if (handle == null) {
			noSuchHandle(id);
			return;
		}
		if (handle instanceof OpenHandle.OfFile file) {
			file.file().setAttributes(changes);
		}
		else {
			this.user.fileSystem().setAttributes(handle.path(), changes, true);
		}
		this.replies.ok(id);
	}

	void readDirectory(PacketReader packet, int id) throws IOException {
		if (!(this.handles.find(packet.readSlice()) instanceof OpenHandle.OfDirectory directory)) {
			noSuchHandle(id);
			return;
		}
		List<SftpEntry> entries = nextEntries(directory);
		if (entries.isEmpty()) {
			this.replies.endOfFile(id);
			return;
		}
		entries.forEach((entry) -> this.principals.learn(entry.attributes()));
		this.replies.names(id, entries);
	}

	private static List<SftpEntry> nextEntries(OpenHandle.OfDirectory directory) throws IOException {
		List<SftpEntry> entries = new ArrayList<>();
		int length = 0;
		while (length < MAX_NAMES) {
			SftpEntry entry = directory.next();
			if (entry == null) {
				break;
			}
			entries.add(entry);
			length += 2 * entry.name().length() + ENTRY_OVERHEAD;
		}
		return entries;
	}

	private void noSuchHandle(int id) {
		this.replies.status(id, StatusCode.INVALID_HANDLE, "No such handle");
	}

	/**
	 * Reads from a file into a reply.
	 */
	private static final class DataSource implements PacketWriter.Source {

		private final OpenHandle.OfFile file;

		private long offset;

		private boolean endReached;

		DataSource(OpenHandle.OfFile file, long offset) {
			this.file = file;
			this.offset = offset;
		}

		@Override
		public void putInto(ByteBuffer target) throws IOException {
			int count = this.file.read(target, this.offset);
			this.offset += Math.max(0, count);
			this.endReached = count < 0;
		}

	}

}
