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

package io.github.sshboot.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The bytes that go through the servers in Java.
 */
final class Payload {

	private static final int BUFFER = 1 << 16;

	private Payload() {
	}

	static void write(long bytes, OutputStream output) throws IOException {
		byte[] buffer = new byte[BUFFER];
		for (long rest = bytes; rest > 0; rest -= BUFFER) {
			output.write(buffer, 0, (int) Math.min(rest, BUFFER));
		}
	}

	static void drain(InputStream input) throws IOException {
		byte[] buffer = new byte[BUFFER];
		while (input.read(buffer) >= 0) {
			// only the reading counts
		}
	}

}
