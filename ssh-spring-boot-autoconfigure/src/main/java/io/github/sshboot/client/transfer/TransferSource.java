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

import java.io.Closeable;
import java.io.IOException;

import io.github.sshboot.sftp.SftpAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where data for a server comes from. It is opened once.
 *
 * @since 0.1.0
 */
public interface TransferSource extends Closeable {

	/**
	 * Open it.
	 * @throws IOException if that fails
	 */
	void open() throws IOException;

	/**
	 * Return its size.
	 * @return the number of bytes, or {@code null} if that is not known before the end
	 */
	@Nullable Long size();

	/**
	 * Return its permissions and times, as far as they are known.
	 * @return the attributes
	 */
	SftpAttributes attributes();

	/**
	 * Read some data.
	 * @param buffer where to
	 * @param offset where in the buffer
	 * @param length how much at the most
	 * @return how much was read, or -1 at the end
	 * @throws IOException if that fails
	 */
	int read(byte[] buffer, int offset, int length) throws IOException;

	/**
	 * Leave data out that an earlier attempt has transferred.
	 * @param count the number of bytes
	 * @throws IOException if that fails
	 */
	void skip(long count) throws IOException;

	/**
	 * Go back to the beginning: what an earlier attempt has transferred was something
	 * else.
	 * @throws IOException if that fails or cannot be done
	 */
	void rewind() throws IOException;

	/**
	 * Let go of it.
	 * @throws IOException if that fails
	 */
	@Override
	void close() throws IOException;

	/**
	 * Read as much as there is room for.
	 * @param buffer where to
	 * @param offset where in the buffer
	 * @param length how much
	 * @return how much was read: less only at the end
	 * @throws IOException if that fails
	 */
	default int readFully(byte[] buffer, int offset, int length) throws IOException {
		int total = 0;
		while (total < length) {
			int count = read(buffer, offset + total, length - total);
			if (count < 0) {
				break;
			}
			total += count;
		}
		return total;
	}

}
