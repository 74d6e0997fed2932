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
import java.util.Arrays;

/**
 * The line discipline of a terminal: echo, erasing, end of file, and a carriage return
 * for a newline, as the modes of the terminal ask for them (POSIX {@code ICANON},
 * {@code ECHO}, {@code ICRNL}). The interrupt character has become a signal by the time
 * it is read here; it only throws the line away.
 */
final class TerminalInput extends InputStream {

	private static final byte[] RUBOUT = { '\b', ' ', '\b' };

	private static final int BACKSPACE = 8;

	private static final int DELETE = 127;

	private static final int MAX_LINE = 65536;

	private final InputStream in;

	private final OutputStream echo;

	private final TerminalModes modes;

	private final Runnable beforeRead;

	private final byte[] received = new byte[4096];

	private int receivedPosition;

	private int receivedLength;

	private byte[] ready = new byte[0];

	private int readyPosition;

	private boolean ended;

	private byte[] line = new byte[256];

	private int lineLength;

	TerminalInput(InputStream in, OutputStream echo, TerminalModes modes, Runnable beforeRead) {
		this.in = in;
		this.beforeRead = beforeRead;
		this.echo = echo;
		this.modes = modes;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public synchronized int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
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

	@Override
	public synchronized int available() {
		return this.ready.length - this.readyPosition;
	}

	/**
	 * Process what has been received until there is something to hand out.
	 * @return whether the input goes on
	 */
	private boolean fill() throws IOException {
		if (this.receivedPosition == this.receivedLength) {
			this.receivedPosition = 0;
			this.receivedLength = this.in.read(this.received);
			if (this.receivedLength < 0) {
				this.receivedLength = 0;
				handOut();
				return this.ready.length > 0;
			}
		}
		ByteArrayOutputStream shown = new ByteArrayOutputStream();
		while (this.receivedPosition < this.receivedLength && this.readyPosition == this.ready.length && !this.ended) {
			accept(this.received[this.receivedPosition++], shown);
		}
		if (!this.modes.canonical()) {
			handOut();
		}
		if (this.modes.echo() && shown.size() > 0) {
			this.echo.write(shown.toByteArray());
			this.echo.flush();
		}
		return true;
	}

	private void accept(byte received, ByteArrayOutputStream shown) {
		int c = received & 0xFF;
		if (c == '\r' && this.modes.carriageReturnToNewline()) {
			c = '\n';
		}
		if (this.modes.signals() && c == this.modes.interrupt()) {
			shown.writeBytes(new byte[] { '^', 'C', '\n' });
			this.lineLength = 0;
		}
		else if (!this.modes.canonical()) {
			append(c, shown);
		}
		else if (c == '\n') {
			append(c, shown);
			handOut();
		}
		else if (c == this.modes.endOfFile()) {
			this.ended = this.lineLength == 0;
			handOut();
		}
		else if (c == this.modes.erase() || c == BACKSPACE) {
			erase(shown);
		}
		else if (c == this.modes.kill()) {
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
	 * Erase a character, which in UTF-8 may be several bytes.
	 */
	private void erase(ByteArrayOutputStream shown) {
		if (this.lineLength == 0) {
			return;
		}
		int erased = this.line[--this.lineLength] & 0xFF;
		while ((erased & 0xC0) == 0x80 && this.lineLength > 0) {
			erased = this.line[--this.lineLength] & 0xFF;
		}
		shown.writeBytes(RUBOUT);
		if ((erased < ' ' && erased != '\t') || erased == DELETE) {
			shown.writeBytes(RUBOUT);
		}
	}

	private void handOut() {
		this.ready = Arrays.copyOf(this.line, this.lineLength);
		this.readyPosition = 0;
		this.lineLength = 0;
	}

}
