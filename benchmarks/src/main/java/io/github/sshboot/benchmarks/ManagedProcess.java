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

package io.github.sshboot.benchmarks;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.springframework.util.Assert;

/**
 * A process that answers on lines that begin with {@code @}. What else it writes goes to
 * a file.
 */
final class ManagedProcess implements Closeable {

	private static final int TIMEOUT_SECONDS = 120;

	private final Process process;

	private final Path log;

	private final Optional<ControlGroup> group;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private ManagedProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
		this.group = ControlGroup.of(process.pid());
	}

	static ManagedProcess start(Path log, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			ManagedProcess managed = new ManagedProcess(process, log);
			Thread reader = new Thread(managed::read, "output of " + process.pid());
			reader.setDaemon(true);
			reader.start();
			return managed;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
				PrintStream log = new PrintStream(this.log.toFile(), StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith("@")) {
					this.answers.add(line.substring(1));
				}
				else {
					log.println(line);
				}
			}
		}
		catch (IOException ex) {
			// the process has been ended
		}
	}

	/**
	 * Ask something.
	 * @param question the question
	 * @return the answer
	 */
	String ask(String question) {
		PrintWriter writer = new PrintWriter(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		writer.println(question);
		return answer();
	}

	/**
	 * Wait for an answer.
	 * @return what follows its first word, unless that is {@code failed}
	 */
	String answer() {
		try {
			for (int second = 0; second < TIMEOUT_SECONDS; second++) {
				String answer = this.answers.poll(1, TimeUnit.SECONDS);
				if (answer != null) {
					String[] parts = answer.split(" ", 2);
					Assert.state(!"failed".equals(parts[0]), parts[1]);
					return parts[1];
				}
				if (!this.process.isAlive()) {
					break;
				}
			}
			throw new IllegalStateException("No answer; the log is: " + readLog());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private String readLog() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return the CPU time of the process and all that has descended from it.
	 * @return the time in seconds, unless this machine does not tell
	 */
	OptionalDouble cpuSeconds() {
		return this.group.map((group) -> OptionalDouble.of(group.cpuSeconds())).orElseGet(OptionalDouble::empty);
	}

	/**
	 * Return the memory of the process and its descendants, where what several processes
	 * share counts once.
	 * @return the memory in bytes
	 */
	long memory() {
		return Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants())
			.mapToLong((handle) -> memory(handle.pid()))
			.sum();
	}

	private static long memory(long pid) {
		try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
			return lines.filter((line) -> line.startsWith("Pss:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
				.sum();
		}
		catch (IOException | UncheckedIOException ex) {
			return 0;
		}
	}

	@Override
	public void close() {
		List<ProcessHandle> descendants = this.process.descendants().toList();
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		descendants.forEach(ProcessHandle::destroyForcibly);
		this.group.ifPresent(ControlGroup::close);
	}

}
