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

import java.io.IOError;
import java.io.IOException;
import java.time.Instant;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Lines that the user edits on a terminal.
 */
final class EditedLines implements LineSource {

	private final SshSession session;

	private final ShellPrompt prompt;

	private final UserHistory history;

	private final ShellTerminal terminal;

	private final ShellLineReader reader;

	EditedLines(SshSession session, SshTerminal terminal, SshCommandCatalog commands, ShellSettings settings,
			ShellPrompt prompt, ShellHistories histories) throws IOException {
		this.session = session;
		this.prompt = prompt;
		this.history = histories.of(session.getIdentity().username());
		this.terminal = new ShellTerminal(session, terminal, settings.encoding());
		this.reader = new ShellLineReader(this.terminal, settings.historySize());
		this.reader.setCompleter(new CommandCompleter(commands, session.getIdentity()));
		this.history.lines().forEach((line) -> this.reader.getHistory().add(Instant.now(), line));
	}

	@Override
	public @Nullable String read() throws IOException, InterruptedException {
		try {
			String line = this.reader.readLine(prompt());
			this.history.add(line);
			return line;
		}
		catch (UserInterruptException ex) {
			if (Thread.interrupted()) {
				throw (InterruptedException) new InterruptedException().initCause(ex);
			}
			return "";
		}
		catch (EndOfFileException ex) {
			return null;
		}
		catch (IOError ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	private String prompt() {
		String prompt = this.prompt.prompt(this.session);
		return PromptText.literal(this.terminal.hasColours() ? prompt : PromptText.plain(prompt));
	}

	@Override
	public boolean editLike(String editor) {
		this.reader.editLike(editor);
		return true;
	}

	/**
	 * Ctrl-C was for the command, even if that has only been told of it.
	 */
	@Override
	public void commandDone() throws IOException {
		this.terminal.discardInterrupted();
	}

}
