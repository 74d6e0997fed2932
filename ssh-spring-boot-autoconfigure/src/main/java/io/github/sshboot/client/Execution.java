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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import io.github.sshboot.client.ChannelProcess.MissingStatusException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command to its end.
 */
final class Execution {

	private final ClientEngine engine;

	private final ChannelLauncher launcher;

	private final ExecOptions options;

	private final OutputDelivery delivery;

	private @Nullable CapturedOutput capturedOutput;

	private @Nullable CapturedOutput capturedError;

	private volatile @Nullable ChannelProcess process;

	private Execution(ClientEngine engine, ChannelLauncher launcher, ExecOptions options, boolean async) {
		this.engine = engine;
		this.launcher = launcher;
		this.options = options;
		this.delivery = new OutputDelivery(async ? engine : null);
	}

	/**
	 * Run a command and wait for its end.
	 */
	static ExecResult run(ClientEngine engine, ChannelLauncher launcher, ExecOptions options)
			throws InterruptedException {
		Execution execution = new Execution(engine, launcher, options, false);
		try (ChannelProcess process = execution.start()) {
			if (execution.isDelivering()) {
				execution.delivery.run();
			}
			process.awaitEnd();
			return execution.result(process);
		}
	}

	/**
	 * Run a command while nobody waits. A thread is taken for as long as the command is
	 * begun, its input is sent, or its output is brought to where it goes.
	 */
	static CompletableFuture<ExecResult> runAsync(ClientEngine engine, ChannelLauncher launcher, ExecOptions options) {
		Execution execution = new Execution(engine, launcher, options, true);
		Run run = new Run();
		FutureTask<?> starter = new FutureTask<>(() -> execution.startAsync(run), null);
		run.whenComplete((result, failure) -> {
			if (!run.ended) {
				// somebody else has completed it, and nobody wants the result
				starter.cancel(true);
				execution.abandon();
			}
		});
		try {
			engine.pump(starter);
		}
		catch (RejectedExecutionException ex) {
			run.fail(new SshException("The SSH clients are closed", ex));
		}
		return run;
	}

	private void startAsync(Run run) {
		try {
			ChannelProcess process = start();
			if (run.isDone()) {
				process.close();
			}
			CompletableFuture<Void> delivered = isDelivering() ? this.delivery.done()
					: CompletableFuture.completedFuture(null);
			process.ended().thenCombineAsync(delivered, (ended, done) -> {
				finish(run, process);
				return null;
			}, process::execute);
		}
		catch (InterruptedException ex) {
			run.fail(new SshException("Cancelled while a command was begun on " + this.launcher.endpoint(), ex));
		}
		catch (RuntimeException | Error ex) {
			run.fail(ex);
		}
	}

	private void finish(Run run, ChannelProcess process) {
		try (process) {
			run.end(result(process));
		}
		catch (RuntimeException ex) {
			run.fail(ex);
		}
	}

	private void abandon() {
		ChannelProcess process = this.process;
		if (process != null) {
			this.delivery.discard();
			process.close();
		}
	}

	private ChannelProcess start() throws InterruptedException {
		ChannelProcess process = null;
		try {
			OutputSink output = sink(this.options.output(), true);
			OutputSink error = this.options.merged() ? output : sink(this.options.error(), false);
			process = start(this.engine, this.launcher, this.options, output, error);
			this.process = process;
			process.ended().thenRun(this::endDelivery);
			if (this.options.input() == null) {
				InputPump.end(process);
			}
			return process;
		}
		finally {
			if (process == null) {
				this.delivery.finish(false);
			}
		}
	}

	private boolean isDelivering() {
		return this.options.isOutputElsewhere();
	}

	/**
	 * Start a command. Its input is sent, if there is one.
	 */
	static ChannelProcess start(ClientEngine engine, ChannelLauncher launcher, ExecOptions options, OutputSink output,
			OutputSink error) throws InterruptedException {
		SessionRequest request = options.toRequest();
		InputStream source = openInput(launcher, options);
		boolean started = false;
		try {
			ChannelProcess process = launch(engine, launcher, request, output, error, options.deadline());
			if (source != null) {
				process.send(source, options.inputOwned());
			}
			started = true;
			return process;
		}
		finally {
			if (!started && source != null && options.inputOwned()) {
				InputPump.close(source);
			}
		}
	}

