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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The line discipline of a terminal: echo, erasing, end of file, and a carriage return
 * for a newline, as the modes of the terminal ask for them (POSIX {@code ICANON},
 * {@code ECHO}, {@code ICRNL}). The characters for interrupt and quit have become signals
 * by the time they are read here, and have been shown; they only throw the line away.
 */
final class TerminalInput extends InputStream {

	private static final byte[] RUBOUT = { '\b', ' ', '\b' };

	private static final int BACKSPACE = 8;

	private static final int DELETE = 127;

	private static final int TAB = 8;

	private static final int MAX_LINE = 65536;

	private final InputStream in;

	private final OutputStream echo;

	private final IntSupplier column;

	private final Supplier<TerminalModes> modes;

	private final boolean utf8;

	private final Runnable beforeRead;

	private final ReentrantLock lock = new ReentrantLock();

	private final byte[] received = new byte[4096];

	private int receivedPosition;

	private int receivedLength;

	private byte[] ready = new byte[0];

	private int readyPosition;

	private boolean ended;

	private byte[] line = new byte[256];

	private int lineLength;

	private int lineColumn;

	/**
	 * Create a new {@link TerminalInput}.
	 * @param in what the user types
	 * @param echo where it is shown
	 * @param column the column that it is shown at
	 * @param modes the modes that apply
	 * @param encoding the encoding of characters
	 * @param beforeRead runs before input is waited for
	 */
	TerminalInput(InputStream in, OutputStream echo, IntSupplier column, Supplier<TerminalModes> modes,
			Charset encoding, Runnable beforeRead) {
		this.in = in;
		this.beforeRead = beforeRead;
		this.echo = echo;
		this.column = column;
		this.modes = modes;
		this.utf8 = encoding.equals(StandardCharsets.UTF_8);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		this.lock.lock();
		try {
			return readReady(target, offset, length);
		}
		finally {
			this.lock.unlock();
		}
	}

	private int readReady(byte[] target, int offset, int length) throws IOException {
		// what is typed ahead is shown after the prompt, not before it
		this.beforeRead.run();
		while (this.readyPosition == this.ready.length) {
			if (this.ended) {
				this.ended = false;
				return -1;
			}
			if (!fill()) {
				return -1;
			}
		}
		int count = Math.min(length, this.ready.length - this.readyPosition);
		System.arraycopy(this.ready, this.readyPosition, target, offset, count);
		this.readyPosition += count;
		return count;
	}

