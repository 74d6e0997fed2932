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
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Writes text to a session: a line ends with {@code \n} whatever system the server runs
 * on, and is sent when it ends. A {@link PrintWriter} would hold a monitor while the
 * client does not read, and with it the carrier of a virtual thread on some JDKs.
 */
final class SessionWriter extends PrintWriter {

	private static final int CHARACTERS = 1024;

	private static final int BYTES = 8192;

	private final OutputStream out;

	private final CharsetEncoder encoder;

	private final Runnable onWrite;

	private final ReentrantLock writing = new ReentrantLock();

	private @Nullable Buffers buffers;

	SessionWriter(OutputStream out, Charset encoding, Runnable onWrite) {
		super(Writer.nullWriter());
		this.out = out;
		this.encoder = encoding.newEncoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE);
		this.onWrite = onWrite;
	}

	@Override
	public void write(int c) {
		write(String.valueOf((char) c), false);
	}

	@Override
	public void write(char[] text, int offset, int length) {
		write(String.valueOf(text, offset, length), false);
	}

	@Override
	public void write(String text, int offset, int length) {
		write(text.substring(offset, offset + length), false);
	}

	@Override
	public void println() {
		printLine("");
	}

	@Override
	public void println(boolean x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(char x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(int x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(long x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(float x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(double x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(char[] x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(@Nullable String x) {
		printLine(String.valueOf(x));
	}

	@Override
	public void println(@Nullable Object x) {
		printLine(String.valueOf(x));
	}

	@Override
	public PrintWriter format(String format, @Nullable Object... args) {
		write(String.format(format, args), true);
		return this;
	}

	@Override
	public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... args) {
		write(String.format(locale, format, args), true);
		return this;
	}

	@Override
	public void flush() {
		doWrite("", true);
	}

	@Override
	public void close() {
		flush();
	}

	/**
	 * Forget that writing has failed. If the client is gone, it fails again.
	 */
	void recover() {
		clearError();
	}

	private void printLine(String text) {
		write(text + '\n', true);
	}

	private void write(String text, boolean flush) {
		this.onWrite.run();
		doWrite(text, flush);
	}

	/**
	 * An interruption is a failure for those who only ask this, and goes on to be one for
	 * those who ask their thread.
	 */
	private void doWrite(String text, boolean flush) {
		this.writing.lock();
		try {
			append(text);
			if (flush) {
				flushBuffers();
				this.out.flush();
			}
		}
		catch (IOException ex) {
			this.buffers = null;
			setError();
			if (ex instanceof InterruptedIOException) {
				Thread.currentThread().interrupt();
			}
		}
		finally {
			this.writing.unlock();
		}
	}

	private void flushBuffers() throws IOException {
		Buffers buffers = this.buffers;
		if (buffers != null) {
			encode(buffers);
			if (buffers.bytes().position() > 0) {
				send(buffers.bytes());
			}
		}
	}

	private void append(String text) throws IOException {
		if (text.isEmpty()) {
			return;
		}
		Buffers buffers = this.buffers;
		if (buffers == null) {
			buffers = new Buffers(CharBuffer.allocate(CHARACTERS), ByteBuffer.allocate(BYTES));
			this.buffers = buffers;
		}
		CharBuffer chars = buffers.chars();
		int position = 0;
		while (position < text.length()) {
			if (!chars.hasRemaining()) {
				encode(buffers);
			}
			int end = Math.min(text.length(), position + chars.remaining());
			chars.put(text, position, end);
			position = end;
		}
	}

	private void encode(Buffers buffers) throws IOException {
		CharBuffer chars = buffers.chars().flip();
		while (this.encoder.encode(chars, buffers.bytes(), false).isOverflow()) {
			send(buffers.bytes());
		}
		// the first half of a pair waits for the second
		chars.compact();
	}

	private void send(ByteBuffer bytes) throws IOException {
		this.out.write(bytes.array(), 0, bytes.position());
		bytes.clear();
	}

	/**
	 * What is not encoded and what is not written yet. A handler may have no use for
	 * either.
	 *
	 * @param chars text
	 * @param bytes encoded text
	 */
	private record Buffers(CharBuffer chars, ByteBuffer bytes) {

	}

}
