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
import java.time.Duration;

/**
 * A file that is transferred.
 */
final class ObservedFile extends FilterFile {

	private final String path;

	private final ObservedFileSystem files;

	private final SftpFile file;

	private final FileContent content;

	private final long begin = System.nanoTime();

	private long transferred;

	private long size;

	private boolean upload;

	private boolean endReached;

	/**
	 * Create a new {@link ObservedFile}.
	 * @param path its path
	 * @param files where it is
	 * @param file the file
	 * @param upload whether it is an upload even if nothing is written
	 */
	ObservedFile(String path, ObservedFileSystem files, SftpFile file, boolean upload) {
		super(file);
		this.path = path;
		this.files = files;
		this.file = file;
		this.content = files.newContent();
		this.upload = upload;
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		int begin = target.position();
		int count = this.file.read(target, position);
		if (this.upload) {
			return count;
		}
		if (count < 0) {
			this.endReached = true;
			return count;
		}
		this.transferred += count;
		this.size = Math.max(this.size, position + count);
		if (this.content.isOfInterest()) {
			this.content.passed(target.duplicate().position(begin).limit(begin + count), position);
		}
		return count;
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		ByteBuffer written = source.duplicate();
		this.file.write(source, position);
		if (!this.upload) {
			// what was read before is not what the file is now
			this.upload = true;
			this.transferred = 0;
			this.content.changed();
		}
		this.transferred += written.remaining();
		this.content.passed(written, position);
	}

	@Override
	public void setAttributes(SftpAttributes changes) throws IOException {
		this.files.askToChangeAttributes(this.path);
		this.file.setAttributes(changes);
		if (changes.size() != null) {
			this.upload = true;
			this.content.changed();
		}
	}

	@Override
	public void commit() throws IOException {
		Long finalSize = this.file.readAttributes().size();
		long size = (finalSize != null) ? finalSize : this.size;
		this.file.commit();
		SftpTransfer transfer = new SftpTransfer(size, this.transferred,
				Duration.ofNanos(System.nanoTime() - this.begin), null);
		if (this.upload) {
			this.files.uploaded(this.path, this.content, transfer);
		}
		else if (this.endReached || this.transferred > 0 && this.size >= size) {
			this.files.downloaded(this.path, this.content, transfer);
		}
	}

}
