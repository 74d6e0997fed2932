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
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

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

	private volatile @Nullable Future<?> launching;

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
	 * Run a command while nobody waits. A thread is taken for as long as there is
	 * something to do: what belongs to the caller is opened, input is sent, or output is
	 * brought to where it goes.
	 */
	static CompletableFuture<ExecResult> runAsync(ClientEngine engine, ChannelLauncher launcher, ExecOptions options) {
		Execution execution = new Execution(engine, launcher, options, true);
		Run run = new Run();
		run.whenComplete((result, failure) -> {
			if (!run.ended) {
				// somebody else has completed it, and nobody wants the result
				execution.abandon();
			}
		});
		if (options.isWithinMemory()) {
			execution.startAsync(run);
		}
		else {
			engine.execute(() -> execution.startAsync(run));
		}
		return run;
	}

	private void startAsync(Run run) {
		try {
			CommandStart start = prepare();
			CompletableFuture<SessionChannel> launching = start.launch(this.engine::execute);
			launching.whenComplete((channel, failure) -> launched(run, start, channel, failure));
			this.launching = launching;
			if (run.isDone()) {
				launching.cancel(false);
			}
		}
		catch (RuntimeException | Error ex) {
			run.fail(ex);
		}
	}

	private void launched(Run run, CommandStart start, @Nullable SessionChannel channel, @Nullable Throwable failure) {
		if (channel == null) {
			start.discard();
			this.delivery.finish(false);
			run.fail((failure instanceof CancellationException)
					? new SshException("Cancelled while a command was begun on " + this.launcher.endpoint(), failure)
					: Objects.requireNonNull(failure));
			return;
		}
		try {
			ChannelProcess process = begin(start, channel);
			if (run.isDone()) {
				abandon();
			}
			CompletableFuture<Void> delivered = isDelivering() ? this.delivery.done()
					: CompletableFuture.completedFuture(null);
			process.ended().thenCombineAsync(delivered, (ended, done) -> {
				finish(run, process);
				return null;
			}, this.engine::execute);
		}
		catch (RuntimeException | Error ex) {
			channel.abandon();
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
		Future<?> launching = this.launching;
		if (launching != null) {
			launching.cancel(false);
		}
		ChannelProcess process = this.process;
		if (process != null) {
			this.delivery.discard();
			process.close();
		}
	}

	private ChannelProcess start() throws InterruptedException {
		CommandStart start = prepare();
		SessionChannel channel = null;
		try {
			channel = start.launch();
			return begin(start, channel);
		}
		finally {
			if (channel == null) {
				this.delivery.finish(false);
			}
		}
	}

	/**
	 * Open where input comes from and output goes.
	 */
	private CommandStart prepare() {
		CommandStart start = null;
		try {
			OutputSink output = sink(this.options.output(), true);
			OutputSink error = this.options.merged() ? output : sink(this.options.error(), false);
			start = new CommandStart(this.engine, this.launcher, this.options, output, error);
			return start;
		}
		finally {
			if (start == null) {
				this.delivery.finish(false);
			}
		}
	}

	private ChannelProcess begin(CommandStart start, SessionChannel channel) {
		ChannelProcess process = start.begin(channel);
		this.process = process;
		process.ended().thenRun(this::endDelivery);
		if (this.options.input() == null) {
			InputPump.end(process);
		}
		return process;
	}

	private boolean isDelivering() {
		return this.options.isOutputElsewhere();
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
