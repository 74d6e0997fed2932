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

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What signals mean to a shell: some end the command that runs, some the shell itself.
 */
final class ShellSignals {

	private static final Set<String> OF_COMMANDS = Set.of("INT", "QUIT");

	private static final Set<String> OF_THE_SHELL = Set.of("HUP", "TERM", "KILL");

	private final Thread thread = Thread.currentThread();

	private boolean running;

	private boolean interrupted;

	private @Nullable String end;

	/**
	 * Take a signal, on a thread of the connection.
	 */
	synchronized void raise(String name) {
		if (OF_THE_SHELL.contains(name)) {
			this.end = name;
			this.thread.interrupt();
		}
		else if (this.running && OF_COMMANDS.contains(name)) {
			this.interrupted = true;
			this.thread.interrupt();
		}
	}

	synchronized void beginCommand() {
		this.running = true;
		this.interrupted = false;
	}

	/**
	 * A command is done. It may be so late that only the interruption is left of a
	 * signal.
	 * @return whether a signal was to end it
	 */
	synchronized boolean endCommand() {
		this.running = false;
		if (this.interrupted && this.end == null) {
			Thread.interrupted();
		}
		return this.interrupted;
	}

	/**
	 * Return the signal that ends the shell.
	 * @return the name of the signal or {@code null}
	 */
	synchronized @Nullable String getEnd() {
		return this.end;
	}

}
