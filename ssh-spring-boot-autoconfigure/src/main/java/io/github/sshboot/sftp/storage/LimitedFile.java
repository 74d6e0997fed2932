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
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpSessionLimits;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read and written within bounds.
 */
final class LimitedFile extends LimitedHandle implements SftpFile {

	private final SftpFile delegate;

	private final boolean append;

	private final boolean readOnly;

	private final Bandwidth bandwidth;

	LimitedFile(String path, SftpFile delegate, boolean append, boolean readOnly, SftpSessionLimits limits,
			Bandwidth bandwidth, Consumer<LimitedHandle> whenClosed) {
		super(path, delegate, limits, whenClosed);
		this.delegate = delegate;
		this.append = append;
		this.readOnly = readOnly;
		this.bandwidth = bandwidth;
	}

	/**
	 * Make sure that a file may have a size.
	 */
	static void requireSize(String path, @Nullable Long size, SftpSessionLimits limits) throws IOException {
		if (size != null && size > limits.maxFileSize()) {
			throw new SftpFileSystemException(Kind.FILE_TOO_LARGE, path,
					"a file may have %d bytes".formatted(limits.maxFileSize()));
		}
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		use();
		int read = this.delegate.read(target, position);
		this.bandwidth.take(read);
		return read;
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		use();
		int count = source.remaining();
		requireRoom(count, position);
		this.delegate.write(source, position);
		this.bandwidth.take(count);
	}

	private void requireRoom(int count, long position) throws IOException {
		if (limits().maxFileSize() == Long.MAX_VALUE) {
			return;
		}
		Long size = this.append ? this.delegate.readAttributes().size() : Long.valueOf(position);
		try {
			requireSize(path(), (size != null) ? end(size, count) : null, limits());
		}
		catch (IOException ex) {
			throw fail(ex);
		}
	}

	private static long end(long position, int count) {
		return (position > Long.MAX_VALUE - count) ? Long.MAX_VALUE : position + count;
	}

	@Override
	public SftpAttributes readAttributes() throws IOException {
		requireIntact();
		return this.delegate.readAttributes();
	}

	@Override
	public void setAttributes(SftpAttributes changes) throws IOException {
		use();
		if (this.readOnly) {
			throw Failures.readOnly(path());
		}
		requireSize(path(), changes.size(), limits());
		this.delegate.setAttributes(changes);
	}

	@Override
	public void sync() throws IOException {
		use();
		this.delegate.sync();
	}

	@Override
	public void commit() throws IOException {
		try {
			requireIntact();
			this.delegate.commit();
		}
		finally {
			close();
		}
	}

}
