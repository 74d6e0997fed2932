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
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Folder} by its path, where a file system has no descriptors for directories,
 * as those on Windows and those in archives have not. Before each use, all directories up
 * to the root are looked at again: none may have become a link. A local process that
 * swaps a directory for a link right after that is not kept out.
 */
final class PathFolder implements Folder {

	private final Path path;

	private final @Nullable PathFolder parent;

	private final FactsReader facts;

	private final boolean posix;

	private @Nullable DirectoryStream<Path> listing;

	/**
	 * Create a new {@link PathFolder} for a root.
	 * @param path its path
	 */
	PathFolder(Path path) {
		this(path, null, new FactsReader(path.getFileSystem().supportedFileAttributeViews().contains("unix")),
				path.getFileSystem().supportedFileAttributeViews().contains("posix"));
	}

	private PathFolder(Path path, @Nullable PathFolder parent, FactsReader facts, boolean posix) {
		this.path = path;
		this.parent = parent;
		this.facts = facts;
		this.posix = posix;
	}

	/**
	 * Return the path of one clean component.
	 * @param path a path of the same file system
	 * @param name the component
	 * @return the path
	 * @throws InvalidPathException if it is none
	 */
	static Path component(Path path, String name) {
		Path component = path.getFileSystem().getPath(name);
		if (component.isAbsolute() || component.getNameCount() != 1 || !component.toString().equals(name)
				|| name.isEmpty() || name.equals(".") || name.equals("..")) {
			throw new InvalidPathException(name, "Not a name");
		}
		return component;
	}

	private Path resolve(String name) throws IOException {
		check();
		return this.path.resolve(component(this.path, name));
	}

	private void check() throws IOException {
		if (this.parent != null) {
			this.parent.check();
			if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
				throw new NotDirectoryException(this.path.toString());
			}
		}
	}

	@Override
	public Path path() {
		return this.path;
	}

	@Override
	public Facts read() throws IOException {
		check();
		return readFacts(this.path);
	}

	@Override
	public Facts read(String name) throws IOException {
		return readFacts(resolve(name));
	}

	@Override
	public Facts look(String name) throws IOException {
		return FactsReader.look(readAttributes(resolve(name)));
	}

	private Facts readFacts(Path file) throws IOException {
		return this.facts.read(readAttributes(file), file);
	}

	private BasicFileAttributes readAttributes(Path file) throws IOException {
		Class<? extends BasicFileAttributes> type = this.posix ? PosixFileAttributes.class : BasicFileAttributes.class;
		return Files.readAttributes(file, type, LinkOption.NOFOLLOW_LINKS);
	}

	@Override
	public Folder reopen() throws IOException {
		return new PathFolder(this.path, this.parent, this.facts, this.posix);
	}

	@Override
	public Folder open(String name) throws IOException {
		Path directory = resolve(name);
		if (!readAttributes(directory).isDirectory()) {
			throw new NotDirectoryException(name);
		}
		return new PathFolder(directory, this, this.facts, this.posix);
	}

	@Override
	public SeekableByteChannel open(String name, Set<? extends OpenOption> options, int permissions)
			throws IOException {
		Path file = resolve(name);
		if (!options.contains(StandardOpenOption.CREATE_NEW) && !readAttributes(file).isRegularFile()) {
			throw new AccessDeniedException(name);
		}
		Set<OpenOption> noFollow = new HashSet<>(options);
		if (file.getFileSystem().equals(FileSystems.getDefault())) {
			noFollow.add(LinkOption.NOFOLLOW_LINKS);
		}
		return Files.newByteChannel(file, noFollow, attributes(permissions));
	}

	@Override
	public void requireWritable(String name) throws IOException {
		if (writesInPlace()) {
			open(name, Set.of(StandardOpenOption.WRITE), 0).close();
		}
	}

	@Override
	public boolean writesInPlace() {
		return !this.path.getFileSystem().provider().getScheme().equals("jar");
	}

	@Override
	public Iterator<String> names() throws IOException {
		check();
		DirectoryStream<Path> stream = Files.newDirectoryStream(this.path);
		this.listing = stream;
		Iterator<Path> entries = stream.iterator();
		return new Iterator<>() {

			@Override
			public boolean hasNext() {
				return entries.hasNext();
			}

			@Override
			public String next() {
				return name(entries.next());
			}

		};
	}

	/**
	 * Directories of an archive have a separator at their end.
	 */
	private String name(Path entry) {
		String name = entry.getFileName().toString();
		String separator = entry.getFileSystem().getSeparator();
		return name.endsWith(separator) ? name.substring(0, name.length() - separator.length()) : name;
	}

	@Override
	public void createDirectory(String name, int permissions, Folder staging, String temporaryName) throws IOException {
		Path directory = resolve(name);
		Files.createDirectory(directory, attributes(permissions));
		setPermissions(directory, permissions);
	}

	@Override
	public void createSymbolicLink(String name, String target, Folder staging, String temporaryName)
			throws IOException {
		Files.createSymbolicLink(resolve(name), this.path.getFileSystem().getPath(target));
	}

	@Override
	public void createLink(String name, Folder from, String existing, Folder staging, String temporaryName)
			throws IOException {
		Files.createLink(resolve(name), ((PathFolder) from).resolve(existing));
	}

	@Override
	public String readSymbolicLink(String name) throws IOException {
		return Files.readSymbolicLink(resolve(name)).toString();
	}

	@Override
	public void setPermissions(String name, int permissions) throws IOException {
		setPermissions(resolve(name), permissions);
	}

	@Override
	public void setPermissions(int permissions) throws IOException {
		check();
		setPermissions(this.path, permissions);
	}

	private void setPermissions(Path file, int permissions) throws IOException {
		if (this.posix) {
			Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
				.setPermissions(Permissions.of(permissions));
		}
	}

	@Override
	public void setTimes(String name, @Nullable Instant lastModified, @Nullable Instant lastAccess) throws IOException {
		setTimes(resolve(name), lastModified, lastAccess);
	}

	@Override
	public void setTimes(@Nullable Instant lastModified, @Nullable Instant lastAccess) throws IOException {
		check();
		setTimes(this.path, lastModified, lastAccess);
	}

	private void setTimes(Path file, @Nullable Instant lastModified, @Nullable Instant lastAccess) throws IOException {
		Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
			.setTimes(SecureFolder.time(lastModified), SecureFolder.time(lastAccess), null);
	}

	@Override
	public void deleteFile(String name) throws IOException {
		Files.delete(resolve(name));
	}

	@Override
	public void deleteDirectory(String name) throws IOException {
		Files.delete(resolve(name));
	}

	@Override
	public void move(String name, Folder to, String newName) throws IOException {
		Path source = resolve(name);
		Path target = ((PathFolder) to).resolve(newName);
		if (source.getFileSystem().equals(FileSystems.getDefault())) {
			Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
		}
		else {
			Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	@Override
	public void sync() throws IOException {
		if (this.posix && this.path.getFileSystem().equals(FileSystems.getDefault())) {
			try (FileChannel directory = FileChannel.open(this.path, StandardOpenOption.READ)) {
				directory.force(true);
			}
		}
	}

	@Override
	public void close() throws IOException {
		if (this.listing != null) {
			this.listing.close();
		}
	}

	private FileAttribute<?>[] attributes(int permissions) {
		return this.posix ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(Permissions.of(permissions)) }
				: new FileAttribute<?>[0];
	}

}
