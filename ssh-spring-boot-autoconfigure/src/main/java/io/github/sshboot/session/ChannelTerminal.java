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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The terminal of a session channel. What the client says of it is made safe to use: a
 * type that is no plain name becomes {@code dumb}, a size is kept between 1 and 10,000.
 */
final class ChannelTerminal implements SshTerminal {

	private static final Log logger = LogFactory.getLog(ChannelTerminal.class);

	private static final Pattern PLAIN_TYPE = Pattern.compile("[A-Za-z0-9._+-]{1,64}");

	private static final int MAX_SIZE = 10_000;

	private final String type;

	private final TerminalModes modes;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile Size size;

	ChannelTerminal(String type, int columns, int rows, TerminalModes modes) {
		this.type = PLAIN_TYPE.matcher(type).matches() ? type : "dumb";
		this.modes = modes;
		this.size = Size.of(columns, rows);
	}

	@Override
	public String getType() {
		return this.type;
	}

	@Override
	public int getColumns() {
		return this.size.columns();
	}

	@Override
	public int getRows() {
		return this.size.rows();
	}

	@Override
	public void onResize(Runnable listener) {
		this.listeners.add(listener);
	}

	TerminalModes modes() {
		return this.modes;
	}

	void resize(int columns, int rows) {
		this.size = Size.of(columns, rows);
		for (Runnable listener : this.listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				logger.error("A listener for the size of a terminal failed", ex);
			}
		}
	}

	private record Size(int columns, int rows) {

		private static final int DEFAULT_COLUMNS = 80;

		private static final int DEFAULT_ROWS = 24;

		private static Size of(int columns, int rows) {
			return new Size(bounded(columns, DEFAULT_COLUMNS), bounded(rows, DEFAULT_ROWS));
		}

		private static int bounded(int value, int unknown) {
			return (value == 0) ? unknown : Math.min(Math.max(value, 1), MAX_SIZE);
		}

	}

}
