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
import java.io.OutputStream;

/**
 * Standard output or standard error as it goes to the channel. Closing it only flushes:
 * more may come from elsewhere in the handler, and the session ends it.
 */
final class SessionOutput extends OutputStream {

	private final OutputStream out;

	private final Runnable onWrite;

	private volatile boolean ended;

	SessionOutput(OutputStream out, Runnable onWrite) {
		this.out = out;
		this.onWrite = onWrite;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] data, int offset, int length) throws IOException {
		checkNotEnded();
		this.onWrite.run();
		this.out.write(data, offset, length);
	}

	@Override
	public void flush() throws IOException {
		checkNotEnded();
		this.out.flush();
	}

	@Override
	public void close() throws IOException {
		if (!this.ended) {
			flush();
		}
	}

	void end() {
		this.ended = true;
	}

	private void checkNotEnded() throws IOException {
		if (this.ended) {
			throw new IOException("The session has ended");
		}
	}

}
