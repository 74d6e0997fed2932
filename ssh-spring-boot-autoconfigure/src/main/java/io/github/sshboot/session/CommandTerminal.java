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

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The terminal as a command has it that runs within a session. What the command has
 * changed ends with it.
 */
final class CommandTerminal implements SshTerminal, Closeable {

	private final SshTerminal terminal;

	private final List<RawMode> rawModes = new CopyOnWriteArrayList<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	CommandTerminal(SshTerminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public String getType() {
		return this.terminal.getType();
	}

	@Override
	public int getColumns() {
		return this.terminal.getColumns();
	}

	@Override
	public int getRows() {
		return this.terminal.getRows();
	}

	@Override
	public int getPixelWidth() {
		return this.terminal.getPixelWidth();
	}

	@Override
	public int getPixelHeight() {
		return this.terminal.getPixelHeight();
	}

	@Override
	public Map<String, Integer> getModes() {
		return this.terminal.getModes();
	}

	@Override
	public RawMode enterRawMode() {
		RawMode rawMode = this.terminal.enterRawMode();
		this.rawModes.add(rawMode);
		return rawMode;
	}

	@Override
	public boolean awaitInput(Duration timeout) throws IOException {
		return this.terminal.awaitInput(timeout);
	}

	@Override
	public void onResize(Runnable listener) {
		this.listeners.add(listener);
	}

	List<Runnable> listeners() {
		return this.listeners;
	}

	@Override
	public void close() {
		this.rawModes.forEach(RawMode::close);
	}

}
