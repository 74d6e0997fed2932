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
import java.nio.file.NoSuchFileException;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.RealPathControl;
import io.github.sshboot.sftp.protocol.RenameFlags;
import io.github.sshboot.sftp.protocol.StatusCode;

/**
 * Serves requests about paths.
 */
final class PathRequests {

	private final SftpUser user;

	private final Replies replies;

	private final KnownPrincipals principals;

	PathRequests(SftpUser user, Replies replies, KnownPrincipals principals) {
		this.user = user;
		this.replies = replies;
		this.principals = principals;
	}

	void readAttributes(PacketReader packet, int id, boolean followLinks) throws IOException {
		String path = readPath(packet);
		SftpAttributes attributes = files().readAttributes(path, followLinks);
		this.principals.learn(attributes);
		this.replies.attributes(id, attributes);
	}

	void setAttributes(PacketReader packet, int id, boolean followLinks) throws IOException {
		String path = readPath(packet);
		FileAttributes attributes = packet.readAttributes(this.replies.version());
		files().setAttributes(path, WireAttributes.fromClient(attributes), followLinks);
		this.replies.ok(id);
	}

	void createDirectory(PacketReader packet, int id) throws IOException {
		String path = readPath(packet);
		FileAttributes attributes = (packet.remaining() > 0) ? packet.readAttributes(this.replies.version())
				: FileAttributes.NONE;
		files().createDirectory(path, this.user.newDirectory(attributes));
		this.replies.ok(id);
	}

	void deleteFile(PacketReader packet, int id) throws IOException {
		files().deleteFile(readPath(packet));
		this.replies.ok(id);
	}

	void deleteDirectory(PacketReader packet, int id) throws IOException {
		files().deleteDirectory(readPath(packet));
		this.replies.ok(id);
	}

	void rename(PacketReader packet, int id) throws IOException {
		String from = readPath(packet);
		String to = readPath(packet);
		int flags = (this.replies.version() >= 5 && packet.remaining() > 0) ? packet.readInt() : 0;
		files().rename(from, to, (flags & (RenameFlags.OVERWRITE | RenameFlags.ATOMIC)) != 0);
		this.replies.ok(id);
	}

	/**
	 * Rename as {@code rename(2)} does.
	 */
	void replace(PacketReader packet, int id) throws IOException {
		files().rename(readPath(packet), readPath(packet), true);
		this.replies.ok(id);
	}

	void readLink(PacketReader packet, int id) throws IOException {
		this.replies.name(id, files().readSymbolicLink(readPath(packet)), FileAttributes.NONE);
	}

	/**
	 * Create a symbolic link, before version 6. OpenSSH has turned the paths of version 3
	 * around (its {@code PROTOCOL} section 4.1).
	 */
	void createSymbolicLink(PacketReader packet, int id) throws IOException {
		String first = packet.readText();
		String second = packet.readText();
		boolean linkFirst = this.replies.version() > 3 || this.user.linksAsInDraft();
		String link = this.user.paths().resolve(linkFirst ? first : second);
		files().createSymbolicLink(link, linkFirst ? second : first);
		this.replies.ok(id);
	}

	/**
	 * Create a link of either kind, from version 6 on.
	 */
	void createLink(PacketReader packet, int id) throws IOException {
		String link = readPath(packet);
		String existing = packet.readText();
		if (packet.readBoolean()) {
			files().createSymbolicLink(link, existing);
		}
		else {
			files().createLink(link, this.user.paths().resolve(existing));
		}
		this.replies.ok(id);
	}

	void createHardLink(PacketReader packet, int id) throws IOException {
		String existing = readPath(packet);
		files().createLink(readPath(packet), existing);
		this.replies.ok(id);
	}

	void canonicalize(PacketReader packet, int id) throws IOException {
		String path = readPath(packet);
		if (this.replies.version() < 6) {
			this.replies.name(id, files().canonicalize(path), FileAttributes.NONE);
			return;
		}
		RealPathControl control = (packet.remaining() > 0) ? RealPathControl.of(packet.readByte())
				: RealPathControl.NO_CHECK;
		while (packet.remaining() > 0) {
			path = VirtualPaths.resolve(path, packet.readText());
		}
		String canonical = files().canonicalize(path);
		this.replies.name(id, canonical, attributes(canonical, control));
	}

	private FileAttributes attributes(String path, RealPathControl control) throws IOException {
		if (control == RealPathControl.NO_CHECK) {
			return FileAttributes.NONE;
		}
		try {
			return WireAttributes.toClient(files().readAttributes(path, true));
		}
		catch (NoSuchFileException ex) {
			if (control == RealPathControl.STAT_ALWAYS) {
				throw ex;
			}
			return FileAttributes.NONE;
		}
	}

	void expand(PacketReader packet, int id) throws IOException {
		String path = this.user.paths().expand(packet.readText());
		this.replies.name(id, files().canonicalize(path), FileAttributes.NONE);
	}

	/**
	 * Tell the home directory, which is the root. Nobody is told about other users.
	 */
	void homeDirectory(PacketReader packet, int id) throws IOException {
		String username = packet.readText();
		if (username.isEmpty() || username.equals(this.user.username())) {
			this.replies.name(id, VirtualPaths.ROOT, FileAttributes.NONE);
		}
		else {
			this.replies.status(id, StatusCode.PERMISSION_DENIED, "Permission denied");
		}
	}

	private String readPath(PacketReader packet) throws IOException {
		return this.user.paths().resolve(packet.readText());
	}

	private SftpFileSystem files() {
		return this.user.fileSystem();
	}

}
