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

import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The shell of an application that has commands but no shell of its own. On a terminal it
 * edits lines, remembers and completes them, with JLine; on a dumb one it only reads
 * them; without one it runs them as a script. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CommandShell {

	private static final Log logger = LogFactory.getLog(CommandShell.class);

	private final SshCommandCatalog commands;

	private final ShellSettings settings;

	private final ShellPrompt prompt;

	private final ShellHistories histories;

	/**
	 * Create a new {@link CommandShell}.
	 * @param commands the commands
	 * @param settings how the shell behaves
	 * @param prompt the prompt or {@code null} for that of the settings
	 * @throws IOException if the directory for what users type cannot be created
	 */
	public CommandShell(SshCommandCatalog commands, ShellSettings settings, @Nullable ShellPrompt prompt)
			throws IOException {
		this.commands = commands;
		this.settings = settings;
		this.prompt = (prompt != null) ? prompt : (session) -> settings.prompt();
		this.histories = new ShellHistories(settings.historySize(), settings.historyDirectory());
	}

	/**
	 * Return a mapping that serves the shell to the users who may run any command.
	 * @return the mapping
	 */
	public SshHandlerMapping mapping() {
		return (session) -> (session.getRequest().kind() == SshRequest.Kind.SHELL
				&& !this.commands.getCommands(session.getIdentity()).isEmpty()) ? this::handle : null;
	}

	private void handle(SshSession session) throws Exception {
		SshTerminal terminal = session.getTerminal();
		ShellSignals signals = new ShellSignals();
		session.onSignal(signals::raise);
		LineSource lines;
		if (terminal == null) {
			lines = new PlainLines(session, null);
		}
		else if (terminal.getType().equals("dumb")) {
			lines = new PlainLines(session, this.prompt);
		}
		else {
			lines = editedLines(session, terminal);
		}
		new ShellLoop(session, lines, this.commands, signals).run();
	}

	/**
	 * Another library may have brought a JLine of its own, under the same names.
	 */
	private LineSource editedLines(SshSession session, SshTerminal terminal) throws IOException {
		try {
			return new EditedLines(session, terminal, this.commands, this.settings, this.prompt, this.histories);
		}
		catch (LinkageError ex) {
			logger.error("The shell needs another version of JLine than the first on the class path", ex);
			session.getErrorWriter()
				.println("Lines cannot be edited here: the application has a JLine that does not fit");
			return new PlainLines(session, this.prompt);
		}
	}

}
