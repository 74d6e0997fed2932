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
import java.util.List;
import java.util.function.Consumer;

import io.github.sshboot.testing.Programs.Result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real terminal, with somebody at its keyboard.
 */
public final class Tmux implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Path directory;

	private Tmux(Path directory) {
		this.directory = directory;
	}

	/**
	 * Run a program in a terminal of 100 columns and 30 rows, which stays when the
	 * program has ended.
	 * @param directory for the socket
	 * @param command the program and its arguments
	 * @return the terminal
	 */
	public static Tmux start(Path directory, List<String> command) {
		Programs.require("tmux");
		Tmux tmux = new Tmux(directory);
		List<String> arguments = new ArrayList<>(
				List.of("-f", "/dev/null", "new-session", "-d", "-s", "test", "-x", "100", "-y", "30"));
		arguments.add("sh");
		arguments.add("-c");
		arguments.add("\"$@\"; echo \"ended with $?\"; exec sleep 600");
		arguments.add("sh");
		arguments.addAll(command);
		tmux.run(arguments.toArray(String[]::new)).output();
		return tmux;
	}

	/**
	 * Type text as it is.
	 * @param text the text
	 */
	public void type(String text) {
		run("send-keys", "-t", "test", "-l", text).output();
	}

	/**
	 * Press keys.
	 * @param keys the keys, by the names that tmux gives them
	 */
	public void press(String... keys) {
		List<String> arguments = new ArrayList<>(List.of("send-keys", "-t", "test"));
		arguments.addAll(List.of(keys));
		run(arguments.toArray(String[]::new)).output();
	}

	public void resize(int columns, int rows) {
		run("resize-window", "-t", "test", "-x", String.valueOf(columns), "-y", String.valueOf(rows)).output();
	}

	/**
	 * Wait until lines are on the screen.
	 * @param lines the lines, in this order, perhaps with others in between
	 */
	public void awaitLines(String... lines) {
		awaitScreen((screen) -> assertThat(screen).containsSubsequence(lines));
	}

	public void awaitScreen(Consumer<List<String>> assertion) {
		await().atMost(TIMEOUT).untilAsserted(() -> assertion.accept(screen()));
	}

	private List<String> screen() {
		return run("capture-pane", "-t", "test", "-p").output().lines().map(String::stripTrailing).toList();
	}

	private Result run(String... arguments) {
		List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", this.directory.resolve("tmux").toString()));
		command.addAll(List.of(arguments));
		return Programs.run(this.directory, command.toArray(String[]::new));
	}

	@Override
	public void close() {
		run("kill-server");
	}

}
