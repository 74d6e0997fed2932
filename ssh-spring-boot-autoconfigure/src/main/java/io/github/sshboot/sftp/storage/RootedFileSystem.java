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

package io.github.sshboot.sftp.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpDirectory;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpLinks;
import io.github.sshboot.sftp.SftpSpace;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory and of those below it, as one session sees them.
 */
final class RootedFileSystem implements SftpFileSystem {

	private static final int DEFAULT_DIRECTORY = 0777;

	private static final int DEFAULT_FILE = 0666;

	private final Store store;

	private final Failures.Action whenClosed;

	/**
	 * The uploads of this session, by canonical path: their files do not have their names
	 * yet, but the client that creates a file and then asks for its attributes by name
	 * must find it.
	 */
	private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

	private final Set<SftpFile> files = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Create a new {@link RootedFileSystem}.
	 * @param store the root
	 * @param whenClosed run when the session has ended
	 */
	RootedFileSystem(Store store, Failures.Action whenClosed) {
		this.store = store;
		this.whenClosed = whenClosed;
	}

	@Override
	public SftpFile open(String path, Set<? extends OpenOption> options, SftpAttributes attributes) throws IOException {
		boolean append = options.contains(StandardOpenOption.APPEND);
		boolean write = append || options.contains(StandardOpenOption.WRITE);
		return Failures.translate(path, () -> {
			Place place = this.store.walk(path, !options.contains(LinkOption.NOFOLLOW_LINKS));
			try {
				if (place.isRoot() || (place.facts() != null && place.facts().attributes().isDirectory())) {
					throw new SftpFileSystemException(Kind.IS_DIRECTORY, path, "it is a directory");
				}
				if (place.facts() != null && !place.facts().attributes().isRegularFile()) {
					throw new AccessDeniedException(path);
				}
				return write ? openToWrite(place, options, attributes, append) : openToRead(place);
			}
			catch (IOException | RuntimeException ex) {
				place.close();
				throw ex;
			}
		});
	}

	private SftpFile openToRead(Place place) throws IOException {
		place.requireFacts();
		return openInPlace(place, Set.of(StandardOpenOption.READ), false);
	}

	private OpenFile openInPlace(Place place, Set<? extends OpenOption> options, boolean append) throws IOException {
		Facts before = place.requireFacts();
		boolean write = options.contains(StandardOpenOption.WRITE);
		Content content = new Content(place.folder().open(place.name(), options, 0));
		try {
			return register(
					new OpenFile(this.store, place, content, write ? this.store.share(place, before, content) : null,
							before, append, this.store.settings().syncUploads() && write, this.files::remove));
		}
		catch (IOException | RuntimeException ex) {
			content.close();
			throw ex;
		}
	}

	private SftpFile openToWrite(Place place, Set<? extends OpenOption> options, SftpAttributes attributes,
			boolean append) throws IOException {
		this.store.requireStaging(place.path());
		boolean exclusive = options.contains(StandardOpenOption.CREATE_NEW);
		boolean create = exclusive || options.contains(StandardOpenOption.CREATE);
		boolean truncate = options.contains(StandardOpenOption.TRUNCATE_EXISTING) && !append;
		if (place.facts() == null && !create) {
			throw new NoSuchFileException(place.path());
		}
		place.requireCreatable();
		if (place.facts() == null && !this.store.rules().isFileAllowed(place.path())) {
			throw new AccessDeniedException(place.path(), null, "the name is not allowed");
		}
		if (place.facts() != null && exclusive) {
			throw new FileAlreadyExistsException(place.path());
		}
		return this.store.isAtomic() ? openUpload(place, attributes, append, truncate, exclusive)
				: openToWriteInPlace(place, attributes, append, truncate, exclusive);
	}

	private SftpFile openUpload(Place place, SftpAttributes attributes, boolean append, boolean truncate,
			boolean exclusive) throws IOException {
		requireStagingDevice(place);
		if (exclusive) {
			this.store.reserve(place.path());
		}
		Upload upload;
		try {
			Facts existing = place.facts();
			upload = (existing != null) ? Upload.replace(this.store, place, existing, append, truncate, this::forget)
					: Upload.create(this.store, place, append, exclusive, attributes.permissions(), this::forget);
		}
		catch (IOException | RuntimeException ex) {
			if (exclusive) {
				this.store.release(place.path());
			}
			throw ex;
		}
		this.uploads.put(upload.path(), upload);
		return register(upload);
	}

