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

package io.github.sshboot.transport;

import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;

import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Checks the line a client identifies itself with (RFC 4253 section 4.2) while it comes
 * in: nothing of a client is trusted yet, and nothing is to be kept of one that sends
 * something else.
 */
final class IdentificationLine {

	private static final int MAX_LENGTH = 255;

	private static final byte[] PREFIX = "SSH-".getBytes(StandardCharsets.US_ASCII);

	private IdentificationLine() {
	}

	/**
	 * Check what there is of the line.
	 * @param buffer what has been received
	 * @throws StreamCorruptedException if it is not, or will not become, such a line
	 */
	static void check(Buffer buffer) throws StreamCorruptedException {
		byte[] bytes = buffer.array();
		int start = buffer.rpos();
		for (int i = 0; i < buffer.available(); i++) {
			int c = bytes[start + i] & 0xFF;
			if (i < PREFIX.length && c != PREFIX[i]) {
				throw new StreamCorruptedException("The client does not identify itself");
			}
			if (c == '\n') {
				return;
			}
			if ((c < ' ' && c != '\r') || c > '~' || i >= MAX_LENGTH) {
				throw new StreamCorruptedException("The client does not identify itself properly");
			}
		}
	}

}
