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
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Folder} by its descriptor: whoever renames or replaces directories meanwhile,
 * what is asked for happens in the one that was opened.
 * <p>
 * The JDK cannot create directories and links relative to a descriptor. They are created
 * by path in the staging directory, which users do not reach, and moved from there. It
 * opens directories and files without saying of what type they must be, so that is looked
 * at before, lest opening a FIFO waits for ever.
 */
final class SecureFolder implements Folder {

	private final SecureDirectoryStream<Path> stream;

	private final Path path;

	private final FactsReader facts;

	private final boolean posix;

	private SecureFolder(SecureDirectoryStream<Path> stream, Path path, FactsReader facts, boolean posix) {
		this.stream = stream;
		this.path = path;
		this.facts = facts;
		this.posix = posix;
	}

	/**
	 * Open a directory by path.
	 * @return the folder or {@code null} if the file system has no descriptors
	 */
	static @Nullable SecureFolder open(Path path) throws IOException {
		DirectoryStream<Path> stream = Files.newDirectoryStream(path);
		if (stream instanceof SecureDirectoryStream<Path> secure) {
			Set<String> views = path.getFileSystem().supportedFileAttributeViews();
			return new SecureFolder(secure, path, new FactsReader(views.contains("unix")), views.contains("posix"));
		}
		stream.close();
		return null;
	}

	@Override
	public Path path() {
		return this.path;
	}

	@Override
	public Facts read() throws IOException {
		BasicFileAttributeView view = this.posix ? this.stream.getFileAttributeView(PosixFileAttributeView.class)
				: this.stream.getFileAttributeView(BasicFileAttributeView.class);
		return this.facts.read(view.readAttributes(), this.path);
	}

	@Override
	public Facts read(String name) throws IOException {
		Path component = component(name);
		return this.facts.read(view(component).readAttributes(), this.path.resolve(component));
	}

	@Override
	public Facts look(String name) throws IOException {
		return FactsReader.look(view(component(name)).readAttributes());
	}

	@Override
	public Folder reopen() throws IOException {
		return new SecureFolder(openStream(this.path.getFileSystem().getPath(".")), this.path, this.facts, this.posix);
	}

	@Override
	public Folder open(String name) throws IOException {
		Path component = component(name);
		if (!view(component).readAttributes().isDirectory()) {
			throw new NotDirectoryException(name);
		}
		return new SecureFolder(openStream(component), this.path.resolve(component), this.facts, this.posix);
	}

	private SecureDirectoryStream<Path> openStream(Path component) throws IOException {
		return this.stream.newDirectoryStream(component, LinkOption.NOFOLLOW_LINKS);
	}

	@Override
	public SeekableByteChannel open(String name, Set<? extends OpenOption> options, int permissions)
			throws IOException {
		Path component = component(name);
		if (!options.contains(StandardOpenOption.CREATE_NEW) && !view(component).readAttributes().isRegularFile()) {
			throw new AccessDeniedException(name);
		}
		Set<OpenOption> noFollow = new HashSet<>(options);
		noFollow.add(LinkOption.NOFOLLOW_LINKS);
		return this.stream.newByteChannel(component, noFollow, attributes(permissions));
	}

	@Override
	public void requireWritable(String name) throws IOException {
		open(name, Set.of(StandardOpenOption.WRITE), 0).close();
	}

	@Override
	public boolean writesInPlace() {
		return true;
	}

	@Override
	public Iterator<String> names() {
		Iterator<Path> entries = this.stream.iterator();
		return new Iterator<>() {

			@Override
			public boolean hasNext() {
				return entries.hasNext();
			}

			@Override
			public String next() {
				return entries.next().getFileName().toString();
			}

		};
	}

	@Override
	public void createDirectory(String name, int permissions, Folder staging, String temporaryName) throws IOException {
		Files.createDirectory(staging.path().resolve(temporaryName), attributes(0700));
		moveIn(name, staging, temporaryName, () -> {
			if (!staging.look(temporaryName).attributes().isDirectory()) {
				throw new AccessDeniedException(name);
			}
			staging.setPermissions(temporaryName, permissions);
		});
	}