	/**
	 * A file cannot be moved to another file system in one step.
	 */
	private void requireStagingDevice(Place place) throws IOException {
		Object device = place.folder().read().device();
		Object staging = this.store.requireStaging(place.path()).device();
		if (device != null && staging != null && !device.equals(staging)) {
			throw Failures.crossesDevices(place.path());
		}
	}

	private void forget(Upload upload) {
		this.uploads.remove(upload.path(), upload);
		this.files.remove(upload);
	}

	private SftpFile openToWriteInPlace(Place place, SftpAttributes attributes, boolean append, boolean truncate,
			boolean exclusive) throws IOException {
		if (place.facts() == null) {
			create(place, attributes, exclusive);
		}
		Place created = new Place(place.folder(), place.owned(), place.name(), place.path(),
				place.folder().look(place.name()), false);
		OpenFile file = openInPlace(created, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE), append);
		if (truncate) {
			try {
				file.resize(0);
			}
			catch (IOException | RuntimeException ex) {
				file.close();
				throw ex;
			}
		}
		return file;
	}

	private void create(Place place, SftpAttributes attributes, boolean exclusive) throws IOException {
		Integer asked = attributes.permissions();
		int permissions = this.store.permissions((asked != null) ? asked : DEFAULT_FILE);
		this.store.withNames(() -> {
			if (!exclusive && exists(place)) {
				return;
			}
			this.store.usage().addFile(place.path());
			try {
				place.folder()
					.open(place.name(), Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), permissions)
					.close();
			}
			catch (IOException | RuntimeException ex) {
				this.store.usage().removeFile();
				throw ex;
			}
			place.folder().setPermissions(place.name(), permissions);
		});
	}

	private <T extends SftpFile> T register(T file) throws IOException {
		this.files.add(file);
		if (this.closed) {
			// the session has ended meanwhile, and closes it no more
			file.close();
		}
		return file;
	}

	@Override
	public SftpDirectory openDirectory(String path) throws IOException {
		return Failures.translate(path, () -> {
			try (Place place = this.store.walk(path, true)) {
				if (!place.requireFacts().attributes().isDirectory()) {
					throw new NotDirectoryException(path);
				}
				Folder folder = place.isRoot() ? place.folder().reopen() : place.folder().open(place.name());
				try {
					return new Listing(this.store, folder, place.path());
				}
				catch (IOException | RuntimeException ex) {
					folder.close();
					throw ex;
				}
			}
		});
	}

	@Override
	public SftpAttributes readAttributes(String path, boolean followLinks) throws IOException {
		return Failures.translate(path, () -> {
			try (Place place = this.store.walk(path, followLinks)) {
				Upload upload = (place.facts() == null) ? this.uploads.get(place.path()) : null;
				return (upload != null) ? upload.readAttributes() : readAttributes(place);
			}
		});
	}

	private static SftpAttributes readAttributes(Place place) throws IOException {
		Facts facts = place.requireFacts();
		return place.isRoot() ? facts.attributes() : place.folder().read(place.name()).attributes();
	}

	@Override
	public void setAttributes(String path, SftpAttributes changes, boolean followLinks) throws IOException {
		Failures.translate(path, () -> {
			this.store.requireStaging(path);
			try (Place place = this.store.walk(path, followLinks)) {
				Upload upload = this.uploads.get(place.path());
				if (upload != null) {
					upload.setAttributes(changes);
				}
				else {
					setAttributes(place, changes);
				}
			}
		});
	}

	private void setAttributes(Place place, SftpAttributes changes) throws IOException {
		SftpAttributes current = readAttributes(place);
		Changes.requireSameOwner(place.path(), changes, current);
		if (!current.isRegularFile() && !current.isDirectory()) {
			throw Failures.unsupported(place.path(), "changing it is");
		}
		if (changes.size() != null) {
			resize(place, changes.size());
		}
		if (changes.permissions() != null) {
			int permissions = this.store.permissions(changes.permissions());
			if (place.isRoot()) {
				place.folder().setPermissions(permissions);
			}
			else {
				place.folder().setPermissions(place.name(), permissions);
			}
		}
		if (Changes.hasTimes(changes)) {
			if (place.isRoot()) {
				place.folder().setTimes(changes.lastModified(), changes.lastAccess());
			}
			else {
				place.folder().setTimes(place.name(), changes.lastModified(), changes.lastAccess());
			}
		}
	}

	private void resize(Place place, long size) throws IOException {
		if (!place.requireFacts().attributes().isRegularFile()) {
			throw new SftpFileSystemException(Kind.IS_DIRECTORY, place.path(), "it is a directory");
		}
		Place borrowed = new Place(place.folder(), false, place.name(), place.path(), place.facts(), false);
		if (!place.folder().writesInPlace()) {
			throw Failures.unsupported(place.path(), "changing the size is");
		}
		try (OpenFile file = openInPlace(borrowed, Set.of(StandardOpenOption.WRITE), false)) {
			file.resize(size);
		}
	}

	@Override
	public void createDirectory(String path, SftpAttributes attributes) throws IOException {
		Failures.translate(path, () -> {
			Staging staging = this.store.requireStaging(path);
			Integer asked = attributes.permissions();
			int permissions = this.store.permissions((asked != null) ? asked : DEFAULT_DIRECTORY);
			create(path, (place) -> place.folder()
				.createDirectory(place.name(), permissions, staging.folder(), staging.newName()));
		});
	}

	@Override
	public void createSymbolicLink(String link, String target) throws IOException {
		Failures.translate(link, () -> {
			Staging staging = this.store.requireStaging(link);
			requireLinks(link);
			create(link, (place) -> {
				requireAllowed(place);
				place.folder()
					.createSymbolicLink(place.name(), LinkTargets.toStored(place.path(), target), staging.folder(),
							staging.newName());
			});
		});
	}

	@Override
	public void createLink(String link, String existing) throws IOException {
		Failures.translate(link, existing, () -> {
			Staging staging = this.store.requireStaging(link);
			requireLinks(link);
			try (Place file = this.store.walk(existing, false)) {
				SftpAttributes attributes = file.requireEntry().attributes();
				if (!attributes.isRegularFile()) {
					throw new AccessDeniedException(existing);
				}
				create(link, (place) -> {
					requireAllowed(place);
					place.folder()
						.createLink(place.name(), file.folder(), file.name(), staging.folder(), staging.newName());
				});
			}
		});
	}

	private void requireLinks(String path) throws IOException {
		if (this.store.settings().links() != SftpLinks.CREATE) {
			throw Failures.unsupported(path, "creating links is");
		}
	}

	private void requireAllowed(Place place) throws IOException {
		if (!this.store.rules().isFileAllowed(place.path())) {
			throw new AccessDeniedException(place.path(), null, "the name is not allowed");
		}
	}

	private void create(String path, Creation creation) throws IOException {
		try (Place place = this.store.walk(path, false)) {
			place.requireCreatable();
			this.store.withNames(() -> {
				if (exists(place)) {
					throw new FileAlreadyExistsException(path);
				}
				this.store.usage().addFile(path);
				try {
					creation.create(place);
				}
				catch (IOException | RuntimeException ex) {
					this.store.usage().removeFile();
					throw ex;
				}
			});
		}
	}

	private static boolean exists(Place place) throws IOException {
		try {
			place.folder().look(place.name());
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	@Override
	public void deleteFile(String path) throws IOException {
		Failures.translate(path, () -> {
			this.store.requireStaging(path);
			try (Place place = this.store.walk(path, false)) {
				Upload upload = (place.facts() == null) ? this.uploads.get(place.path()) : null;
				if (upload != null) {
					upload.delete();
					return;
				}
				if (place.requireEntry().attributes().isDirectory()) {
					throw new SftpFileSystemException(Kind.IS_DIRECTORY, path, "it is a directory");
				}
				this.store.withNames(() -> {
					Facts deleted = this.store.look(place);
					place.folder().deleteFile(place.name());
					this.store.usage().remove(deleted);
				});
			}
		});
	}

	@Override
	public void deleteDirectory(String path) throws IOException {
		Failures.translate(path, () -> {
			this.store.requireStaging(path);
			try (Place place = this.store.walk(path, false)) {
				if (!place.requireEntry().attributes().isDirectory()) {
					throw new NotDirectoryException(path);
				}
				this.store.withNames(() -> {
					place.folder().deleteDirectory(place.name());
					this.store.usage().removeFile();
				});
			}
		});
	}

	@Override
	public void rename(String from, String to, boolean replace) throws IOException {
		Failures.translate(from, to, () -> {
			this.store.requireStaging(from);
			try (Place source = this.store.walk(from, false); Place target = this.store.walk(to, false)) {
				SftpAttributes moved = source.requireEntry().attributes();
				target.requireCreatable();
				if (moved.isDirectory() && this.store.rules().arePaths()) {
					throw new AccessDeniedException(source.path(), null,
							"directories are not renamed where patterns are for paths");
				}
				if (!moved.isDirectory() && !this.store.rules().isFileAllowed(target.path())) {
					throw new AccessDeniedException(target.path(), null, "the name is not allowed");
				}
				this.store.withNames(() -> rename(source, target, replace));
			}
		});
	}

	private void rename(Place source, Place target, boolean replace) throws IOException {
		Facts moved = source.folder().look(source.name());
		Facts replaced = exists(target) ? this.store.look(target) : null;
		if (replaced != null && !replace) {
			throw new FileAlreadyExistsException(target.path());
		}
		if (replaced != null && replaced.key() != null && replaced.isSameFile(moved)) {
			return;
		}
		if (replaced != null && replaced.attributes().isDirectory() != moved.attributes().isDirectory()) {
			throw replaced.attributes().isDirectory()
					? new SftpFileSystemException(Kind.IS_DIRECTORY, target.path(), "it is a directory")
					: new NotDirectoryException(target.path());
		}
		source.folder().move(source.name(), target.folder(), target.name());
		if (replaced != null) {
			this.store.usage().remove(replaced);
		}
	}

	@Override
	public String readSymbolicLink(String path) throws IOException {
		return Failures.translate(path, () -> {
			if (this.store.settings().links() == SftpLinks.REFUSE) {
				throw Failures.unsupported(path, "reading links is");
			}
			try (Place place = this.store.walk(path, false)) {
				if (!place.requireEntry().attributes().isSymbolicLink()) {
					throw new NotLinkException(path);
				}
				String target = place.folder().readSymbolicLink(place.name());
				if (LinkTargets.leadsOutside(place.path(), target) && !isFound(target)) {
					throw new NoSuchFileException(path);
				}
				return target;
			}
		});
	}

	/**
	 * An absolute target is told only if it is a path of the user's: others tell how the
	 * disk is laid out.
	 */
	private boolean isFound(String target) {
		if (!target.startsWith("/")) {
			return false;
		}
		try (Place place = this.store.walk(target, true)) {
			return place.facts() != null;
		}
		catch (IOException | InvalidPathException ex) {
			return false;
		}
	}

	@Override
	public String canonicalize(String path) throws IOException {
		return Failures.translate(path, () -> {
			try (Place place = this.store.walk(path, true)) {
				// what a link holds that leads nowhere may be a path of the disk
				return (place.facts() != null) ? place.path() : path;
			}
		});
	}

	@Override
	public SftpSpace getSpace(String path) throws IOException {
		return Failures.translate(path, () -> {
			try (Place place = this.store.walk(path, true)) {
				place.requireFacts();
				return this.store.space();
			}
		});
	}

	@Override
	public @Nullable Path getRealPath(String path) {
		try {
			Path root = this.store.root().path();
			return path.equals("/") ? root : root.resolve(path.substring(1));
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try {
			Failures.closeAll(this.files);
		}
		finally {
			this.whenClosed.run();
		}
	}

	/**
	 * Creates an entry at a place where there is none.
	 */
	private interface Creation {

		void create(Place place) throws IOException;

	}

}
