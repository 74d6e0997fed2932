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
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;

import io.github.sshboot.sftp.SftpSpace;
import org.jspecify.annotations.Nullable;

/**
 * The space where a file is ({@code statvfs@openssh.com}).
 */
final class RemoteFileStore extends FileStore {

	private final Path path;

	private final Question question;

	RemoteFileStore(Path path, Question question) {
		this.path = path;
		this.question = question;
	}

	@Override
	public String name() {
		return this.path.toString();
	}

	@Override
	public String type() {
		return "sftp";
	}

	@Override
	public boolean isReadOnly() {
		return false;
	}

	@Override
	public long getTotalSpace() throws IOException {
		return this.question.ask().total();
	}

	@Override
	public long getUsableSpace() throws IOException {
		return this.question.ask().available();
	}

	@Override
	public long getUnallocatedSpace() throws IOException {
		return this.question.ask().free();
	}

	@Override
	public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
		return type == BasicFileAttributeView.class || type == PosixFileAttributeView.class;
	}

	@Override
	public boolean supportsFileAttributeView(String name) {
		return this.path.getFileSystem().supportedFileAttributeViews().contains(name);
	}

	@Override
	public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
		return null;
	}

	@Override
	public Object getAttribute(String attribute) throws IOException {
		return switch (attribute) {
			case "totalSpace" -> getTotalSpace();
			case "usableSpace" -> getUsableSpace();
			case "unallocatedSpace" -> getUnallocatedSpace();
			default -> throw new UnsupportedOperationException("'%s' is not known".formatted(attribute));
		};
	}

	/**
	 * Asks the server.
	 */
	@FunctionalInterface
	interface Question {

		SftpSpace ask() throws IOException;

	}

}
