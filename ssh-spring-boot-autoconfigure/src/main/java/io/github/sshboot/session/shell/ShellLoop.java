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
import java.util.List;

import io.github.sshboot.session.CommandSyntaxException;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshCommandCatalog;

/**
 * Reads lines and runs them, on the thread of the handler.
 */
final class ShellLoop {

	private static final int USAGE_ERROR = 2;

	private static final int INTERRUPTED = 130;

	private static final int DEFAULT_WIDTH = 80;

	private final SshSession session;

	private final LineSource lines;

	private final SshCommandCatalog commands;

	private final ShellSignals signals;

	private int status;

	private boolean left;

	ShellLoop(SshSession session, LineSource lines, SshCommandCatalog commands, ShellSignals signals) {
		this.session = session;
		this.lines = lines;
		this.commands = commands;
		this.signals = signals;
	}

	/**
	 * Run all lines and end the session with the status of the last.
	 */
	void run() throws IOException, InterruptedException {
		try {
			String text = this.lines.read();
			while (text != null && !this.left) {
				runLines(text);
				text = this.left ? null : this.lines.read();
			}
			this.session.exit(this.status);
		}
		catch (InterruptedException ex) {
			String signal = this.signals.getEnd();
			if (signal == null) {
				throw ex;
			}
			this.session.exitSignal(signal, "");
		}
	}

	/**
	 * What was pasted is several lines. An interruption is meant for all of them.
	 */
	private void runLines(String text) throws IOException, InterruptedException {
		for (String line : text.split("\n")) {
			String command = line.strip();
			if (!this.left && !command.isEmpty() && !command.startsWith("#") && !run(command)) {
				return;
			}
		}
	}

	/**
	 * Run a line.
	 * @return whether it was not interrupted
	 */
	private boolean run(String line) throws IOException, InterruptedException {
		SshRequest request = SshRequest.exec(line);
		List<String> words;
		try {
			words = request.arguments();
		}
		catch (CommandSyntaxException ex) {
			this.session.getErrorWriter().println(ex.getMessage());
			this.status = USAGE_ERROR;
			return true;
		}
		BuiltIn builtIn = words.isEmpty() ? null : BuiltIn.find(words.get(0));
		if (builtIn != null && !isCommand(builtIn.word())) {
			this.status = run(builtIn, words.subList(1, words.size()));
			return true;
		}
		return runCommand(line);
	}

	private boolean runCommand(String line) throws IOException, InterruptedException {
		this.signals.beginCommand();
		boolean interrupted;
		try {
			this.status = this.session.run(line);
		}
		catch (InterruptedException ex) {
			this.status = INTERRUPTED;
			if (!this.signals.endCommand()) {
				throw ex;
			}
		}
		finally {
			interrupted = this.signals.endCommand();
		}
		this.lines.commandDone();
		return !interrupted;
	}

	private boolean isCommand(String word) {
		return this.commands.getCommands(this.session.getIdentity())
			.stream()
			.anyMatch((command) -> command.name().equals(word) || command.name().startsWith(word + " "));
	}

	private int run(BuiltIn builtIn, List<String> arguments) {
		return switch (builtIn) {
			case HELP -> help(arguments);
			case EXIT -> exit(arguments);
			case SET -> set(arguments);
		};
	}

	private int help(List<String> words) {
		SshTerminal terminal = this.session.getTerminal();
		String usage = this.commands.getUsage(this.session.getIdentity(), words,
				(terminal != null) ? terminal.getColumns() : DEFAULT_WIDTH);
		if (usage.isEmpty()) {
			return usageError("There is no command '%s'".formatted(String.join(" ", words)));
		}
		this.session.getWriter().println(usage.stripTrailing());
		if (words.isEmpty()) {
			this.session.getWriter().println("\nCommands of the shell:");
			BuiltIn.all()
				.stream()
				.filter((builtIn) -> builtIn != BuiltIn.HELP)
				.forEach((builtIn) -> this.session.getWriter()
					.println("  %-6s %s".formatted(builtIn.word(), builtIn.description())));
		}
		return 0;
	}

	private int exit(List<String> arguments) {
		if (arguments.size() > 1 || (arguments.size() == 1 && !arguments.get(0).matches("[0-9]{1,3}"))) {
			return usageError("Usage: exit [status]");
		}
		this.left = true;
		return arguments.isEmpty() ? this.status : Integer.parseInt(arguments.get(0)) & 0xFF;
	}

	private int set(List<String> arguments) {
		if (arguments.size() != 2 || !arguments.get(0).equals("-o")
				|| !List.of("vi", "emacs").contains(arguments.get(1)) || !this.lines.editLike(arguments.get(1))) {
			return usageError("Usage on a terminal: set -o vi, set -o emacs");
		}
		return 0;
	}

	private int usageError(String problem) {
		this.session.getErrorWriter().println(problem);
		return USAGE_ERROR;
	}

}
