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

import java.io.IOException;
import java.util.function.BooleanSupplier;

import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.utils.WCWidth;

/**
 * JLine's line editor without what is meant for users of the machine that it runs on.
 */
final class ShellLineReader extends LineReaderImpl {

	ShellLineReader(ShellTerminal terminal, int historySize) throws IOException {
		super(terminal, "ssh");
		setParser(new ShellWords());
		setVariable(LineReader.HISTORY_SIZE, historySize);
		setVariable(LineReader.DISABLE_HISTORY, historySize == 0);
		option(Option.HISTORY_IGNORE_SPACE, true);
		// '!' is a character like any other
		option(Option.DISABLE_EVENT_EXPANSION, true);
		option(Option.AUTO_FRESH_LINE, true);
		option(Option.INSERT_TAB, false);
		option(Option.CASE_INSENSITIVE, true);
		if (!terminal.hasColours()) {
			setVariable(LineReader.COMPLETION_STYLE_STARTING, "bold");
			setVariable(LineReader.COMPLETION_STYLE_DESCRIPTION, "italic");
		}
		setHistory(new DefaultHistory(this));
		// JLine expects a signal, which no client sends while its user edits a line
		getKeyMaps().values().forEach((keys) -> keys.bind(new Reference(INTERRUPT), KeyMap.ctrl('C')));
	}

	/**
	 * A line of several rows is wrapped anew by some terminals and cut off by others, so
	 * it is drawn where nothing is in its way.
	 */
	@Override
	protected synchronized void handleSignal(Terminal.Signal signal) {
		super.handleSignal(signal);
		if (signal == Terminal.Signal.WINCH
				&& this.prompt.columnLength() + this.buf.length() >= this.terminal.getSize().getColumns()) {
			clearScreen();
			redisplay();
		}
	}

	/**
	 * What is combined with a character goes with it, here and below: a terminal would go
	 * on to show a mark that is taken from it.
	 */
	@Override
	protected boolean backwardDeleteChar() {
		return beforeCursor(super::backwardDeleteChar);
	}

	@Override
	protected boolean viBackwardDeleteChar() {
		return beforeCursor(super::viBackwardDeleteChar);
	}

	@Override
	protected boolean backwardChar() {
		return beforeCursor(super::backwardChar);
	}

	@Override
	protected boolean viBackwardChar() {
		return beforeCursor(super::viBackwardChar);
	}

	@Override
	protected boolean deleteChar() {
		return afterCursor(super::deleteChar);
	}

	@Override
	protected boolean viDeleteChar() {
		return afterCursor(super::viDeleteChar);
	}

	@Override
	protected boolean forwardChar() {
		return afterCursor(super::forwardChar);
	}

	@Override
	protected boolean viForwardChar() {
		return afterCursor(super::viForwardChar);
	}

	private boolean beforeCursor(BooleanSupplier widget) {
		boolean mark = isMark(this.buf.prevChar());
		boolean done = widget.getAsBoolean();
		while (done && mark) {
			mark = isMark(this.buf.prevChar());
			done = widget.getAsBoolean();
		}
		return done;
	}

	private boolean afterCursor(BooleanSupplier widget) {
		boolean done = widget.getAsBoolean();
		while (done && isMark(this.buf.currChar())) {
			done = widget.getAsBoolean();
		}
		return done;
	}

	private static boolean isMark(int character) {
		return character != 0 && WCWidth.wcwidth(character) == 0;
	}

	/**
	 * Use the keys of vi or emacs from the next line on.
	 */
	void editLike(String editor) {
		KeyMap<Binding> keys = getKeyMaps().get(editor.equals("vi") ? VIINS : EMACS);
		getKeyMaps().put(MAIN, keys);
	}

	/**
	 * The editor would run on the server.
	 */
	@Override
	protected boolean editAndExecute() {
		return false;
	}

}