	/**
	 * Start whatever a session is for.
	 */
	static ChannelProcess launch(ClientEngine engine, ChannelLauncher launcher, SessionRequest request,
			OutputSink output, OutputSink error, Deadline deadline) throws InterruptedException {
		SessionChannel channel = launcher.launch(() -> new SessionChannel(request, output, error), deadline);
		return ChannelProcess.of(channel, launcher.endpoint(), deadline, engine, stream(output), stream(error));
	}

	private static InputStream stream(OutputSink sink) {
		return (sink instanceof OutputPipe pipe) ? pipe : InputStream.nullInputStream();
	}

	private static @Nullable InputStream openInput(ChannelLauncher launcher, ExecOptions options) {
		InputSource input = options.input();
		if (input == null) {
			return null;
		}
		try {
			return input.open(options.charset());
		}
		catch (IOException ex) {
			throw new SshException("The input of a command on %s cannot be read".formatted(launcher.endpoint()), ex);
		}
	}

	private OutputSink sink(OutputTarget.@Nullable Factory target, boolean output) {
		if (target == null) {
			CapturedOutput captured = CapturedOutput.upTo(this.options.captureLimit());
			if (output) {
				this.capturedOutput = captured;
			}
			else {
				this.capturedError = captured;
			}
			return captured;
		}
		try {
			return this.delivery.to(target.open(this.options.charset(), this.options.captureLimit()));
		}
		catch (IOException ex) {
			throw undeliverable(ex);
		}
	}

	private void endDelivery() {
		ChannelProcess process = this.process;
		if (process != null && process.isTimedOut()) {
			this.delivery.discard();
		}
		this.delivery.end(process != null && process.isComplete());
	}

	private ExecResult result(ChannelProcess process) {
		if (this.delivery.failure() != null) {
			throw undeliverable(this.delivery.failure());
		}
		checkLimit(this.capturedOutput);
		checkLimit(this.capturedError);
		byte[] output = bytes(this.capturedOutput);
		byte[] error = bytes(this.capturedError);
		Charset charset = this.options.charset();
		SshException failure = process.failure(new String(output, charset), new String(error, charset));
		if (failure != null && !(this.options.statusOptional() && failure instanceof MissingStatusException)) {
			throw failure;
		}
		ExecResult result = new ExecResult(process.getExitStatus(), process.getExitSignal(), output, error, charset);
		if (failure == null && !this.options.isExpected(result.getExitStatus())) {
			throw failure(this.launcher, result);
		}
		return result;
	}

	static SshCommandException failure(ChannelLauncher launcher, ExecResult result) {
		return SshCommandException.of("The command on " + launcher.endpoint(), result.getExitStatus(),
				result.getExitSignal(), result.getError());
	}

	private void checkLimit(@Nullable CapturedOutput captured) {
		if (captured != null && captured.isExceeded()) {
			throw new SshException(("The command on %s wrote more than the %d bytes that are kept; "
					+ "let its output go to a stream or raise the limit")
				.formatted(this.launcher.endpoint(), this.options.captureLimit()), null);
		}
	}

	private static byte[] bytes(@Nullable CapturedOutput captured) {
		return (captured != null) ? captured.toByteArray() : new byte[0];
	}

	private SshException undeliverable(@Nullable Exception cause) {
		return new SshException("The output of a command on %s cannot be passed on".formatted(this.launcher.endpoint()),
				cause);
	}

	/**
	 * The result of a command that nobody waits for. Whoever else completes it, for
	 * example by cancelling it, abandons the command.
	 */
	private static final class Run extends CompletableFuture<ExecResult> {

		private volatile boolean ended;

		private void end(ExecResult result) {
			this.ended = true;
			complete(result);
		}

		private void fail(Throwable failure) {
			this.ended = true;
			completeExceptionally(failure);
		}

	}

}
