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
import java.util.function.IntFunction;

import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.protocol.FileSystemSpace;
import io.github.sshboot.sftp.protocol.PacketFormatException;
import io.github.sshboot.sftp.protocol.PacketInput;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import io.github.sshboot.sftp.protocol.SftpLimits;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Serves extensions that are more than other names for requests.
 */
final class ExtendedRequests {

	private static final int BLOCK = 4096;

	private static final int MAX_NAME = 255;

	private static final int COPY_BUFFER = 256 * 1024;

	private final SftpUser user;

	private final Handles handles;

	private final Replies replies;

	private final KnownPrincipals principals;

	private final SftpChecksums checksums;

	private final int maxHandles;

	ExtendedRequests(SftpUser user, Handles handles, Replies replies, KnownPrincipals principals,
			SftpChecksums checksums, int maxHandles) {
		this.user = user;
		this.handles = handles;
		this.replies = replies;
		this.principals = principals;
		this.checksums = checksums;
		this.maxHandles = maxHandles;
	}

	void limits(int id) {
		PacketWriter reply = this.replies.begin(PacketType.EXTENDED_REPLY, id);
		new SftpLimits(PacketInput.MAX_PACKET_LENGTH, FileRequests.MAX_READ, FileRequests.MAX_READ, this.maxHandles)
			.writeTo(reply);
		reply.end();
	}

	void space(PacketReader packet, int id) throws IOException {
		space(this.user.paths().resolve(packet.readText()), id);
	}

	void spaceOfHandle(PacketReader packet, int id) throws IOException {
		OpenHandle handle = this.handles.find(packet.readSlice());
		if (handle == null) {
			noSuchHandle(id);
		}
		else {
			space(handle.path(), id);
		}
	}

	private void space(String path, int id) throws IOException {
		SftpSpace space = this.user.fileSystem().getSpace(path);
		PacketWriter reply = this.replies.begin(PacketType.EXTENDED_REPLY, id);
		new FileSystemSpace(BLOCK, BLOCK, space.total() / BLOCK, space.free() / BLOCK, space.available() / BLOCK,
				space.totalFiles(), space.freeFiles(), space.freeFiles(), 0,
				FileSystemSpace.NO_SET_ID | (space.readOnly() ? FileSystemSpace.READ_ONLY : 0), MAX_NAME)
			.writeTo(reply);
		reply.end();
	}

	/**
	 * Tell the space as of draft-ietf-secsh-filexfer-extensions-00 section 4.
	 */
	void spaceAvailable(PacketReader packet, int id) throws IOException {
		SftpSpace space = this.user.fileSystem().getSpace(this.user.paths().resolve(packet.readText()));
		this.replies.begin(PacketType.EXTENDED_REPLY, id)
			.writeLong(space.total())
			.writeLong(space.free())
			.writeLong(space.total())
			.writeLong(space.available())
			.writeInt(BLOCK)
			.end();
	}

	void sync(PacketReader packet, int id) throws IOException {
		OpenHandle.OfFile file = findFile(packet, id);
		if (file != null) {
			file.file().sync();
			this.replies.ok(id);
		}
	}

	void seekLine(PacketReader packet, int id) throws IOException {
		OpenHandle.OfFile file = findFile(packet, id);
		if (file == null) {
			return;
		}
		if (file.seekLine(packet.readOffset())) {
			this.replies.ok(id);
		}
		else {
			this.replies.endOfFile(id);
		}
	}

	/**
	 * Copy data from one file to another. A file that grows while it is copied, be it by
	 * this very copy under another name, is copied as far as it was when that began.
	 */
	void copy(PacketReader packet, int id) throws IOException {
		OpenHandle from = this.handles.find(packet.readSlice());
		long position = packet.readOffset();
		long length = packet.readOffset();
		OpenHandle to = this.handles.find(packet.readSlice());
		long target = packet.readOffset();
		if (!(from instanceof OpenHandle.OfFile source) || !(to instanceof OpenHandle.OfFile destination)) {
			noSuchHandle(id);
			return;
		}
		if (source == destination || source.path().equals(destination.path())) {
			this.replies.status(id, StatusCode.INVALID_PARAMETER, "A file cannot be copied onto itself");
			return;
		}
		Long size = source.file().readAttributes().size();
		long end = (size != null) ? size : Long.MAX_VALUE;
		if (length > 0) {
			end = Math.min(end, position + Math.min(length, Long.MAX_VALUE - position));
		}
		if (end > position && target > Long.MAX_VALUE - (end - position)) {
			this.replies.status(id, StatusCode.INVALID_PARAMETER, "No file can be that long");
			return;
		}
		copy(source, position, end, destination, target);
		this.replies.ok(id);
	}

	private static void copy(OpenHandle.OfFile source, long begin, long end, OpenHandle.OfFile destination, long target)
			throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(COPY_BUFFER);
		long position = begin;
		while (position < end) {
			buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
			int count = source.file().read(buffer, position);
			if (count <= 0) {
				return;
			}
			destination.file().write(buffer.flip(), target + position - begin);
			position += count;
			if (Thread.currentThread().isInterrupted()) {
				throw new SftpFileSystemException(Kind.CLOSED, destination.path(), "The client has gone away");
			}
		}
	}

	/**
	 * Tell names of users and groups (OpenSSH {@code PROTOCOL} section 4.11).
	 */
	void principals(PacketReader packet, int id) throws IOException {
		ByteBuffer users = packet.readSlice();
		ByteBuffer groups = packet.readSlice();
		PacketWriter reply = this.replies.begin(PacketType.EXTENDED_REPLY, id);
		writeNames(reply, users, this.principals::user);
		writeNames(reply, groups, this.principals::group);
		if (reply.length() > PacketInput.MAX_PACKET_LENGTH) {
			throw new PacketFormatException("These are too many users and groups");
		}
		reply.end();
	}

	private static void writeNames(PacketWriter reply, ByteBuffer ids, IntFunction<String> names) {
		int length = reply.reserveInt();
		int begin = reply.length();
		while (ids.remaining() >= Integer.BYTES && reply.length() <= PacketInput.MAX_PACKET_LENGTH) {
			reply.writeText(names.apply(ids.getInt()));
		}
		reply.setInt(length, reply.length() - begin);
	}

	void checksumOfHandle(PacketReader packet, int id) throws IOException {
		OpenHandle.OfFile file = findFile(packet, id);
		if (file != null) {
			this.checksums.reply(file.file(), packet, this.replies.begin(PacketType.EXTENDED_REPLY, id));
		}
	}

	void checksumOfPath(PacketReader packet, int id) throws IOException {
		String path = this.user.paths().resolve(packet.readText());
		try (SftpFile file = this.checksums.open(path)) {
			this.checksums.reply(file, packet, this.replies.begin(PacketType.EXTENDED_REPLY, id));
		}
	}

	private OpenHandle.@Nullable OfFile findFile(PacketReader packet, int id) throws IOException {
		if (this.handles.find(packet.readSlice()) instanceof OpenHandle.OfFile file) {
			return file;
		}
		noSuchHandle(id);
		return null;
	}

	private void noSuchHandle(int id) {
		this.replies.status(id, StatusCode.INVALID_HANDLE, "No such handle");
	}

}
