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

import java.io.IOException;

import io.github.sshboot.sftp.SftpAttributes;

/**
 * Where data from a server goes. It is written once, from the beginning to the end.
 *
 * @since 0.1.0
 */
public interface TransferTarget {

	/**
	 * Begin.
	 * @param size the size of the file on the server; 0 if it is not known
	 * @return how much of it is there from an earlier attempt, in bytes
	 * @throws IOException if that fails
	 */
	long begin(long size) throws IOException;

	/**
	 * Compare what is there from an earlier attempt with the file on the server. If that
	 * differs it is of another file, and given up.
	 * @param position where in the file the data is from, before the end of what is there
	 * @param data data of the file on the server
	 * @param length how much; none differs from anything
	 * @return how much is there now, in bytes
	 * @throws IOException if that fails
	 */
	default long compare(long position, byte[] data, int length) throws IOException {
		throw new UnsupportedOperationException("Nothing is ever there");
	}

	/**
	 * Write some data.
	 * @param buffer has the data
	 * @param offset where in the buffer
	 * @param length how much
	 * @throws IOException if that fails
	 */
	void write(byte[] buffer, int offset, int length) throws IOException;

	/**
	 * All data is written.
	 * @param attributes the permissions and times that the server tells
	 * @throws IOException if that fails
	 */
	void commit(SftpAttributes attributes) throws IOException;

	/**
	 * Not all data will come. Called after each failure, also after one to begin or
	 * commit.
	 */
	void discard();

}
