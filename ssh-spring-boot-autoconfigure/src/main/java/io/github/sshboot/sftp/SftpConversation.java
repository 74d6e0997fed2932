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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Set;

import io.github.sshboot.sftp.protocol.ExtensionName;
import io.github.sshboot.sftp.protocol.PacketFormatException;
import io.github.sshboot.sftp.protocol.PacketInput;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A session of SFTP: takes one request after the other and answers each, in order. What
 * the client requests meanwhile waits in the window of the channel, which bounds it.
 * Replies are gathered for as long as there are requests. Whatever fails is told to the
 * client and ends nothing but the request.
 */
final class SftpConversation {

	private final PacketInput input;

	private final Replies replies;

	private final Handles handles;

	private final Set<SftpRequest> refused;

	private final boolean checkFile;

	private final FileRequests fileRequests;

	private final PathRequests pathRequests;

	private final ExtendedRequests extendedRequests;

	/**
	 * Whether nothing has been requested yet since the version was agreed on.
	 */
	private boolean first = true;

	private boolean ended;

	/**
	 * Create a new {@link SftpConversation}.
	 * @param in what the client sends
	 * @param out what the client receives
	 * @param user what the user works with
	 * @param settings how files are served
	 */
	SftpConversation(InputStream in, OutputStream out, SftpUser user, FileTransferSettings settings) {
		this.input = new PacketInput(in);
		this.replies = new Replies(out);
		this.handles = new Handles();
		this.refused = user.options().refused();
		this.checkFile = settings.checkFile();
		KnownPrincipals principals = new KnownPrincipals();
		this.fileRequests = new FileRequests(user, this.handles, this.replies, principals);
		this.pathRequests = new PathRequests(user, this.replies, principals);
		this.extendedRequests = new ExtendedRequests(user, this.handles, this.replies, principals,
				new SftpChecksums(user.fileSystem()), settings.maxHandles());
	}

	/**
	 * Serve the client until it sends no more.
	 * @throws PacketFormatException if the client does not speak the protocol
	 * @throws IOException if the connection fails
	 */
	void run() throws IOException {
		try (this.handles) {
			if (!begin()) {
				return;
			}
			for (PacketReader packet = next(); packet != null; packet = next()) {
				serve(packet);
				this.replies.sendIfDue();
			}
		}
	}

	/**
	 * Agree on a version.
	 * @return whether there is a client
	 */
	private boolean begin() throws IOException {
		PacketReader init = this.input.read();
		if (init == null) {
			return false;
		}
		if (init.type() != PacketType.INIT) {
			throw new PacketFormatException("The client does not begin with its version");
		}
		long offered = init.readUnsignedInt();
		int oldest = ServerExtensions.VERSIONS.get(0);
		int latest = ServerExtensions.VERSIONS.get(ServerExtensions.VERSIONS.size() - 1);
		int version = (int) Math.max(oldest, Math.min(offered, latest));
		this.replies.version(version);
		this.replies.begin()
			.begin(PacketType.VERSION)
			.writeInt(version)
			.writeExtensions(ServerExtensions.announced(version, FileRequests.MAX_READ, this.checkFile))
			.end();
		return true;
	}

	/**
	 * Read the next request. Replies wait only while there is one.
	 */
	private @Nullable PacketReader next() throws IOException {
		if (this.ended || !this.input.isReady()) {
			this.replies.send();
			if (this.handles.isEmpty()) {
				this.input.trim();
				this.replies.trim();
			}
		}
		return this.ended ? null : this.input.read();
	}

	private void serve(PacketReader packet) throws IOException {
		if (packet.remaining() < Integer.BYTES) {
			throw new PacketFormatException("A request has no number");
		}
		int id = packet.readInt();
		if (packet.type() == PacketType.EXTENDED) {
			// some of these take long
			this.replies.send();
		}
		try {
			serve(packet, id);
		}
		catch (IOException | RuntimeException ex) {
			this.replies.cancel();
			if (Thread.currentThread().isInterrupted()) {
				throw interrupted(ex);
			}
			SftpFailure failure = SftpFailure.of(ex).logged(ex);
			this.replies.status(id, failure.code(), failure.text());
		}
		finally {
			this.first = false;
		}
	}

	private static InterruptedIOException interrupted(Exception cause) {
		return (InterruptedIOException) new InterruptedIOException("Interrupted, as the client has gone away")
			.initCause(cause);
	}

