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

package io.github.sshboot.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.sshboot.transport.SshEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.InputStreamSource;
import org.springframework.util.Assert;

/**
 * Collects how a command is to be run.
 */
final class DefaultExecSpec implements ExecSpec {

	private static final int DEFAULT_CAPTURE_LIMIT = 16 << 20;

	private final ClientEngine engine;

	private final ChannelLauncher launcher;

	private final CommandLine command;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable TerminalSpec terminal;

	private @Nullable InputSource input;

	private boolean inputOwned;

	private OutputTarget.@Nullable Factory output;

	private OutputTarget.@Nullable Factory error;

	private boolean merged;

	private @Nullable Duration timeout;

	private @Nullable Deadline latest;

	private int captureLimit = DEFAULT_CAPTURE_LIMIT;

	private Charset charset = StandardCharsets.UTF_8;

	private @Nullable Set<Integer> statuses;

	private boolean statusOptional;

	DefaultExecSpec(ClientEngine engine, ChannelLauncher launcher, CommandLine command) {
		this.engine = engine;
		this.launcher = launcher;
		this.command = command;
	}

	@Override
	public ExecSpec input(String text) {
		return input((charset) -> new ByteArrayInputStream(text.getBytes(charset)), true);
	}

	@Override
	public ExecSpec input(byte[] bytes) {
		return input((charset) -> new ByteArrayInputStream(bytes), true);
	}

	@Override
	public ExecSpec input(InputStream stream) {
		return input((charset) -> stream, false);
	}

	@Override
	public ExecSpec input(Path file) {
		return input((charset) -> Files.newInputStream(file), true);
	}

	@Override
	public ExecSpec input(InputStreamSource resource) {
		return input((charset) -> resource.getInputStream(), true);
	}

	private ExecSpec input(InputSource input, boolean owned) {
		this.input = input;
		this.inputOwned = owned;
		return this;
	}

	@Override
	public ExecSpec output(OutputStream stream) {
		return output((charset, limit) -> OutputTarget.stream(stream, false));
	}

	@Override
	public ExecSpec output(Path file) {
		return output((charset, limit) -> OutputTarget.stream(Files.newOutputStream(file), true));
	}

	@Override
	public ExecSpec outputBytes(Consumer<byte[]> consumer) {
		return output((charset, limit) -> OutputTarget.bytes(consumer));
	}

	@Override
	public ExecSpec outputLines(Consumer<String> consumer) {
		return output((charset, limit) -> OutputTarget.lines(consumer, charset, limit));
	}

	private ExecSpec output(OutputTarget.Factory output) {
		this.output = output;
		return this;
	}

	@Override
	public ExecSpec error(OutputStream stream) {
		return error((charset, limit) -> OutputTarget.stream(stream, false));
	}

	@Override
	public ExecSpec error(Path file) {
		return error((charset, limit) -> OutputTarget.stream(Files.newOutputStream(file), true));
	}

	@Override
	public ExecSpec errorBytes(Consumer<byte[]> consumer) {
		return error((charset, limit) -> OutputTarget.bytes(consumer));
	}

	@Override
	public ExecSpec errorLines(Consumer<String> consumer) {
		return error((charset, limit) -> OutputTarget.lines(consumer, charset, limit));
	}

	private ExecSpec error(OutputTarget.Factory error) {
		this.error = error;
		this.merged = false;
		return this;
	}

	@Override
	public ExecSpec mergeError() {
		this.error = null;
		this.merged = true;
		return this;
	}

	@Override
	public ExecSpec captureLimit(int bytes) {
		Assert.isTrue(bytes > 0, "'bytes' must be positive");
		this.captureLimit = bytes;
		return this;
	}

	@Override
	public ExecSpec env(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	@Override
	public ExecSpec env(Map<String, String> variables) {
		this.environment.putAll(variables);
		return this;
	}

	@Override
	public ExecSpec pty() {
		return pty(TerminalSpec.dumb());
	}

	@Override
	public ExecSpec pty(TerminalSpec terminal) {
		this.terminal = terminal;
		return this;
	}

	@Override
	public ExecSpec timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Set when the command must have ended, whatever its own timeout is.
	 */
	void notAfter(Deadline latest) {
		this.latest = latest;
	}

	@Override
	public ExecSpec charset(Charset charset) {
		this.charset = charset;
		return this;
	}

	@Override
	public ExecSpec expectStatus(int... statuses) {
		this.statuses = Arrays.stream(statuses).boxed().collect(Collectors.toSet());
		return this;
	}

	@Override
	public ExecSpec allowMissingStatus() {
		this.statusOptional = true;
		return this;
	}

	@Override
	public ExecResult run() {
		return run(options());
	}

	ExecResult run(ExecOptions options) {
		try {
			return Execution.run(this.engine, this.launcher, options);
		}
		catch (InterruptedException ex) {
			throw interrupted(this.launcher.endpoint(), ex);
		}
	}

	@Override
	public CompletableFuture<ExecResult> runAsync() {
		return Execution.runAsync(this.engine, this.launcher, options());
	}

	@Override
	public ResponseSpec retrieve() {
		return new DefaultResponseSpec(this);
	}

	@Override
	public SshProcess start() {
		return start(OutputPipe.create(), OutputPipe.create());
	}

	@Override
	public SshDialogue expect() {
		Assert.state(this.input == null, "A dialogue is its command's input, so that cannot come from elsewhere");
		return DefaultSshDialogue.start(this.engine, this.charset, (output) -> start(output, output));
	}

	/**
	 * Start the command.
	 * @param output where standard output goes
	 * @param error where standard error goes, unless it is merged
	 */
	ChannelProcess start(OutputSink output, OutputSink error) {
		ExecOptions options = options();
		Assert.state(!options.isOutputElsewhere(),
				"The streams of the command are left to the caller, so they cannot go elsewhere");
		try {
			CommandStart start = new CommandStart(this.engine, this.launcher, options, output,
					options.merged() ? output : error);
			return start.begin(start.launch());
		}
		catch (InterruptedException ex) {
			throw interrupted(this.launcher.endpoint(), ex);
		}
	}

	static SshException interrupted(SshEndpoint endpoint, InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new SshException("Interrupted while a command ran on %s".formatted(endpoint), ex);
	}

	ChannelLauncher launcher() {
		return this.launcher;
	}

	ExecOptions options() {
		Deadline deadline = (this.latest == null) ? Deadline.in(this.timeout)
				: (this.timeout != null) ? this.latest.within(this.timeout) : this.latest;
		return new ExecOptions(this.command, this.charset, this.environment, this.terminal, this.input, this.inputOwned,
				this.output, this.error, this.merged, this.captureLimit, deadline, this.statuses, this.statusOptional);
	}

}
