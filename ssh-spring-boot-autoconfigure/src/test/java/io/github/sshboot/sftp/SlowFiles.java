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
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.util.Set;

/**
 * Files whose disk does something before each read.
 */
final class SlowFiles implements SftpFileSystem {

	private final SftpFileSystem files;

	private final BeforeRead beforeRead;

	SlowFiles(SftpFileSystem files, BeforeRead beforeRead) {
		this.files = files;
		this.beforeRead = beforeRead;
	}

	@Override
	public SftpFile open(String path, Set<? extends OpenOption> options, SftpAttributes attributes) throws IOException {
		return new FilterFile(this.files.open(path, options, attributes)) {

			@Override
			public int read(ByteBuffer target, long position) throws IOException {
				try {
					SlowFiles.this.beforeRead.run();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new IOException(ex);
				}
				return super.read(target, position);
			}

		};
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
		this.files.setAttributes(path, changes, followLinks);
	}

	@Override
	public void createDirectory(String path, SftpAttributes attributes) throws IOException {
		this.files.createDirectory(path, attributes);
	}

	@Override
	public void deleteFile(String path) throws IOException {
		this.files.deleteFile(path);
	}

	@Override
	public void deleteDirectory(String path) throws IOException {
		this.files.deleteDirectory(path);
	}

	@Override
	public void rename(String from, String to, boolean replace) throws IOException {
		this.files.rename(from, to, replace);
	}

	@Override
	public void createSymbolicLink(String link, String target) throws IOException {
		this.files.createSymbolicLink(link, target);
	}

	@Override
	public void createLink(String link, String existing) throws IOException {
		this.files.createLink(link, existing);
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
	public void close() throws IOException {
		this.files.close();
	}

	/**
	 * What happens before a read.
	 */
	@FunctionalInterface
	interface BeforeRead {

		void run() throws InterruptedException;

	}

}
