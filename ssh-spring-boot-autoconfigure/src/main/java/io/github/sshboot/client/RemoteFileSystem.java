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

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Set;

import org.apache.sshd.common.file.util.BaseFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The files of a host as a {@link FileSystem}. Closing it ends its use; the channels are
 * those of the operations.
 */
final class RemoteFileSystem extends BaseFileSystem<RemotePath> {

	private final DefaultSftpOperations operations;

	private final RemotePath defaultDirectory;

	private volatile boolean closed;

	RemoteFileSystem(DefaultSftpOperations operations) {
		super(new RemoteFileSystemProvider(operations));
		this.operations = operations;
		this.defaultDirectory = getPath(operations.realPath("."));
	}

	@Override
	public RemotePath getDefaultDir() {
		return this.defaultDirectory;
	}

	@Override
	protected RemotePath create(@Nullable String root, List<String> names) {
		return new RemotePath(this, root, names);
	}

	@Override
	protected boolean hostFsHasWindowsSeparator() {
		// the paths are those of the server
		return false;
	}

	@Override
	public PathMatcher getPathMatcher(String syntaxAndPattern) {
		PathMatcher matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
		return (path) -> {
			try {
				return matcher.matches(Path.of(path.toString()));
			}
			catch (InvalidPathException ex) {
				return false;
			}
		};
	}

	@Override
	public Set<String> supportedFileAttributeViews() {
		return Set.of("basic", "posix");
	}

	@Override
	public UserPrincipalLookupService getUserPrincipalLookupService() {
		throw new UnsupportedOperationException("Users are known by their numbers only");
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
	}

	@Override
	public String toString() {
		return "FileSystem[%s]".formatted(this.operations);
	}

}