	/**
	 * Show what has been written, as before reading.
	 * @return whether there is input here already
	 */
	boolean isReady() {
		this.lock.lock();
		try {
			this.beforeRead.run();
			return this.readyPosition < this.ready.length || this.ended || this.receivedPosition < this.receivedLength
					|| (this.lineLength > 0 && !this.modes.get().canonical());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * In raw mode a program asks for it to tell the escape key from a sequence.
	 */
	@Override
	public int available() throws IOException {
		if (!this.lock.tryLock()) {
			// another thread waits for input, so there is none
			return 0;
		}
		try {
			int available = this.ready.length - this.readyPosition;
			return this.modes.get().canonical() ? available
					: available + this.lineLength + this.receivedLength - this.receivedPosition + this.in.available();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Process what has been received until there is something to hand out.
	 * @return whether the input goes on
	 */
	private boolean fill() throws IOException {
		if (this.lineLength > 0 && !this.modes.get().canonical()) {
			// the raw mode begins in the middle of a line
			handOut();
			return true;
		}
		if (this.receivedPosition == this.receivedLength) {
			this.receivedPosition = 0;
			this.receivedLength = this.in.read(this.received);
			if (this.receivedLength < 0) {
				this.receivedLength = 0;
				handOut();
				return this.ready.length > 0;
			}
		}
		TerminalModes modes = this.modes.get();
		ByteArrayOutputStream shown = new ByteArrayOutputStream();
		while (this.receivedPosition < this.receivedLength && this.readyPosition == this.ready.length && !this.ended) {
			accept(this.received[this.receivedPosition++], modes, shown);
		}
		if (!modes.canonical()) {
			handOut();
		}
		if (modes.echo() && shown.size() > 0) {
			this.echo.write(shown.toByteArray());
			this.echo.flush();
		}
		return true;
	}

	private void accept(byte received, TerminalModes modes, ByteArrayOutputStream shown) {
		int c = received & 0xFF;
		if (c == '\r' && modes.ignoresCarriageReturn()) {
			return;
		}
		if (c == '\r' && modes.carriageReturnToNewline()) {
			c = '\n';
		}
		else if (c == '\n' && modes.newlineToCarriageReturnInInput()) {
			c = '\r';
		}
		if (modes.signals() && (c == modes.interrupt() || c == modes.quit())) {
			this.lineLength = modes.keepsLine() ? this.lineLength : 0;
		}
		else if (!modes.canonical()) {
			append(c, shown);
		}
		else if (c == '\n') {
			append(c, shown);
			handOut();
		}
		else if (c == modes.endOfFile()) {
			this.ended = this.lineLength == 0;
			handOut();
		}
		else if (c == modes.erase() || c == BACKSPACE) {
			erase(shown);
		}
		else if (c == modes.wordErase()) {
			eraseWord(shown);
		}
		else if (c == modes.kill()) {
			while (this.lineLength > 0) {
				erase(shown);
			}
		}
		else {
			append(c, shown);
		}
	}

	private void append(int c, ByteArrayOutputStream shown) {
		if (this.lineLength == this.line.length) {
			this.line = Arrays.copyOf(this.line, this.line.length * 2);
		}
		if (this.lineLength == 0 && shown.size() == 0) {
			this.lineColumn = this.column.getAsInt();
		}
		this.line[this.lineLength++] = (byte) c;
		if ((c >= ' ' && c != DELETE) || c == '\n' || c == '\t') {
			shown.write(c);
		}
		else {
			shown.write('^');
			shown.write(c ^ '@');
		}
		if (this.lineLength == MAX_LINE) {
			handOut();
		}
	}

	/**
	 * Erase what the user takes for a character: all its bytes, with the marks that are
	 * combined with it, and all its columns.
	 */
	private void erase(ByteArrayOutputStream shown) {
		int columns = 0;
		while (this.lineLength > 0 && columns == 0) {
			int start = lastCharacter();
			columns = (this.line[start] == '\t') ? columnAfter(this.lineLength) - columnAfter(start)
					: CharacterWidth.of(text(start, this.lineLength).codePointAt(0));
			this.lineLength = start;
		}
		for (int i = 0; i < columns; i++) {
			shown.writeBytes(RUBOUT);
		}
	}

	/**
	 * Return the column after a part of the line: where a tab begins and ends depends on
	 * all that is before it.
	 */
	private int columnAfter(int length) {
		return text(0, length).codePoints()
			.reduce(this.lineColumn,
					(column, c) -> (c == '\t') ? (column / TAB + 1) * TAB : column + CharacterWidth.of(c));
	}

	private String text(int start, int end) {
		return new String(this.line, start, end - start,
				this.utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
	}

	private void eraseWord(ByteArrayOutputStream shown) {
		while (endsWithBlank()) {
			erase(shown);
		}
		while (this.lineLength > 0 && !endsWithBlank()) {
			erase(shown);
		}
	}

	private boolean endsWithBlank() {
		return this.lineLength > 0 && (this.line[this.lineLength - 1] == ' ' || this.line[this.lineLength - 1] == '\t');
	}

	private int lastCharacter() {
		int start = this.lineLength - 1;
		while (this.utf8 && (this.line[start] & 0xC0) == 0x80 && start > 0) {
			start--;
		}
		return start;
	}

	private void handOut() {
		this.ready = Arrays.copyOf(this.line, this.lineLength);
		this.readyPosition = 0;
		this.lineLength = 0;
	}

}
