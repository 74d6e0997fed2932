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
package io.github.sshboot.client.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.github.sshboot.sftp.SftpAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is sent.
 *
 * @since 0.1.0
 */
public final class StreamSource implements TransferSource {

	private final Opening opening;

	private final boolean close;

	private final @Nullable Long size;

	private @Nullable InputStream stream;

	/**
	 * Create a new {@link StreamSource}.
	 * @param opening opens the stream
	 * @param size the number of bytes, if that is known
	 * @param close whether to close the stream
	 */
	public StreamSource(Opening opening, @Nullable Long size, boolean close) {
		this.opening = opening;
		this.size = size;
		this.close = close;
	}

	/**
	 * Return a source of bytes.
	 * @param bytes the bytes
	 * @return the source
	 */
	public static StreamSource of(byte[] bytes) {
		return new StreamSource(() -> new ByteArrayInputStream(bytes), (long) bytes.length, true);
	}

	@Override
	public void open() throws IOException {
		this.stream = this.opening.open();
	}

	@Override
	public @Nullable Long size() {
		return this.size;
	}

	@Override
	public SftpAttributes attributes() {
		return SftpAttributes.none();
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		return opened().read(buffer, offset, length);
	}

	@Override
	public void skip(long count) throws IOException {
		opened().skipNBytes(count);
	}

	@Override
	public void rewind() throws IOException {
		if (!this.close) {
			throw new IOException("What an earlier attempt has left is not how the stream begins, and the stream "
					+ "cannot be read again");
		}
		close();
		open();
	}

	private InputStream opened() {
		InputStream stream = this.stream;
		if (stream == null) {
			throw new IllegalStateException("Not open");
		}
		return stream;
	}

	@Override
	public void close() throws IOException {
		if (this.stream != null && this.close) {
			this.stream.close();
		}
	}

	/**
	 * Opens a stream.
	 */
	@FunctionalInterface
	public interface Opening {

		/**
		 * Open the stream.
		 * @return the stream
		 * @throws IOException if that fails
		 */
		InputStream open() throws IOException;

	}

}
