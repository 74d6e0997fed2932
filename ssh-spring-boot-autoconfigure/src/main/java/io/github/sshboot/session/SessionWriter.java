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

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Writes text to a session: a line ends with {@code \n} whatever system the server runs
 * on, and is sent when it ends.
 */
final class SessionWriter extends PrintWriter {

	private final Runnable onWrite;

	SessionWriter(OutputStream out, Charset encoding, Runnable onWrite) {
		super(new OutputStreamWriter(out, encoding), true);
		this.onWrite = onWrite;
	}

	@Override
	public void write(int c) {
		this.onWrite.run();
		super.write(c);
	}

	@Override
	public void write(char[] text, int offset, int length) {
		this.onWrite.run();
		super.write(text, offset, length);
	}

	@Override
	public void write(String text, int offset, int length) {
		this.onWrite.run();
		super.write(text, offset, length);
	}

	@Override
	public void println() {
		write('\n');
		flush();
	}

	@Override
	public void close() {
		flush();
	}

}
