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
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Files of which nothing can be changed ({@code internal-sftp -R}).
 */
final class ReadOnlyFileSystem implements SftpFileSystem {

	private final SftpFileSystem files;

	ReadOnlyFileSystem(SftpFileSystem files) {
		this.files = files;
	}

	@Override
	public SftpFile open(String path, Set<? extends OpenOption> options, SftpAttributes attributes) throws IOException {
		if (options.stream()
			.anyMatch((option) -> option instanceof StandardOpenOption && option != StandardOpenOption.READ)) {
			throw readOnly(path);
		}
		return new ReadOnlyFile(path, this.files.open(path, options, attributes));
	}

	@Override
	public SftpDirectory openDirectory(String path) throws IOException {
		return this.files.openDirectory(path);
	}

	@Override
	public SftpAttributes readAttributes(String path, boolean followLinks) throws IOException {
		return this.files.readAttributes(path, followLinks);
	}

	@Override
	public void setAttributes(String path, SftpAttributes changes, boolean followLinks) throws IOException {
		throw readOnly(path);
	}

	@Override
	public void createDirectory(String path, SftpAttributes attributes) throws IOException {
		throw readOnly(path);
	}

	@Override
	public void deleteFile(String path) throws IOException {
		throw readOnly(path);
	}

	@Override
	public void deleteDirectory(String path) throws IOException {
		throw readOnly(path);
	}

	@Override
	public void rename(String from, String to, boolean replace) throws IOException {
		throw readOnly(from);
	}

	@Override
	public void createSymbolicLink(String link, String target) throws IOException {
		throw readOnly(link);
	}

	@Override
	public void createLink(String link, String existing) throws IOException {
		throw readOnly(link);
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
		SftpSpace space = this.files.getSpace(path);
		return new SftpSpace(space.total(), space.free(), space.available(), space.totalFiles(), space.freeFiles(),
				true);
	}

	@Override
	public @Nullable Path getRealPath(String path) {
		return this.files.getRealPath(path);
	}

	@Override
	public void close() throws IOException {
		this.files.close();
	}

	private static SftpFileSystemException readOnly(String path) {
		return new SftpFileSystemException(Kind.READ_ONLY, path, "Nothing can be changed here");
	}

	/**
	 * A file that can be read.
	 */
	private static final class ReadOnlyFile extends FilterFile {

		private final String path;

		ReadOnlyFile(String path, SftpFile file) {
			super(file);
			this.path = path;
		}

		@Override
		public void setAttributes(SftpAttributes changes) throws IOException {
			throw readOnly(this.path);
		}

	}

}
