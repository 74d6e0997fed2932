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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What a handle of a client stands for.
 */
sealed interface OpenHandle extends Closeable {

	/**
	 * Return the path that was opened.
	 */
	String path();

	/**
	 * Close what is open because the client has closed the handle in order.
	 */
	void complete() throws IOException;

	/**
	 * An open file.
	 */
	final class OfFile implements OpenHandle {

		private static final int SEEK_BUFFER = 16 * 1024;

		private final String path;

		private final SftpFile file;

		private final boolean text;

		private long position;

		/**
		 * Create a new handle.
		 * @param path the path
		 * @param file the file
		 * @param text whether offsets are ignored, as of a text
		 */
		OfFile(String path, SftpFile file, boolean text) {
			this.path = path;
			this.file = file;
			this.text = text;
		}

		@Override
		public String path() {
			return this.path;
		}

		SftpFile file() {
			return this.file;
		}

		int read(ByteBuffer target, long offset) throws IOException {
			int count = this.file.read(target, this.text ? this.position : offset);
			this.position += Math.max(0, count);
			return count;
		}

		void write(ByteBuffer source, long offset) throws IOException {
			int count = source.remaining();
			this.file.write(source, this.text ? this.position : offset);
			this.position += count;
		}

		/**
		 * Go to a line, the first of which is 0.
		 * @return whether there is one
		 */
		boolean seekLine(long line) throws IOException {
			ByteBuffer buffer = ByteBuffer.allocate(SEEK_BUFFER);
			long offset = 0;
			long remaining = line;
			while (remaining > 0) {
				if (this.file.read(buffer.clear(), offset) <= 0) {
					return false;
				}
				buffer.flip();
				while (remaining > 0 && buffer.hasRemaining()) {
					offset++;
					if (buffer.get() == '\n') {
						remaining--;
					}
				}
			}
			this.position = offset;
			return true;
		}

		@Override
		public void complete() throws IOException {
			this.file.commit();
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

	/**
	 * A directory that is being listed. The list begins with the directory itself and the
	 * one above it.
	 */
	final class OfDirectory implements OpenHandle {

		private final String path;

		private final SftpDirectory directory;

		private final SftpFileSystem fileSystem;

		private int dots;

		OfDirectory(String path, SftpDirectory directory, SftpFileSystem fileSystem) {
			this.path = path;
			this.directory = directory;
			this.fileSystem = fileSystem;
		}

		@Override
		public String path() {
			return this.path;
		}

		@Nullable SftpEntry next() throws IOException {
			return switch (this.dots) {
				case 0 -> dots(".", this.path);
				case 1 -> dots("..", VirtualPaths.parent(this.path));
				default -> this.directory.next();
			};
		}

		private SftpEntry dots(String name, String path) throws IOException {
			this.dots++;
			return new SftpEntry(name, this.fileSystem.readAttributes(path, true));
		}

		@Override
		public void complete() throws IOException {
			this.directory.close();
		}

		@Override
		public void close() throws IOException {
			this.directory.close();
		}

	}

}
