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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import io.github.sshboot.client.ConnectionPool.Lease;
import io.github.sshboot.client.SshClient.ExecSpec;
import io.github.sshboot.client.SshClient.ResponseSpec;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Runs a command on a connection of the pool.
 */
final class DefaultExecSpec implements ExecSpec {

	static final Charset DEFAULT_CHARSET = StandardCharsets.UTF_8;

	private static final Log logger = LogFactory.getLog(DefaultExecSpec.class);

	private static final int ERROR_TAIL = 1000;

	private static final int BUFFER_SIZE = 32768;

	private final ClientEngine engine;

	private final ConnectionPool pool;

	private final SshClientSettings settings;

	private final String command;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable Supplier<InputStream> input;

	private @Nullable OutputStream output;

	private @Nullable OutputStream error;

	private @Nullable Duration timeout;

	private Charset charset = DEFAULT_CHARSET;

	DefaultExecSpec(ClientEngine engine, ConnectionPool pool, SshClientSettings settings, String command) {
		Assert.hasText(command, "'command' must not be empty");
		this.engine = engine;
		this.pool = pool;
		this.settings = settings;
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
		ByteArrayOutputStream capturedOutput = new ByteArrayOutputStream();
		ByteArrayOutputStream capturedError = new ByteArrayOutputStream();
		try (ChannelProcess process = open((this.output == null) ? capturedOutput : null,
				(this.error == null) ? capturedError : null)) {
			FutureTask<?> inputPump = pumpInput(process);
			OutputStream error = this.error;
			FutureTask<?> errorPump = (error != null) ? pump(() -> copy(process.getError(), error)) : null;
			if (this.output != null) {
				copy(process.getOutput(), this.output);
			}
			process.awaitEnd();
			if (inputPump != null && !inputPump.cancel(true)) {
				join(inputPump);
			}
			if (errorPump != null) {
				join(errorPump);
			}
			process.checkEnded(capturedOutput.toString(this.charset), capturedError.toString(this.charset));
			return new ExecResult(process.getExitStatus(), process.getExitSignal(), capturedOutput.toByteArray(),
					capturedError.toByteArray(), this.charset);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	@Override
	public ResponseSpec retrieve() {
		return new DefaultResponseSpec();
	}

	@Override
	public SshProcess start() {
		try {
			ChannelProcess process = open(null, null);
			if (this.input != null) {
				pumpInput(process);
			}
			return process;
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * Start the command. What is to be captured goes there directly; it is kept in memory
	 * and never blocks the engine.
	 */
	private ChannelProcess open(@Nullable ByteArrayOutputStream capturedOutput,
			@Nullable ByteArrayOutputStream capturedError) throws InterruptedException {
		Deadline deadline = Deadline.in(this.timeout);
		try {
			return open(acquire(deadline), deadline, capturedOutput, capturedError);
		}
		catch (StaleConnectionException ex) {
			logger.debug("Trying another connection to " + endpoint(), ex);
		}
		try {
			return open(acquire(deadline), deadline, capturedOutput, capturedError);
		}
		catch (StaleConnectionException ex) {
			throw new SshConnectException("The connection to %s was lost".formatted(endpoint()), ex);
		}
	}

	private Lease acquire(Deadline deadline) throws InterruptedException {
		Lease lease = null;
		try {
			lease = this.pool.acquire(deadline);
		}
		catch (SshConnectException ex) {
			if (!deadline.isOver()) {
				throw ex;
			}
		}
		if (lease == null) {
			throw ChannelProcess.timeout(endpoint(), deadline, "", "");
		}
		return lease;
	}

	private ChannelProcess open(Lease lease, Deadline deadline, @Nullable ByteArrayOutputStream capturedOutput,
			@Nullable ByteArrayOutputStream capturedError) throws StaleConnectionException, InterruptedException {
		ClientSession session = lease.session();
		ExecChannel channel = new ExecChannel(this.command, this.charset, this.environment);
		if (capturedOutput != null) {
			channel.setOut(capturedOutput);
		}
		if (capturedError != null) {
			channel.setErr(capturedError);
		}
		boolean opened = false;
		try {
			session.getService(ConnectionService.class).registerChannel(channel);
			channel.addCloseFutureListener((future) -> lease.release());
			boolean answered = channel.open().await(deadline.atMost(this.settings.timeouts().connect()));
			opened = channel.isOpen();
			if (opened) {
				return ChannelProcess.of(channel, endpoint(), deadline, this.engine);
			}
			throw notOpened(session, answered, deadline);
		}
		catch (InterruptedIOException ex) {
			throw (InterruptedException) new InterruptedException().initCause(ex);
		}
		catch (IOException ex) {
			if (!session.isOpen()) {
				throw new StaleConnectionException(ex);
			}
			throw new SshException("Cannot run a command on %s".formatted(endpoint()), ex);
		}
		finally {
			if (!opened) {
				channel.close(true);
				lease.release();
			}
		}
	}

	private SshException notOpened(ClientSession session, boolean answered, Deadline deadline)
			throws StaleConnectionException {
		SshEndpoint endpoint = endpoint();
		if (!session.isOpen()) {
			throw new StaleConnectionException(null);
		}
		if (answered) {
			return new SshException("%s refused to open a session".formatted(endpoint), null);
		}
		return deadline.isOver() ? ChannelProcess.timeout(endpoint, deadline, "", "")
				: new SshConnectException("%s did not answer the request for a session".formatted(endpoint), null);
	}

	private @Nullable FutureTask<?> pumpInput(ChannelProcess process) {
		if (this.input == null) {
			closeInput(process);
			return null;
		}
		InputStream source = this.input.get();
		return pump(() -> {
			try {
				sendInput(source, process);
			}
			catch (IOException ex) {
				// half of the input must not look like all of it
				process.close();
				throw new SshException("The input of a command on %s cannot be read".formatted(endpoint()), ex);
			}
		});
	}

	private void sendInput(InputStream source, ChannelProcess process) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		int count = source.read(buffer);
		while (count >= 0) {
			try {
				process.getInput().write(buffer, 0, count);
			}
			catch (IOException ex) {
				logger.debug("A command on %s ended before its input".formatted(endpoint()), ex);
				return;
			}
			count = source.read(buffer);
		}
		closeInput(process);
	}

	private void closeInput(ChannelProcess process) {
		try {
			process.getInput().close();
		}
		catch (IOException ex) {
			logger.debug("A command on %s ended before its input".formatted(endpoint()), ex);
		}
	}

	private FutureTask<?> pump(Runnable task) {
		FutureTask<?> pump = new FutureTask<>(task, null);
		this.engine.pump(pump);
		return pump;
	}

	/**
	 * Pass on what a command writes. If it cannot be read to its end, the end of the
	 * command tells why.
	 */
	private void copy(InputStream source, OutputStream target) {
		byte[] buffer = new byte[BUFFER_SIZE];
		int count = read(source, buffer);
		try {
			while (count >= 0) {
				target.write(buffer, 0, count);
				count = read(source, buffer);
			}
			target.flush();
		}
		catch (IOException ex) {
			throw new SshException("The output of a command on %s cannot be passed on".formatted(endpoint()), ex);
		}
	}

	private int read(InputStream source, byte[] buffer) {
		try {
			return source.read(buffer);
		}
		catch (IOException ex) {
			logger.debug("The output of a command on %s ended early".formatted(endpoint()), ex);
			return -1;
		}
	}

	private static void join(FutureTask<?> pump) throws InterruptedException {
		try {
			pump.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof SshException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	private SshEndpoint endpoint() {
		return this.settings.endpoint();
	}

	private SshException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new SshException("Interrupted while a command ran on %s".formatted(endpoint()), ex);
	}

	static SshCommandException failure(SshEndpoint endpoint, ExecResult result) {
		String error = result.getError().strip();
		String tail = (error.length() > ERROR_TAIL) ? error.substring(error.length() - ERROR_TAIL) : error;
		String how = (result.getExitSignal() != null) ? "was ended by signal " + result.getExitSignal()
				: "ended with status " + result.getExitStatus();
		return new SshCommandException(
				"The command on %s %s%s".formatted(endpoint, how, tail.isEmpty() ? "" : ": " + tail), result, tail);
	}

	/**
	 * The connection had gone before anything of the command was sent.
	 */
	private static final class StaleConnectionException extends Exception {

		private StaleConnectionException(@Nullable Throwable cause) {
			super(cause);
		}

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
				throw failure(endpoint(), result);
			}
			return result;
		}

	}

}