	private void serve(PacketReader packet, int id) throws IOException {
		if (packet.type() == PacketType.EXTENDED) {
			serveExtended(packet, id, packet.readMessage());
			return;
		}
		SftpRequest request = SftpRequest.of(packet.type());
		if (request == null || !isIn(request, this.replies.version())) {
			unsupported(id);
		}
		else {
			serve(request, packet, id);
		}
	}

	private static boolean isIn(SftpRequest request, int version) {
		return switch (request) {
			case LINK -> version >= 6;
			case SYMLINK -> version < 6;
			default -> true;
		};
	}

	private void serveExtended(PacketReader packet, int id, String name) throws IOException {
		if (ExtensionName.VERSION_SELECT.equals(name)) {
			selectVersion(packet, id);
			return;
		}
		SftpRequest request = SftpRequest.ofExtension(name).orElse(null);
		if (request == null || !this.checkFile
				&& (request == SftpRequest.CHECK_FILE_HANDLE || request == SftpRequest.CHECK_FILE_NAME)) {
			unsupported(id);
		}
		else {
			serve(request, packet, id);
		}
	}

	/**
	 * Change the version, which a client may do as the first thing
	 * (draft-ietf-secsh-filexfer-13 section 5.5).
	 */
	private void selectVersion(PacketReader packet, int id) throws IOException {
		String version = packet.readMessage();
		Integer selected = ServerExtensions.VERSIONS.stream()
			.filter((supported) -> supported.toString().equals(version))
			.findAny()
			.orElse(null);
		if (!this.first || selected == null) {
			this.replies.status(id, StatusCode.INVALID_PARAMETER, "This version cannot be selected");
			this.ended = true;
			return;
		}
		this.replies.ok(id);
		this.replies.version(selected);
	}

	private void unsupported(int id) {
		this.replies.status(id, StatusCode.OP_UNSUPPORTED, "Operation not supported");
	}

	private void serve(SftpRequest request, PacketReader packet, int id) throws IOException {
		if (this.refused.contains(request)) {
			this.replies.status(id, StatusCode.PERMISSION_DENIED, "Permission denied");
			return;
		}
		switch (request) {
			case OPEN -> this.fileRequests.open(packet, id);
			case CLOSE -> this.fileRequests.close(packet, id);
			case READ -> this.fileRequests.read(packet, id);
			case WRITE -> this.fileRequests.write(packet, id);
			case FSTAT -> this.fileRequests.readAttributes(packet, id);
			case FSETSTAT -> this.fileRequests.setAttributes(packet, id);
			case OPENDIR -> this.fileRequests.openDirectory(packet, id);
			case READDIR -> this.fileRequests.readDirectory(packet, id);
			case LSTAT -> this.pathRequests.readAttributes(packet, id, false);
			case STAT -> this.pathRequests.readAttributes(packet, id, true);
			case SETSTAT -> this.pathRequests.setAttributes(packet, id, true);
			case LSETSTAT -> this.pathRequests.setAttributes(packet, id, false);
			case REMOVE -> this.pathRequests.deleteFile(packet, id);
			case MKDIR -> this.pathRequests.createDirectory(packet, id);
			case RMDIR -> this.pathRequests.deleteDirectory(packet, id);
			case REALPATH -> this.pathRequests.canonicalize(packet, id);
			case RENAME -> this.pathRequests.rename(packet, id);
			case POSIX_RENAME -> this.pathRequests.replace(packet, id);
			case READLINK -> this.pathRequests.readLink(packet, id);
			case SYMLINK -> this.pathRequests.createSymbolicLink(packet, id);
			case LINK -> this.pathRequests.createLink(packet, id);
			case HARD_LINK -> this.pathRequests.createHardLink(packet, id);
			case EXPAND_PATH -> this.pathRequests.expand(packet, id);
			case HOME_DIRECTORY -> this.pathRequests.homeDirectory(packet, id);
			case STATVFS -> this.extendedRequests.space(packet, id);
			case FSTATVFS -> this.extendedRequests.spaceOfHandle(packet, id);
			case SPACE_AVAILABLE -> this.extendedRequests.spaceAvailable(packet, id);
			case FSYNC -> this.extendedRequests.sync(packet, id);
			case LIMITS -> this.extendedRequests.limits(id);
			case COPY_DATA -> this.extendedRequests.copy(packet, id);
			case USERS_GROUPS_BY_ID -> this.extendedRequests.principals(packet, id);
			case TEXT_SEEK -> this.extendedRequests.seekLine(packet, id);
			case CHECK_FILE_NAME -> this.extendedRequests.checksumOfPath(packet, id);
			case CHECK_FILE_HANDLE -> this.extendedRequests.checksumOfHandle(packet, id);
		}
	}

}
