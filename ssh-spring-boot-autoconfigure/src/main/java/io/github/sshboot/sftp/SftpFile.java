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

/**
 * An open file. What is asked of it concerns the file that was opened, whatever becomes
 * of its name meanwhile. Thread-safe: several reads and writes may run at once.
 *
 * @since 0.1.0
 */
public interface SftpFile extends Closeable {

	/**
	 * Read bytes.
	 * @param target where the bytes go; its limit says how many
	 * @param position where in the file to begin
	 * @return how many bytes were read; -1 at the end of the file. Fewer than the buffer
	 * has room for only at the end
	 * @throws IOException if the file cannot be read
	 */
	int read(ByteBuffer target, long position) throws IOException;

	/**
	 * Write all bytes of a buffer.
	 * @param source the bytes
	 * @param position where in the file to begin; a file that is opened to append to
	 * takes the bytes at its end instead
	 * @throws IOException if the bytes cannot be written
	 */
	void write(ByteBuffer source, long position) throws IOException;

	/**
	 * Return the attributes of the file, as far as it is written by now.
	 * @return the attributes
	 * @throws IOException if they cannot be read
	 */
	SftpAttributes readAttributes() throws IOException;

	/**
	 * Change attributes of the file.
	 * @param changes what to change
	 * @throws IOException if they cannot be changed
	 */
	void setAttributes(SftpAttributes changes) throws IOException;

	/**
	 * Bring what is written to the disk (OpenSSH's {@code fsync@openssh.com}).
	 * @throws IOException if that fails
	 */
	void sync() throws IOException;

	/**
	 * Close the file because the client has closed it in order: what was written is then
	 * complete, on the disk and to be found under its name. An upload that is not
	 * committed is discarded.
	 * @throws IOException if that fails; the upload is then discarded
	 */
	void commit() throws IOException;

	/**
	 * Close the file. Without a {@link #commit() commit}, an upload is discarded where
	 * uploads are atomic. A second call does nothing.
	 * @throws IOException if the file cannot be closed
	 */
	@Override
	void close() throws IOException;

}
