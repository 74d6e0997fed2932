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

package io.github.sshboot.session;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Standard input as it comes from the channel. Tells the end that the client has sent
 * from the end of the connection.
 */
final class SessionInput extends FilterInputStream {

	private final Runnable beforeRead;

	private final BooleanSupplier ended;

	SessionInput(InputStream in, Runnable beforeRead, BooleanSupplier ended) {
		super(in);
		this.beforeRead = beforeRead;
		this.ended = ended;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		this.beforeRead.run();
		int count = this.in.read(target, offset, length);
		if (count < 0 && !this.ended.getAsBoolean()) {
			throw new EOFException("The client went away before the end of its input");
		}
		return count;
	}

	@Override
	public int available() throws IOException {
		return Math.max(0, this.in.available());
	}

	@Override
	public long skip(long count) throws IOException {
		long remaining = count;
		byte[] skipped = new byte[(int) Math.min(8192, Math.max(count, 0))];
		while (remaining > 0) {
			int read = read(skipped, 0, (int) Math.min(skipped.length, remaining));
			if (read < 0) {
				break;
			}
			remaining -= read;
		}
		return count - remaining;
	}

	@Override
	public void close() {
		// the channel closes its own streams
	}

}
