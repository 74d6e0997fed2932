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

package io.github.sshboot.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Keeps what a command writes, up to a limit: what a server sends must not fill the
 * memory. The engine writes here and is told by an exception to let go of the channel.
 */
final class CapturedOutput extends ByteArrayOutputStream {

	private final int limit;

	private volatile boolean exceeded;

	CapturedOutput(int limit) {
		this.limit = limit;
	}

	@Override
	public synchronized void write(byte[] data, int offset, int length) {
		if (this.exceeded || length > this.limit - this.count) {
			this.exceeded = true;
			return;
		}
		super.write(data, offset, length);
	}

	boolean isExceeded() {
		return this.exceeded;
	}

	/**
	 * Called after each write.
	 */
	@Override
	public void flush() throws IOException {
		if (this.exceeded) {
			throw new CaptureLimitException();
		}
	}

	/**
	 * The limit is exceeded.
	 */
	static final class CaptureLimitException extends IOException {

	}

}
