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

import org.jspecify.annotations.Nullable;

/**
 * Keeps what a command writes, up to a limit: what a server sends must not fill the
 * memory. Beyond it the command is abandoned, or only the end of it is kept.
 */
final class CapturedOutput implements OutputSink {

	private final int limit;

	private final boolean tail;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean exceeded;

	private CapturedOutput(int limit, boolean tail) {
		this.limit = limit;
		this.tail = tail;
	}

	/**
	 * Keep all of it.
	 * @param limit how many bytes that may be
	 */
	static CapturedOutput upTo(int limit) {
		return new CapturedOutput(limit, false);
	}

	/**
	 * Keep the end of it.
	 * @param limit how many bytes at least, if there are so many
	 */
	static CapturedOutput lastOf(int limit) {
		return new CapturedOutput(limit, true);
	}

	@Override
	public void receive(SessionChannel channel, byte[] data, int offset, int length) {
		boolean abandon;
		synchronized (this) {
			abandon = !keep(data, offset, length);
			this.exceeded |= abandon;
		}
		if (abandon) {
			channel.abandon();
			return;
		}
		channel.consumed(length);
	}

	private boolean keep(byte[] data, int offset, int length) {
		if (this.exceeded) {
			return false;
		}
		if (this.tail && this.bytes.size() > 2 * this.limit) {
			byte[] kept = this.bytes.toByteArray();
			this.bytes.reset();
			this.bytes.write(kept, kept.length - this.limit, this.limit);
		}
		else if (length > this.limit - this.bytes.size() && !this.tail) {
			return false;
		}
		this.bytes.write(data, offset, length);
		return true;
	}

	@Override
	public void end(@Nullable IOException failure) {
		// how the command ended is told by itself
	}

	synchronized boolean isExceeded() {
		return this.exceeded;
	}

	synchronized byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

}
