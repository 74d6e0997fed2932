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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error as it goes to the channel. It can be written to until
 * the handler or the session ends it.
 */
final class SessionOutput extends OutputStream {

	private final OutputStream out;

	private final Runnable onWrite;

	private final Action onClose;

	private volatile @Nullable String end;

	private volatile boolean broken;

	/**
	 * Create a new {@link SessionOutput}.
	 * @param out the channel
	 * @param onWrite runs before something is written
	 * @param onClose what it means that the handler closes the stream
	 */
	SessionOutput(OutputStream out, Runnable onWrite, Action onClose) {
		this.out = out;
		this.onWrite = onWrite;
		this.onClose = onClose;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] data, int offset, int length) throws IOException {
		String end = this.end;
		if (end != null) {
			throw new IOException(end);
		}
		this.onWrite.run();
		send(() -> this.out.write(data, offset, length));
	}

	@Override
	public void flush() throws IOException {
		if (this.end == null) {
			send(this.out::flush);
		}
	}

	private void send(Action sending) throws IOException {
		try {
			sending.run();
		}
		catch (InterruptedIOException ex) {
			throw ex;
		}
		catch (IOException ex) {
			this.broken = true;
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		if (this.end == null) {
			this.onClose.run();
		}
	}

	/**
	 * Let nothing more be written.
	 * @param reason what a writer is told
	 */
	void end(String reason) {
		this.end = reason;
	}

	/**
	 * Return whether the client could not be written to, which it may be sooner than it
	 * is known to be gone.
	 */
	boolean isBroken() {
		return this.broken;
	}

	/**
	 * Does something with the channel.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws IOException;

	}

}
