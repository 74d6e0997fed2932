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

package io.github.sshboot.client.shell;

/**
 * Text that has come and has not been taken yet. As plain text, it is what a terminal
 * would show in its last line and has shown above it: escape sequences are gone, and what
 * was erased or overwritten in a line is.
 */
final class Transcript {

	private static final char BELL = 0x07;

	private static final char CANCEL = 0x18;

	private static final char SUBSTITUTE = 0x1A;

	private static final char ESCAPE = 0x1B;

	private static final char DELETE = 0x7F;

	private static final char STRING_TERMINATOR = 0x9C;

	private static final char CONTROL_SEQUENCE = 0x9B;

	private static final String STRING_INTRODUCERS = "PX]^_";

	/**
	 * A control string that is longer has no end.
	 */
	private static final int MAX_STRING = 4096;

	private static final int MAX_PARAMETER = 1000;

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder parameters = new StringBuilder();

	private boolean plain;

	private State state = State.TEXT;

	private int stringLength;

	/**
	 * Where the last line begins, or what has been taken of it ends.
	 */
	private int lineStart;

	private int cursor;

	private boolean edited;

	private int blankStart = -1;

	private int blankEnd;

	/**
	 * Show plain text from now on.
	 */
	void setPlain() {
		this.plain = true;
		this.lineStart = this.text.lastIndexOf("\n") + 1;
		this.cursor = this.text.length();
	}

	StringBuilder text() {
		return this.text;
	}

	void write(CharSequence addition) {
		if (!this.plain) {
			this.text.append(addition);
			return;
		}
		for (int i = 0; i < addition.length(); i++) {
			write(addition.charAt(i));
		}
	}

	/**
	 * Take text out that the other side may still erase or overwrite: as plain text it is
	 * blank, unless the other side goes on behind it as if nothing were there.
	 */
	void blank(int start, int end) {
		if (!this.plain || start < this.lineStart) {
			remove(start, end);
			return;
		}
		for (int i = start; i < end; i++) {
			this.text.setCharAt(i, ' ');
		}
		this.edited = true;
		this.blankStart = start;
		this.blankEnd = end;
	}

	/**
	 * Take text out.
	 */
	void remove(int start, int end) {
		this.blankStart = -1;
		this.text.delete(start, end);
		this.lineStart = (this.lineStart > end) ? this.lineStart - (end - start) : Math.max(this.lineStart, start);
		this.lineStart = Math.min(this.lineStart, this.text.length());
		this.cursor = (this.cursor > end) ? this.cursor - (end - start) : Math.min(this.cursor, start);
		this.cursor = Math.max(this.cursor, this.lineStart);
	}

	private void write(char c) {
		switch (this.state) {
			case TEXT -> text(c);
			case ESCAPED -> escaped(c);
			case CONTROL -> control(c);
			case STRING -> string(c);
		}
	}

	private void text(char c) {
		if (this.blankStart >= 0 && c != ' ') {
			if (c > ' ') {
				remove(this.blankStart, this.blankEnd);
			}
			this.blankStart = -1;
		}
		switch (c) {
			case '\n' -> endLine();
			case '\r' -> this.cursor = this.lineStart;
			case '\b' -> this.cursor = Math.max(this.lineStart, this.cursor - 1);
			case '\t' -> put(c);
			case ESCAPE -> this.state = State.ESCAPED;
			case CONTROL_SEQUENCE -> beginControl();
			default -> {
				if (c >= ' ' && c != DELETE && (c < 0x80 || c >= 0xA0)) {
					put(c);
				}
			}
		}
	}

	private void put(char c) {
		if (this.cursor < this.text.length()) {
			this.text.setCharAt(this.cursor, c);
			this.edited = true;
		}
		else {
			this.text.append(c);
		}
		this.cursor++;
	}

	private void endLine() {
		if (this.edited) {
			// blanks that something was erased with are not to be seen
			int end = this.text.length();
			while (end > this.lineStart && this.text.charAt(end - 1) == ' ') {
				end--;
			}
			this.text.setLength(end);
			this.edited = false;
		}
		this.text.append('\n');
		this.lineStart = this.text.length();
		this.cursor = this.lineStart;
	}

	private void escaped(char c) {
		if (c == '[') {
			beginControl();
		}
		else if (STRING_INTRODUCERS.indexOf(c) >= 0) {
			this.state = State.STRING;
			this.stringLength = 0;
		}
		else if (c < ' ' || c > '/') {
			// others have characters between, of which none is shown
			this.state = State.TEXT;
		}
	}

	private void beginControl() {
		this.state = State.CONTROL;
		this.parameters.setLength(0);
	}

	private void control(char c) {
		if (c == ESCAPE) {
			this.state = State.ESCAPED;
		}
		else if (c == CANCEL || c == SUBSTITUTE || c > '~') {
			this.state = State.TEXT;
		}
		else if (c >= '@') {
			this.state = State.TEXT;
			execute(c);
		}
		else if (c >= ' ' && this.parameters.length() < MAX_STRING) {
			this.parameters.append(c);
		}
	}

	private void string(char c) {
		if (c == BELL || c == STRING_TERMINATOR || c == CANCEL || c == SUBSTITUTE || ++this.stringLength > MAX_STRING) {
			this.state = State.TEXT;
		}
		else if (c == ESCAPE) {
			// the terminator is this and a backslash
			this.state = State.ESCAPED;
		}
	}

	private void execute(char command) {
		switch (command) {
			case 'C' -> moveTo(this.cursor + parameter(1));
			case 'D' -> moveTo(this.cursor - parameter(1));
			case 'G' -> moveTo(this.lineStart + parameter(1) - 1);
			case 'K' -> eraseLine(parameter(0));
			case 'P' -> eraseTo(Math.min(this.text.length(), this.cursor + parameter(1)));
			case 'B', 'E', 'H', 'f', 'J' -> {
				if (this.text.length() > this.lineStart && !(command == 'J' && parameter(0) == 0)) {
					// elsewhere on the screen is another line
					endLine();
				}
			}
			default -> {
				// colours and modes have no text
			}
		}
	}

	private void moveTo(int position) {
		this.cursor = Math.max(this.lineStart, position);
		while (this.text.length() < this.cursor) {
			this.text.append(' ');
		}
	}

	private void eraseLine(int what) {
		if (what == 0) {
			eraseTo(this.text.length());
		}
		else {
			int end = (what == 1) ? Math.min(this.cursor, this.text.length()) : this.text.length();
			for (int i = this.lineStart; i < end; i++) {
				this.text.setCharAt(i, ' ');
			}
			this.edited = true;
		}
	}

	private void eraseTo(int end) {
		this.text.delete(this.cursor, end);
	}

	private int parameter(int unset) {
		int value = 0;
		int digits = 0;
		while (digits < this.parameters.length() && Character.isDigit(this.parameters.charAt(digits))) {
			value = Math.min(MAX_PARAMETER, value * 10 + this.parameters.charAt(digits) - '0');
			digits++;
		}
		return (digits > 0) ? value : unset;
	}

	/**
	 * What the next character belongs to (ECMA-48).
	 */
	private enum State {

		TEXT, ESCAPED, CONTROL, STRING

	}

}
