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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.sshboot.client.SshOperations.ExecSpec;
import io.github.sshboot.client.SshOperations.ResponseSpec;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.SshEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Runs a command on a connection of the pool.
 */
final class DefaultExecSpec implements ExecSpec {

	static final Charset DEFAULT_CHARSET = StandardCharsets.UTF_8;

	private static final int DEFAULT_CAPTURE_LIMIT = 16 << 20;

	private static final int ERROR_TAIL = 500;

	private final ClientEngine engine;

	private final ChannelLauncher launcher;

	private final SshEndpoint endpoint;

	private final String command;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable Supplier<InputStream> input;

	private @Nullable OutputStream output;

	private @Nullable OutputStream error;

	private @Nullable Duration timeout;

	private int captureLimit = DEFAULT_CAPTURE_LIMIT;

	private Charset charset = DEFAULT_CHARSET;

	DefaultExecSpec(ClientEngine engine, ChannelLauncher launcher, String command) {
		Assert.hasText(command, "'command' must not be empty");
		this.engine = engine;
		this.launcher = launcher;
		this.endpoint = launcher.endpoint();
		this.command = command;
	}

	@Override
	public ExecSpec input(String text) {
		this.input = () -> new ByteArrayInputStream(text.getBytes(this.charset));
		return this;
	}

	@Override
	public ExecSpec input(byte[] bytes) {
		this.input = () -> new ByteArrayInputStream(bytes);
		return this;
	}

	@Override
	public ExecSpec input(InputStream stream) {
		this.input = () -> stream;
		return this;
	}

	@Override
	public ExecSpec output(OutputStream stream) {
		this.output = stream;
		return this;
	}

	@Override
	public ExecSpec error(OutputStream stream) {
		this.error = stream;
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
	public ExecSpec timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	@Override
	public ExecSpec charset(Charset charset) {
		this.charset = charset;
		return this;
	}

	@Override
	public ExecResult run() {
		CapturedOutput capturedOutput = (this.output == null) ? new CapturedOutput(this.captureLimit) : null;
		CapturedOutput capturedError = (this.error == null) ? new CapturedOutput(this.captureLimit) : null;
		try (ChannelProcess process = launch(capturedOutput, capturedError)) {
			List<StreamPump> pumps = new ArrayList<>();
			StreamPump input = startInput(process);
			if (this.error != null) {
				pumps.add(StreamPump.output(process.getError(), this.error, process, this.endpoint).start(this.engine));
			}
			if (this.output != null) {
				pumps.add(StreamPump.output(process.getOutput(), this.output, process, this.endpoint).run());
			}
			process.awaitEnd();
			for (StreamPump pump : pumps) {
				pump.join();
				pump.check();
			}
			if (input != null) {
				input.cancel();
				input.check();
			}
			checkLimit(capturedOutput);
			checkLimit(capturedError);
			process.checkEnded(text(capturedOutput), text(capturedError));
			return new ExecResult(process.getExitStatus(), process.getExitSignal(), bytes(capturedOutput),
					bytes(capturedError), this.charset);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private void checkLimit(@Nullable CapturedOutput captured) {
		if (captured != null && captured.isExceeded()) {
			throw new SshException(("The command on %s wrote more than the %d bytes that are kept; "
					+ "let its output go to a stream or raise the limit")
				.formatted(this.endpoint, this.captureLimit), null);
		}
	}

	private static byte[] bytes(@Nullable CapturedOutput captured) {
		return (captured != null) ? captured.toByteArray() : new byte[0];
	}

	private String text(@Nullable CapturedOutput captured) {
		return (captured != null) ? captured.toString(this.charset) : "";
	}

	@Override
	public ResponseSpec retrieve() {
		return new DefaultResponseSpec();
	}

	@Override
	public SshProcess start() {
		Assert.state(this.output == null && this.error == null,
				"start() leaves standard output and error to the caller, so they cannot go elsewhere");
		try {
			ChannelProcess process = launch(null, null);
			if (this.input != null) {
				startInput(process);
			}
			return process;
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private ChannelProcess launch(@Nullable CapturedOutput capturedOutput, @Nullable CapturedOutput capturedError)
			throws InterruptedException {
		Deadline deadline = Deadline.in(this.timeout);
		SessionChannel channel = this.launcher.launch(() -> {
			SessionChannel created = SessionChannel.exec(this.command, this.charset, this.environment);
			if (capturedOutput != null) {
				created.setOut(capturedOutput);
			}
			if (capturedError != null) {
				created.setErr(capturedError);
			}
			return created;
		}, deadline);
		return ChannelProcess.of(channel, this.endpoint, deadline, this.engine);
	}

	private @Nullable StreamPump startInput(ChannelProcess process) {
		if (this.input == null) {
			StreamPump.end(process, this.endpoint);
			return null;
		}
		return StreamPump.input(this.input.get(), process, this.endpoint).start(this.engine);
	}

	private SshException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new SshException("Interrupted while a command ran on %s".formatted(this.endpoint), ex);
	}

	static SshCommandException failure(SshEndpoint endpoint, ExecResult result) {
		String error = result.getError().strip();
		String tail = (error.length() > ERROR_TAIL) ? error.substring(error.length() - ERROR_TAIL) : error;
		String how = (result.getExitSignal() != null)
				? "was ended by signal " + PeerText.printable(result.getExitSignal())
				: "ended with status " + result.getExitStatus();
		return new SshCommandException("The command on %s %s%s".formatted(endpoint, how,
				tail.isEmpty() ? "" : ": " + PeerText.printable(tail)), result, tail);
	}

	private final class DefaultResponseSpec implements ResponseSpec {

		@Override
		public String asString() {
			return withoutLineBreak(runChecked().getOutput());
		}

		@Override
		public List<String> lines() {
			return runChecked().getOutput().lines().toList();
		}

		@Override
		public byte[] bytes() {
			return runChecked().getOutputBytes();
		}

		private String withoutLineBreak(String text) {
			int end = text.endsWith("\n") ? text.length() - 1 : text.length();
			return text.substring(0, (end > 0 && text.charAt(end - 1) == '\r') ? end - 1 : end);
		}

		private ExecResult runChecked() {
			ExecResult result = run();
			if (!result.isSuccess()) {
				throw failure(DefaultExecSpec.this.endpoint, result);
			}
			return result;
		}

	}

}