	@Override
	public void createSymbolicLink(String name, String target, Folder staging, String temporaryName)
			throws IOException {
		Files.createSymbolicLink(staging.path().resolve(temporaryName), this.path.getFileSystem().getPath(target));
		moveIn(name, staging, temporaryName, () -> staging.look(temporaryName));
	}

	@Override
	public void createLink(String name, Folder from, String existing, Folder staging, String temporaryName)
			throws IOException {
		Facts expected = from.look(existing);
		Files.createLink(staging.path().resolve(temporaryName), from.path().resolve(component(existing)));
		moveIn(name, staging, temporaryName, () -> {
			if (!staging.look(temporaryName).isSameFile(expected)) {
				throw new NoSuchFileException(existing);
			}
		});
	}

	private void moveIn(String name, Folder staging, String temporaryName, Check check) throws IOException {
		try {
			check.run();
			staging.move(temporaryName, this, name);
		}
		catch (IOException | RuntimeException ex) {
			Files.deleteIfExists(staging.path().resolve(temporaryName));
			throw ex;
		}
	}

	@Override
	public String readSymbolicLink(String name) throws IOException {
		Path component = component(name);
		Facts expected = look(name);
		if (!expected.attributes().isSymbolicLink()) {
			throw new NotLinkException(name);
		}
		Path link = this.path.resolve(component);
		Path target = Files.readSymbolicLink(link);
		Object key = Files.readAttributes(link, "fileKey", LinkOption.NOFOLLOW_LINKS).get("fileKey");
		if (expected.key() == null || !expected.key().equals(key)) {
			throw new NoSuchFileException(name);
		}
		return target.toString();
	}

	@Override
	public void setPermissions(String name, int permissions) throws IOException {
		if (this.posix) {
			this.stream.getFileAttributeView(component(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
				.setPermissions(Permissions.of(permissions));
		}
	}

	@Override
	public void setPermissions(int permissions) throws IOException {
		if (this.posix) {
			this.stream.getFileAttributeView(PosixFileAttributeView.class).setPermissions(Permissions.of(permissions));
		}
	}

	@Override
	public void setTimes(String name, @Nullable Instant lastModified, @Nullable Instant lastAccess) throws IOException {
		view(component(name)).setTimes(time(lastModified), time(lastAccess), null);
	}

	@Override
	public void setTimes(@Nullable Instant lastModified, @Nullable Instant lastAccess) throws IOException {
		this.stream.getFileAttributeView(BasicFileAttributeView.class)
			.setTimes(time(lastModified), time(lastAccess), null);
	}

	@Override
	public void deleteFile(String name) throws IOException {
		this.stream.deleteFile(component(name));
	}

	@Override
	public void deleteDirectory(String name) throws IOException {
		this.stream.deleteDirectory(component(name));
	}

	@Override
	public void move(String name, Folder to, String newName) throws IOException {
		this.stream.move(component(name), ((SecureFolder) to).stream, component(newName));
	}

	@Override
	public void sync() throws IOException {
		Set<OpenOption> read = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
		try (SeekableByteChannel channel = this.stream.newByteChannel(this.path.getFileSystem().getPath("."), read)) {
			if (channel instanceof FileChannel directory) {
				directory.force(true);
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.stream.close();
	}

	private BasicFileAttributeView view(Path component) {
		Class<? extends BasicFileAttributeView> type = this.posix ? PosixFileAttributeView.class
				: BasicFileAttributeView.class;
		return this.stream.getFileAttributeView(component, type, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * The streams pass on what they are given, separators and parent steps too.
	 */
	private Path component(String name) {
		return PathFolder.component(this.path, name);
	}

	private FileAttribute<?>[] attributes(int permissions) {
		return this.posix ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(Permissions.of(permissions)) }
				: new FileAttribute<?>[0];
	}

	static @Nullable FileTime time(@Nullable Instant time) {
		return (time != null) ? FileTime.from(time) : null;
	}

	private interface Check {

		void run() throws IOException;

	}

}
