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
package io.github.sshboot.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.sshboot.client.transfer.PosixModes;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Does by {@link SftpOperations} what {@link java.nio.file.Files} asks for.
 */
final class RemoteFileSystemProvider extends FileSystemProvider {

	private static final String PERMISSIONS = "posix:permissions";

	private final DefaultSftpOperations operations;

	RemoteFileSystemProvider(DefaultSftpOperations operations) {
		this.operations = operations;
	}

	@Override
	public String getScheme() {
		return "sftp";
	}

	@Override
	public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
		throw new UnsupportedOperationException("It is made by SftpOperations");
	}

	@Override
	public FileSystem getFileSystem(URI uri) {
		throw new UnsupportedOperationException("It is made by SftpOperations");
	}

	@Override
	public Path getPath(URI uri) {
		throw new UnsupportedOperationException("Paths come from their file system");
	}

	@Override
	public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
			FileAttribute<?>... attributes) throws IOException {
		SftpAttributes first = firstAttributes(attributes);
		checkAbsentIfNew(path, options);
		return call(path, (remote) -> this.operations.open(remote, options, first));
	}

	private static SftpAttributes firstAttributes(FileAttribute<?>... attributes) {
		SftpAttributes.Builder builder = SftpAttributes.builder();
		for (FileAttribute<?> attribute : attributes) {
			if (!attribute.name().equals(PERMISSIONS)) {
				throw new UnsupportedOperationException("'%s' cannot be set".formatted(attribute.name()));
			}
			builder.permissions(PosixModes.mode(permissions(attribute.value())));
		}
		return builder.build();
	}

	@Override
	public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
		for (OpenOption option : options) {
			if (option != StandardOpenOption.READ) {
				throw new UnsupportedOperationException("'%s' is not for an input stream".formatted(option));
			}
		}
		return call(path, this.operations::read);
	}

	@Override
	public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
		checkAbsentIfNew(path, List.of(options));
		return call(path, (remote) -> this.operations.write(remote, options));
	}

	@Override
	public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
			throws IOException {
		if (!attributes(directory, true).isDirectory()) {
			throw new NotDirectoryException(directory.toString());
		}
		List<Path> entries = new ArrayList<>();
		AtomicBoolean taken = new AtomicBoolean();
		for (RemoteFile file : call(directory, this.operations::list)) {
			Path entry = directory.resolve(file.name());
			if (filter.accept(entry)) {
				entries.add(entry);
			}
		}
		return new DirectoryStream<>() {

			@Override
			public Iterator<Path> iterator() {
				if (taken.getAndSet(true)) {
					throw new IllegalStateException("The entries can be gone through once, until the stream is closed");
				}
				return entries.iterator();
			}

			@Override
			public void close() {
				taken.set(true);
			}

		};
	}

	@Override
	public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
		SftpAttributes first = firstAttributes(attributes);
		checkAbsent(directory);
		run(directory, (remote) -> this.operations.mkdir(remote, first));
	}

	@Override
	public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
		if (attributes.length > 0) {
			throw new UnsupportedOperationException("Links have no attributes");
		}
		checkAbsent(link);
		run(link, (remote) -> this.operations.symlink(remote, target.toString()));
	}

	@Override
	public void createLink(Path link, Path existing) throws IOException {
		checkAbsent(link);
		run(link, (remote) -> this.operations.link(remote, remote(existing).remote()));
	}

	@Override
	public Path readSymbolicLink(Path link) throws IOException {
		if (!attributes(link, false).isSymbolicLink()) {
			throw new NotLinkException(link.toString());
		}
		return remote(link).getFileSystem().getPath(call(link, this.operations::readLink));
	}

	@Override
	public void delete(Path path) throws IOException {
		try {
			run(path, this.operations::delete);
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			throw ex;
		}
		catch (FileSystemException ex) {
			if (attributes(path, false).isDirectory() && !call(path, this.operations::list).isEmpty()) {
				throw (IOException) new DirectoryNotEmptyException(path.toString()).initCause(ex);
			}
			throw ex;
		}
	}

	@Override
	public void copy(Path source, Path target, CopyOption... options) throws IOException {
		Set<CopyOption> how = options(StandardCopyOption.COPY_ATTRIBUTES, options);
		SftpAttributes attributes = attributes(source, !how.contains(LinkOption.NOFOLLOW_LINKS));
		if (isSame(source, target)) {
			return;
		}
		if (how.contains(StandardCopyOption.REPLACE_EXISTING)) {
			deleteIfExists(target);
		}
		else {
			checkAbsent(target);
		}
		if (attributes.isSymbolicLink()) {
			createSymbolicLink(target, readSymbolicLink(source));
			return;
		}
		if (attributes.isDirectory()) {
			run(target, this.operations::mkdir);
		}
		else {
			run(target, (remote) -> this.operations.copy(remote(source).remote(), remote));
		}
		if (how.contains(StandardCopyOption.COPY_ATTRIBUTES)) {
			run(target, (remote) -> this.operations.setAttributes(remote, copied(attributes)));
		}
	}

	private static SftpAttributes copied(SftpAttributes attributes) {
		Integer permissions = attributes.permissions();
		return SftpAttributes.builder()
			.permissions((permissions != null) ? PosixModes.mode(PosixModes.permissions(permissions)) : null)
			.lastModified(attributes.lastModified())
			.lastAccess(attributes.lastAccess())
			.build();
	}

	@Override
	public void move(Path source, Path target, CopyOption... options) throws IOException {
		Set<CopyOption> how = options(StandardCopyOption.ATOMIC_MOVE, options);
		attributes(source, false);
		if (isSame(source, target)) {
			return;
		}
		if (!how.contains(StandardCopyOption.ATOMIC_MOVE) && exists(target)) {
			if (!how.contains(StandardCopyOption.REPLACE_EXISTING)) {
				throw new FileAlreadyExistsException(target.toString());
			}
			// what takes the place of a file does so in one step
			if (attributes(target, false).isDirectory()) {
				delete(target);
			}
		}
		run(target, (remote) -> this.operations.rename(remote(source).remote(), remote));
	}

	private static Set<CopyOption> options(CopyOption own, CopyOption... options) {
		for (CopyOption option : options) {
			if (option != own && option != StandardCopyOption.REPLACE_EXISTING && option != LinkOption.NOFOLLOW_LINKS) {
				throw new UnsupportedOperationException("'%s' is not supported".formatted(option));
			}
		}
		return new HashSet<>(Arrays.asList(options));
	}

	private boolean isSame(Path source, Path target) throws IOException {
		try {
			return isSameFile(source, target);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private void checkAbsentIfNew(Path path, Collection<? extends OpenOption> options) throws IOException {
		if (options.contains(StandardOpenOption.CREATE_NEW)) {
			checkAbsent(path);
		}
	}

	/**
	 * Servers say of what is there already no more than of other failures.
	 */
	private void checkAbsent(Path path) throws IOException {
		if (exists(path)) {
			throw new FileAlreadyExistsException(path.toString());
		}
	}

	private boolean exists(Path path) throws IOException {
		try {
			attributes(path, false);
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	@Override
	public boolean isSameFile(Path path, Path other) throws IOException {
		return path.equals(other)
				|| other.getFileSystem() == path.getFileSystem() && path.toRealPath().equals(other.toRealPath());
	}

	RemotePath toRealPath(RemotePath path, LinkOption... options) throws IOException {
		if (Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS)) {
			attributes(path, false);
			return path.toAbsolutePath().normalize();
		}
		attributes(path, true);
		return path.getFileSystem().getPath(call(path, this.operations::realPath));
	}

	@Override
	public boolean isHidden(Path path) {
		Path name = path.getFileName();
		return name != null && name.toString().startsWith(".");
	}

	@Override
	public FileStore getFileStore(Path path) throws IOException {
		return new RemoteFileStore(path, () -> call(path, this.operations::statvfs));
	}

	@Override
	public void checkAccess(Path path, AccessMode... modes) throws IOException {
		// what the user may do is for the server to say, when it is done
		attributes(path, true);
	}

	@Override
	public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
			LinkOption... options) {
		View view = new View(path, !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS));
		return type.isInstance(view) ? type.cast(view) : null;
	}

	@Override
	public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
			throws IOException {
		if (!type.isAssignableFrom(RemoteFileAttributes.class)) {
			throw new UnsupportedOperationException(type.getName());
		}
		return type.cast(new RemoteFileAttributes(
				attributes(path, !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS))));
	}

	@Override
	public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
		PosixFileAttributes read = readAttributes(path, PosixFileAttributes.class, options);
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("size", read.size());
		all.put("lastModifiedTime", read.lastModifiedTime());
		all.put("lastAccessTime", read.lastAccessTime());
		all.put("creationTime", read.creationTime());
		all.put("isRegularFile", read.isRegularFile());
		all.put("isDirectory", read.isDirectory());
		all.put("isSymbolicLink", read.isSymbolicLink());
		all.put("isOther", read.isOther());
		if (view(attributes).equals("posix")) {
			all.put("permissions", read.permissions());
			all.put("owner", read.owner());
			all.put("group", read.group());
		}
		String names = attributes.substring(attributes.indexOf(':') + 1);
		if (!names.equals("*")) {
			List<String> wanted = List.of(names.split(","));
			if (!all.keySet().containsAll(wanted)) {
				throw new IllegalArgumentException("'%s' is not among %s".formatted(attributes, all.keySet()));
			}
			all.keySet().retainAll(wanted);
		}
		return all;
	}

	private static String view(String attributes) {
		int colon = attributes.indexOf(':');
		String view = (colon < 0) ? "basic" : attributes.substring(0, colon);
		if (!view.equals("basic") && !view.equals("posix")) {
			throw new UnsupportedOperationException("The view '%s' is not supported".formatted(view));
		}
		return view;
	}

	@Override
	public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
		view(attribute);
		View view = new View(path, !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS));
		switch (attribute.substring(attribute.indexOf(':') + 1)) {
			case "lastModifiedTime" -> view.setTimes((FileTime) value, null, null);
			case "lastAccessTime" -> view.setTimes(null, (FileTime) value, null);
			case "permissions" -> view.setPermissions(permissions(value));
			default -> throw new UnsupportedOperationException("'%s' cannot be set".formatted(attribute));
		}
	}

	@SuppressWarnings("unchecked")
	private static Set<PosixFilePermission> permissions(Object value) {
		return (Set<PosixFilePermission>) value;
	}

	private SftpAttributes attributes(Path path, boolean followLinks) throws IOException {
		return call(path, followLinks ? this.operations::stat : this.operations::lstat);
	}

	private static RemotePath remote(Path path) {
		if (!(path instanceof RemotePath remote)) {
			throw new ProviderMismatchException("%s is not a path of this file system".formatted(path));
		}
		if (!remote.getFileSystem().isOpen()) {
			throw new ClosedFileSystemException();
		}
		return remote;
	}

	private void run(Path path, Order order) throws IOException {
		call(path, (remote) -> {
			order.run(remote);
			return true;
		});
	}

	private <T> T call(Path path, Call<T> call) throws IOException {
		String remote = remote(path).remote();
		try {
			return call.run(remote);
		}
		catch (SftpException ex) {
			throw (IOException) failure(path.toString(), ex).initCause(ex);
		}
		catch (SshException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	private static FileSystemException failure(String path, SftpException ex) {
		StatusCode status = ex.getStatus();
		return switch (status) {
			case NO_SUCH_FILE -> new NoSuchFileException(path);
			case PERMISSION_DENIED -> new AccessDeniedException(path);
			default -> new FileSystemException(path, null, ex.getMessage());
		};
	}

	@FunctionalInterface
	private interface Call<T> {

		T run(String path);

	}

	@FunctionalInterface
	private interface Order {

		void run(String path);

	}

	/**
	 * The attributes of a file.
	 */
	private final class View implements PosixFileAttributeView {

		private final Path path;

		private final boolean followLinks;

		private View(Path path, boolean followLinks) {
			this.path = path;
			this.followLinks = followLinks;
		}

		@Override
		public String name() {
			return "posix";
		}

		@Override
		public PosixFileAttributes readAttributes() throws IOException {
			return new RemoteFileAttributes(attributes(this.path, this.followLinks));
		}

		@Override
		public void setTimes(@Nullable FileTime lastModified, @Nullable FileTime lastAccess, @Nullable FileTime created)
				throws IOException {
			BasicFileAttributes known = readAttributes();
			FileTime modified = (lastModified != null) ? lastModified : known.lastModifiedTime();
			FileTime accessed = (lastAccess != null) ? lastAccess : known.lastAccessTime();
			change(SftpAttributes.builder().lastModified(modified.toInstant()).lastAccess(accessed.toInstant()));
		}

		@Override
		public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
			change(SftpAttributes.builder().permissions(PosixModes.mode(permissions)));
		}

		private void change(SftpAttributes.Builder changes) throws IOException {
			if (!this.followLinks) {
				throw new UnsupportedOperationException("Attributes of links cannot be changed");
			}
			run(this.path, (remote) -> RemoteFileSystemProvider.this.operations.setAttributes(remote, changes.build()));
		}

		@Override
		public void setGroup(GroupPrincipal group) {
			throw new UnsupportedOperationException("Groups are known by their numbers only");
		}

		@Override
		public UserPrincipal getOwner() throws IOException {
			return readAttributes().owner();
		}

		@Override
		public void setOwner(UserPrincipal owner) {
			throw new UnsupportedOperationException("Users are known by their numbers only");
		}

	}

}
