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

import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A file that is transferred.
 */
final class ObservedFile extends FilterFile {

	private static final String NOT_COMPLETED = "The client has not completed the file";

	private final String path;

	private final ObservedFileSystem files;

	private final SftpFile file;

	private final FileContent content;

	private final long begin = System.nanoTime();

	private long transferred;

	private long size;

	private boolean upload;

	private boolean endReached;

	private @Nullable Exception failure;

	private boolean told;

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
		if (!this.upload) {
			// what was read before is not what the file is now
			this.upload = true;
			this.transferred = 0;
			this.content.changed();
		}
		try {
			this.file.write(source, position);
		}
		catch (IOException | RuntimeException ex) {
			keep(ex);
			throw ex;
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
	public void sync() throws IOException {
		try {
			this.file.sync();
		}
		catch (IOException | RuntimeException ex) {
			keep(ex);
			throw ex;
		}
	}

	@Override
	public void commit() throws IOException {
		long size;
		try {
			Long finalSize = this.file.readAttributes().size();
			size = (finalSize != null) ? finalSize : this.size;
			this.file.commit();
		}
		catch (IOException | RuntimeException ex) {
			keep(ex);
			throw ex;
		}
		if (this.upload) {
			uploaded(size);
		}
		else if (this.endReached || this.transferred > 0 && this.size >= size) {
			this.files.downloaded(this.path, this.content, transfer(size));
		}
	}

	private void uploaded(long size) {
		if (this.failure == null) {
			this.told = true;
			this.files.uploaded(this.path, this.content, transfer(size));
		}
	}

	private SftpTransfer transfer(long size) {
		return new SftpTransfer(size, this.transferred, duration(), null);
	}

	private Duration duration() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

	/**
	 * Keep the first failure in mind. The file is not what the client meant it to be,
	 * even if it can be closed.
	 */
	private void keep(Exception failure) {
		if (this.failure == null) {
			this.failure = failure;
		}
	}

	@Override
	public void close() throws IOException {
		boolean incomplete = this.upload && !this.told;
		if (incomplete) {
			this.told = true;
			lookForTimeout();
		}
		try {
			this.file.close();
		}
		finally {
			if (incomplete) {
				this.files.failedToUpload(this.path,
						(this.failure != null) ? SftpFailure.of(this.failure).text() : NOT_COMPLETED, this.transferred,
						duration());
			}
		}
	}

	/**
	 * What was open for too long has been closed, and only who uses it hears of that.
	 */
	private void lookForTimeout() {
		try {
			this.file.readAttributes();
		}
		catch (SftpFileSystemException ex) {
			if (ex.getKind() == Kind.TIMEOUT) {
				keep(ex);
			}
		}
		catch (IOException | RuntimeException ex) {
			// what matters is that it was not completed
		}
	}

}
