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
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.sftp.SftpRootProvider;
import io.github.sshboot.transport.SshConnectionInfo;

/**
 * A directory for each user, or one for all. Directories that are missing are created
 * with the permissions 0700. Links are followed in what leads to the part that has the
 * user in it, but neither there nor below.
 *
 * @since 0.1.0
 */
public final class UserDirectories implements SftpRootProvider {

	private static final String USER = "{user}";

	private static final int PRIVATE = 0700;

	/**
	 * Names that are one component on any system and that no terminal or log stumbles
	 * over.
	 */
	private static final Pattern SAFE_NAME = Pattern.compile("[\\p{L}\\p{N}_@][\\p{L}\\p{M}\\p{N}._@+=-]{0,254}");

	private final Path base;

	private final List<String> below;

	/**
	 * Create new {@link UserDirectories}.
	 * @param root the path of the directories, with {@code {user}} for the user name; it
	 * may be part of a component, and there may be none
	 * @param writable whether the directories must be writable
	 * @throws SftpRootException if what is the same for all users cannot be created or
	 * used
	 */
	public UserDirectories(String root, boolean writable) {
		List<String> below = new ArrayList<>();
		Path path = Path.of(root).toAbsolutePath().normalize();
		Path base = path.getRoot();
		for (Path component : path) {
			if (!below.isEmpty() || component.toString().contains(USER)) {
				below.add(component.toString());
			}
			else {
				base = base.resolve(component);
			}
		}
		this.below = List.copyOf(below);
		this.base = open(base, root);
		if (writable && !Files.isWritable(this.base) && getExisting().isEmpty()) {
			throw new SftpRootException(root, "'%s' is not writable".formatted(this.base), null);
		}
	}

	private static Path open(Path base, String root) {
		try {
			createDirectories(base);
			return base.toRealPath();
		}
		catch (IOException ex) {
			throw new SftpRootException(root, "'%s' cannot be created or read: %s".formatted(base, ex), ex);
		}
	}

	private static void createDirectories(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			Path parent = directory.getParent();
			if (parent != null) {
				createDirectories(parent);
			}
			create(directory);
			if (!Files.isDirectory(directory)) {
				throw new NotDirectoryException(directory.toString());
			}
		}
	}

	private static void create(Path directory) throws IOException {
		boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
		try {
			Files.createDirectory(directory,
					posix ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(Permissions.of(PRIVATE)) }
							: new FileAttribute<?>[0]);
		}
		catch (FileAlreadyExistsException ex) {
			// by another session of the same user
		}
	}

	@Override
	public Path getRoot(SshIdentity identity, SshConnectionInfo connection) throws IOException {
		return getRoot(identity.username());
	}

	Path getRoot(String user) throws IOException {
		Path directory = this.base;
		for (String component : this.below) {
			directory = directory.resolve(component.replace(USER, requireSafe(user)));
			if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
				create(directory);
			}
			if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
				throw new NotDirectoryException(directory.toString());
			}
		}
		return directory;
	}

	private static String requireSafe(String user) throws IOException {
		if (!SAFE_NAME.matcher(user).matches() || user.endsWith(".")
				|| !Normalizer.isNormalized(user, Normalizer.Form.NFC)) {
			throw new IOException("The user name cannot be the name of a directory");
		}
		return user;
	}

	/**
	 * Return the directories that there are by now. Those of users whose names could not
	 * be used are not among them.
	 * @return the directories
	 */
	public List<Path> getExisting() {
		if (this.below.isEmpty()) {
			return List.of(this.base);
		}
		List<Path> existing = new ArrayList<>();
		Pattern first = Pattern.compile(Pattern.quote(this.below.get(0)).replace(USER, "\\E(.+?)\\Q"));
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.base)) {
			for (Path entry : entries) {
				Matcher matcher = first.matcher(entry.getFileName().toString());
				if (matcher.matches() && SAFE_NAME.matcher(matcher.group(1)).matches()) {
					addExisting(matcher.group(1), existing);
				}
			}
		}
		catch (IOException ex) {
			return List.of();
		}
		return existing;
	}

	private void addExisting(String user, List<Path> existing) {
		Path directory = this.base;
		for (String component : this.below) {
			directory = directory.resolve(component.replace(USER, user));
			if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
				return;
			}
		}
		existing.add(directory);
	}

}
