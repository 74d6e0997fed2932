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

package io.github.sshboot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * Gigabytes whose every block is different, made and checked as they go.
 */
public final class Bulk {

	/**
	 * The number of bytes in a gigabyte.
	 */
	public static final long SIZE = 1L << 30;

	private static final int BLOCK = 1 << 15;

	private Bulk() {
	}

	/**
	 * Write a gigabyte.
	 * @param target where to
	 * @return its SHA-256
	 * @throws IOException if it cannot be written
	 */
	public static String write(OutputStream target) throws IOException {
		return write(target, SIZE);
	}

	/**
	 * Write some gigabytes.
	 * @param target where to
	 * @param size how many bytes
	 * @return their SHA-256
	 * @throws IOException if they cannot be written
	 */
	public static String write(OutputStream target, long size) throws IOException {
		byte[] block = new byte[BLOCK];
		new Random(42).nextBytes(block);
		MessageDigest digest = sha256();
		for (long position = 0; position < size; position += BLOCK) {
			ByteBuffer.wrap(block).putLong(position);
			digest.update(block);
			target.write(block);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Return a stream of a gigabyte.
	 * @return the stream
	 */
	public static InputStream stream() {
		return stream(SIZE);
	}

	/**
	 * Return a stream of some gigabytes.
	 * @param size how many bytes
	 * @return the stream
	 */
	public static InputStream stream(long size) {
		byte[] block = new byte[BLOCK];
		new Random(42).nextBytes(block);
		return new InputStream() {

			private long position;

			@Override
			public int read() {
				throw new UnsupportedOperationException();
			}

			@Override
			public int read(byte[] target, int offset, int length) {
				if (this.position == size) {
					return -1;
				}
				int start = (int) (this.position % BLOCK);
				ByteBuffer.wrap(block).putLong(this.position - start);
				int count = Math.min(length, BLOCK - start);
				System.arraycopy(block, start, target, offset, count);
				this.position += count;
				return count;
			}

		};
	}

	/**
	 * Read a stream to its end.
	 * @param source the stream
	 * @return the SHA-256 of what it had
	 * @throws IOException if it cannot be read
	 */
	public static String digest(InputStream source) throws IOException {
		MessageDigest digest = sha256();
		byte[] buffer = new byte[BLOCK];
		for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
			digest.update(buffer, 0, count);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Return a stream that takes the SHA-256 of what is written to it.
	 * @return the stream; its {@code toString()} is the digest so far
	 */
	public static OutputStream digesting() {
		MessageDigest digest = sha256();
		return new OutputStream() {

			@Override
			public void write(int b) {
				digest.update((byte) b);
			}

			@Override
			public void write(byte[] data, int offset, int length) {
				digest.update(data, offset, length);
			}

			@Override
			public String toString() {
				try {
					return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
				}
				catch (CloneNotSupportedException ex) {
					throw new IllegalStateException(ex);
				}
			}

		};
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
