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
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.sftp.SftpOperation.Kind;
import io.github.sshboot.sftp.SftpOperation.Protocol;
import io.github.sshboot.transport.SshConnectionInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of a user, with {@link SftpListener}s that are asked before something is
 * done, and {@link SftpEvent}s after it.
 */
final class ObservedFileSystem implements SftpFileSystem {

	private static final Log logger = LogFactory.getLog(ObservedFileSystem.class);

	private static final int MAX_LINKS = 40;

	private final SftpFileSystem files;

	private final List<SftpListener> listeners;

	private final EventQueue events;

	private final @Nullable String checksum;

	private final SshIdentity identity;

	private final SshConnectionInfo connection;

	private final Protocol protocol;

	/**
	 * Create a new {@link ObservedFileSystem}.
	 * @param files the files
	 * @param listeners who is asked
	 * @param events where events go
	 * @param checksum the algorithm of checksums in events or {@code null}
	 * @param identity the user
	 * @param connection the connection
	 * @param protocol the protocol
	 */
	ObservedFileSystem(SftpFileSystem files, List<SftpListener> listeners, EventQueue events, @Nullable String checksum,
			SshIdentity identity, SshConnectionInfo connection, Protocol protocol) {
		this.files = files;
		this.listeners = listeners;
		this.events = events;
		this.checksum = checksum;
		this.identity = identity;
		this.connection = connection;
		this.protocol = protocol;
	}

	@Override
	public SftpFile open(String path, Set<? extends OpenOption> options, SftpAttributes attributes) throws IOException {
		boolean writing = options.contains(StandardOpenOption.WRITE);
		if (writing) {
			ask(Kind.UPLOAD, path, null, true);
		}
		if (options.contains(StandardOpenOption.READ)) {
			ask(Kind.DOWNLOAD, path, null, true);
		}
		boolean changed = options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW)
				|| options.contains(StandardOpenOption.TRUNCATE_EXISTING);
		return new ObservedFile(path, this, this.files.open(path, options, attributes), writing && changed);
	}

	@Override
	public SftpDirectory openDirectory(String path) throws IOException {
		ask(Kind.LIST, path, null, true);
		return this.files.openDirectory(path);
	}

	@Override
	public SftpAttributes readAttributes(String path, boolean followLinks) throws IOException {
		return this.files.readAttributes(path, followLinks);
	}

	@Override
	public void setAttributes(String path, SftpAttributes changes, boolean followLinks) throws IOException {
		ask(Kind.CHANGE_ATTRIBUTES, path, null, followLinks);
		this.files.setAttributes(path, changes, followLinks);
		publish(path, (action) -> new SftpAttributesChangedEvent(action, changes));
	}

	@Override
	public void createDirectory(String path, SftpAttributes attributes) throws IOException {
		ask(Kind.CREATE_DIRECTORY, path, null, false);
		this.files.createDirectory(path, attributes);
		publish(path, SftpDirectoryCreatedEvent::new);
	}

	@Override
	public void deleteFile(String path) throws IOException {
		ask(Kind.DELETE_FILE, path, null, false);
		this.files.deleteFile(path);
		publish(path, SftpFileDeletedEvent::new);
	}

	@Override
	public void deleteDirectory(String path) throws IOException {
		ask(Kind.DELETE_DIRECTORY, path, null, false);
		this.files.deleteDirectory(path);
		publish(path, SftpDirectoryDeletedEvent::new);
	}

	@Override
	public void rename(String from, String to, boolean replace) throws IOException {
		ask(Kind.RENAME, from, this.listeners.isEmpty() ? to : followed(to, false), false);
		this.files.rename(from, to, replace);
		Path realTarget = this.files.getRealPath(to);
		publish(from, (action) -> new SftpRenamedEvent(action, to, realTarget));
	}

	@Override
	public void createSymbolicLink(String link, String target) throws IOException {
		ask(Kind.CREATE_SYMBOLIC_LINK, link, target, false);
		this.files.createSymbolicLink(link, target);
		publish(link, (action) -> new SftpLinkCreatedEvent(action, target, true));
	}

	@Override
	public void createLink(String link, String existing) throws IOException {
		ask(Kind.CREATE_LINK, link, this.listeners.isEmpty() ? existing : followed(existing, false), false);
		this.files.createLink(link, existing);
		publish(link, (action) -> new SftpLinkCreatedEvent(action, existing, false));
	}

	@Override
	public String readSymbolicLink(String path) throws IOException {
		return this.files.readSymbolicLink(path);
	}

	@Override
	public String canonicalize(String path) throws IOException {
		return this.files.canonicalize(path);
	}

	@Override
	public SftpSpace getSpace(String path) throws IOException {
		return this.files.getSpace(path);
	}

	@Override
	public @Nullable Path getRealPath(String path) {
		return this.files.getRealPath(path);
	}

	@Override
	public void close() throws IOException {
		this.files.close();
	}

	/**
	 * Ask whether attributes of an open file may be changed.
	 */
	void askToChangeAttributes(String path) throws IOException {
		ask(Kind.CHANGE_ATTRIBUTES, path, null, true);
	}

	private void ask(Kind kind, String path, @Nullable String target, boolean followLinks) throws IOException {
		if (this.listeners.isEmpty()) {
			return;
		}
		SftpOperation operation = new SftpOperation(kind, followed(path, followLinks), target, this.identity,
				this.connection, this.protocol);
		for (SftpListener listener : this.listeners) {
			try {
				listener.beforeOperation(operation);
			}
			catch (IOException ex) {
				throw operation.denied(reason(ex));
			}
			catch (RuntimeException ex) {
				logger.warn("A listener has refused an operation with an exception", ex);
				throw operation.denied(reason(ex));
			}
		}
	}

	private static String reason(Exception ex) {
		String reason = (ex instanceof FileSystemException failure) ? failure.getReason() : ex.getMessage();
		return (reason != null) ? reason : "Permission denied";
	}

	/**
	 * Return the path that a path leads to, so that a link is not taken for what it leads
	 * to, even if there is nothing yet. A path that leads nowhere is what it is.
	 */
	private String followed(String path, boolean followLinks) {
		String current = path;
		try {
			for (int i = 0; i < MAX_LINKS; i++) {
				current = VirtualPaths.ROOT.equals(current) ? current : VirtualPaths
					.child(this.files.canonicalize(VirtualPaths.parent(current)), VirtualPaths.name(current));
				if (!followLinks) {
					break;
				}
				current = VirtualPaths.resolve(VirtualPaths.parent(current), this.files.readSymbolicLink(current));
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			// not a link, or nothing that can be followed
		}
		return current;
	}

	private void publish(String path, Function<SftpAction, SftpEvent> event) {
		SftpAction action = action(path);
		this.events.publish(() -> event.apply(action));
	}

	private SftpAction action(String path) {
		return new SftpAction(this.identity, this.connection, this.protocol, path, this.files.getRealPath(path));
	}

	void uploaded(String path, FileContent content, SftpTransfer transfer) {
		SftpAction action = action(path);
		this.events
			.publish(() -> new SftpUploadCompletedEvent(action, content.withChecksum(transfer, this.files, path)));
	}

	void failedToUpload(String path, String reason, long transferred, Duration duration) {
		publish(path, (action) -> new SftpUploadFailedEvent(action, reason, transferred, duration));
	}

	void downloaded(String path, FileContent content, SftpTransfer transfer) {
		SftpAction action = action(path);
		this.events
			.publish(() -> new SftpDownloadCompletedEvent(action, content.withChecksum(transfer, this.files, path)));
	}

	FileContent newContent() {
		return new FileContent(this.checksum);
	}

}
