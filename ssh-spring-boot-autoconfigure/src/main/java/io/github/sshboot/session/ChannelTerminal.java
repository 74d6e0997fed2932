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

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.channel.PtyMode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The terminal of a session channel. What the client says of it is made safe to use: a
 * type that is no plain name becomes {@code dumb}, a size is kept between 1 and 10,000,
 * and pixels up to 100,000.
 */
final class ChannelTerminal implements SshTerminal {

	private static final Log logger = LogFactory.getLog(ChannelTerminal.class);

	private static final Pattern PLAIN_TYPE = Pattern.compile("[A-Za-z0-9._+-]{1,64}");

	private final String type;

	private final Map<String, Integer> requestedModes;

	private final TerminalModes modes;

	private final AtomicInteger rawModes = new AtomicInteger();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final List<CommandTerminal> lent = new CopyOnWriteArrayList<>();

	private volatile Size size;

	private volatile @Nullable ChannelInput received;

	private volatile @Nullable TerminalInput input;

	ChannelTerminal(String type, Size size, Map<PtyMode, Integer> modes) {
		this.type = PLAIN_TYPE.matcher(type).matches() ? type : "dumb";
		this.requestedModes = modes.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap((mode) -> mode.getKey().name(), Map.Entry::getValue));
		this.modes = TerminalModes.of(modes);
		this.size = size;
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
	public int getPixelWidth() {
		return this.size.pixelWidth();
	}

	@Override
	public int getPixelHeight() {
		return this.size.pixelHeight();
	}

	@Override
	public Map<String, Integer> getModes() {
		return this.requestedModes;
	}

	@Override
	public RawMode enterRawMode() {
		this.rawModes.incrementAndGet();
		AtomicBoolean closed = new AtomicBoolean();
		return () -> {
			if (!closed.getAndSet(true)) {
				this.rawModes.decrementAndGet();
			}
		};
	}

	/**
	 * Connect the terminal with what comes from the client.
	 */
	void connect(ChannelInput received) {
		this.received = received;
	}

	/**
	 * Connect the terminal with what the handler reads.
	 */
	void open(TerminalInput input) {
		this.input = input;
	}

	@Override
	public boolean awaitInput(Duration timeout) throws IOException {
		TerminalInput input = this.input;
		ChannelInput received = this.received;
		Assert.state(input != null && received != null, "Input can be waited for only while the handler runs");
		return input.isReady() || received.await(timeout);
	}

	@Override
	public void onResize(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Let a command have the terminal, until it is removed.
	 */
	CommandTerminal lend() {
		CommandTerminal lent = new CommandTerminal(this);
		this.lent.add(lent);
		return lent;
	}

	void takeBack(CommandTerminal lent) {
		this.lent.remove(lent);
		lent.close();
	}

	/**
	 * Return the modes that apply now.
	 */
	TerminalModes modes() {
		return (this.rawModes.get() > 0) ? TerminalModes.RAW : this.modes;
	}

	void resize(Size size) {
		this.size = size;
		ChannelInput received = this.received;
		if (received != null) {
			received.wakeUp();
		}
		tell(this.listeners);
		this.lent.forEach((lent) -> tell(lent.listeners()));
	}

	private static void tell(List<Runnable> listeners) {
		for (Runnable listener : listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				logger.error("A listener for the size of a terminal failed", ex);
			}
		}
	}

	/**
	 * The size of a terminal.
	 *
	 * @param columns the number of columns
	 * @param rows the number of rows
	 * @param pixelWidth the width in pixels or 0
	 * @param pixelHeight the height in pixels or 0
	 */
	record Size(int columns, int rows, int pixelWidth, int pixelHeight) {

		private static final int DEFAULT_COLUMNS = 80;

		private static final int DEFAULT_ROWS = 24;

		private static final int MAX_CHARACTERS = 10_000;

		private static final int MAX_PIXELS = 100_000;

		/**
		 * Return a size that is safe to use.
		 */
		static Size of(int columns, int rows, int pixelWidth, int pixelHeight) {
			return new Size(characters(columns, DEFAULT_COLUMNS), characters(rows, DEFAULT_ROWS), pixels(pixelWidth),
					pixels(pixelHeight));
		}

		private static int characters(int value, int unknown) {
			return (value == 0) ? unknown : Math.min(Math.max(value, 1), MAX_CHARACTERS);
		}

		private static int pixels(int value) {
			return Math.min(Math.max(value, 0), MAX_PIXELS);
		}

	}

}
