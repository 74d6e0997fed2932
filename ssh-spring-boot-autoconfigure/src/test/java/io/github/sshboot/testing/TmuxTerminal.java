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

package io.github.sshboot.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A terminal with a keyboard to press and a screen to look at, by {@code tmux}.
 */
public final class TmuxTerminal implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Path directory;

	private final Path socket;

	private TmuxTerminal(Path directory) {
		this.directory = directory;
		this.socket = directory.resolve("tmux-" + System.nanoTime());
	}

	/**
	 * Run a program in a terminal of 80 by 24. What it ended with is shown as
	 * {@code [status 0]}.
	 * @param directory a directory for the socket of the terminal
	 * @param command the program and its arguments, none of which has a quote
	 * @return the terminal
	 */
	public static TmuxTerminal run(Path directory, List<String> command) {
		return run(directory, "xterm-256color", command);
	}

	public static TmuxTerminal run(Path directory, String type, List<String> command) {
		Programs.require("tmux");
		TmuxTerminal terminal = new TmuxTerminal(directory);
		String quoted = command.stream().map((word) -> "'" + word + "'").collect(Collectors.joining(" "));
		terminal.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24",
				"TERM=%s %s; echo \"[status $?]\"; exec sleep 600".formatted(type, quoted));
		return terminal;
	}

	/**
	 * Type text as it is.
	 * @param text the text
	 */
	public void type(String text) {
		tmux("send-keys", "-l", "--", text);
	}

	/**
	 * Press keys.
	 * @param keys the names that tmux has for them, such as {@code Enter} or {@code C-c}
	 */
	public void press(String... keys) {
		List<String> arguments = new ArrayList<>(List.of("send-keys"));
		arguments.addAll(List.of(keys));
		tmux(arguments.toArray(String[]::new));
	}

	/**
	 * Paste text as a terminal does: bracketed, if the program has asked for that.
	 * @param text the text
	 */
	public void paste(String text) {
		tmux("set-buffer", text);
		tmux("paste-buffer", "-p");
	}

	public void resize(int columns, int rows) {
		tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
	}

	/**
	 * Return what is on the screen.
	 * @return the screen, without blanks at the ends of lines and empty lines at its end
	 */
	public String screen() {
		return capture("capture-pane", "-p");
	}

	/**
	 * Return what is and was on the screen.
	 * @return the lines that have scrolled away and those that have not
	 */
	public String everything() {
		return capture("capture-pane", "-p", "-S", "-");
	}

	/**
	 * Return the screen with the sequences for its colours.
	 * @return the screen
	 */
	public String colours() {
		return capture("capture-pane", "-p", "-e");
	}

	public String cursor() {
		return capture("display-message", "-p", "#{cursor_x},#{cursor_y}");
	}

	/**
	 * Wait for a screen.
	 * @param expected what has to hold for it
	 * @return the screen
	 */
	public String await(Predicate<String> expected) {
		try {
			return Awaitility.await()
				.atMost(TIMEOUT)
				.pollInterval(Duration.ofMillis(50))
				.until(this::screen, expected::test);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("Not the screen that was expected:%n%s".formatted(screen()), ex);
		}
	}

	/**
	 * Wait until the last line of the screen is some text.
	 * @param text the text
	 * @return the screen
	 */
	public String awaitLastLine(String text) {
		return await((screen) -> lastLine(screen).equals(text));
	}

	/**
	 * Wait until lines are on the screen.
	 * @param lines the lines, in this order, perhaps with others in between
	 */
	public void awaitLines(String... lines) {
		await((screen) -> {
			Iterator<String> shown = screen.lines().iterator();
			return Arrays.stream(lines).allMatch((line) -> find(shown, line));
		});
	}

	private static boolean find(Iterator<String> lines, String line) {
		while (lines.hasNext()) {
			if (lines.next().equals(line)) {
				return true;
			}
		}
		return false;
	}

	private static String lastLine(String screen) {
		return screen.substring(screen.lastIndexOf('\n') + 1);
	}

	@Override
	public void close() {
		tmux("kill-server");
	}

	private String capture(String... arguments) {
		return Arrays.stream(tmux(arguments).split("\n", -1))
			.map(String::stripTrailing)
			.collect(Collectors.joining("\n"))
			.stripTrailing();
	}

	private String tmux(String... arguments) {
		List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", this.socket.toString()));
		command.addAll(List.of(arguments));
		return Programs.run(this.directory, command.toArray(String[]::new)).output();
	}

}
