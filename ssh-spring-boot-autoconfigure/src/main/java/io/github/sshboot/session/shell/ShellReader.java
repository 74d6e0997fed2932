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

package io.github.sshboot.session.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;

import io.github.sshboot.session.SshTerminal;
import org.jline.utils.NonBlockingReader;

/**
 * What the user types, as characters. JLine's own readers need a thread to wait for a
 * limited time; a session can do that itself. Bytes that are no text are replaced.
 */
final class ShellReader extends NonBlockingReader {

	private static final int BUFFER = 1024;

	private static final int MAX_CHARACTERS = 1024 * 1024;

	private final InputStream in;

	private final SshTerminal terminal;

	private final Runnable afterWait;

	private final CharsetDecoder decoder;

	private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();

	private int characters;

	private InputStream typedAhead = InputStream.nullInputStream();

	private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();

	/**
	 * Create a new {@link ShellReader}.
	 * @param in the input of the session
	 * @param terminal the terminal, in raw mode when this is read
	 * @param encoding the encoding of the input
	 * @param afterWait runs on the reading thread when the window has been resized or the
	 * time is up
	 */
	ShellReader(InputStream in, SshTerminal terminal, Charset encoding, Runnable afterWait) {
		this.in = in;
		this.terminal = terminal;
		this.afterWait = afterWait;
		this.decoder = encoding.newDecoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE);
	}

	@Override
	protected int read(long timeout, boolean isPeek) throws IOException {
		if (!fill(timeout, isPeek)) {
			return READ_EXPIRED;
		}
		if (!this.chars.hasRemaining()) {
			return EOF;
		}
		return isPeek ? this.chars.get(this.chars.position()) : this.chars.get();
	}

	@Override
	public int readBuffered(char[] target, int offset, int length, long timeout) throws IOException {
		if (!fill(timeout, true)) {
			return READ_EXPIRED;
		}
		if (!this.chars.hasRemaining()) {
			return EOF;
		}
		int count = Math.min(length, this.chars.remaining());
		this.chars.get(target, offset, count);
		return count;
	}

	/**
	 * Wait for characters.
	 * @param timeout how long to wait in milliseconds, zero for ever
	 * @param exactly whether the timeout is meant: JLine waits for a key with a short one
	 * and asks again, which would only keep an idle shell busy
	 * @return whether there are characters or the input has ended
	 */
	private boolean fill(long timeout, boolean exactly) throws IOException {
		boolean limited = timeout > 0 && exactly;
		long deadline = System.nanoTime() + Duration.ofMillis(timeout).toNanos();
		while (!this.chars.hasRemaining()) {
			Duration left = limited ? Duration.ofNanos(deadline - System.nanoTime()) : Duration.ofHours(1);
			if (limited && left.isNegative()) {
				return false;
			}
			this.afterWait.run();
			if ((this.typedAhead.available() > 0 || this.terminal.awaitInput(left)) && !decode()) {
				return true;
			}
		}
		return true;
	}

	private boolean decode() throws IOException {
		this.bytes.compact();
		InputStream in = (this.typedAhead.available() > 0) ? this.typedAhead : this.in;
		int count = in.read(this.bytes.array(), this.bytes.position(), this.bytes.remaining());
		this.bytes.position(this.bytes.position() + Math.max(count, 0)).flip();
		this.chars.clear();
		this.decoder.decode(this.bytes, this.chars, false);
		this.chars.flip();
		this.characters += this.chars.remaining();
		if (this.characters > MAX_CHARACTERS) {
			throw new IOException("A line is longer than %d characters".formatted(MAX_CHARACTERS));
		}
		return count >= 0;
	}

	/**
	 * A new line begins: what a user types for one is limited.
	 */
	void beginLine() {
		this.characters = 0;
	}

	/**
	 * Discard what has been typed already, up to the last of a character. All that comes
	 * after it is read later.
	 */
	void discardUpTo(int character) throws IOException {
		ByteArrayOutputStream typed = new ByteArrayOutputStream();
		this.typedAhead.transferTo(typed);
		byte[] buffer = new byte[BUFFER];
		while (this.in.available() > 0) {
			typed.write(buffer, 0, Math.max(0, this.in.read(buffer)));
		}
		byte[] all = typed.toByteArray();
		int kept = 0;
		for (int i = 0; i < all.length; i++) {
			kept = ((all[i] & 0xFF) == character) ? i + 1 : kept;
		}
		this.typedAhead = new ByteArrayInputStream(all, kept, all.length - kept);
	}

	@Override
	public int available() {
		return this.chars.remaining();
	}

	@Override
	public boolean ready() {
		return this.chars.hasRemaining();
	}

	@Override
	public void close() {
		// the session closes its own streams
	}

}
