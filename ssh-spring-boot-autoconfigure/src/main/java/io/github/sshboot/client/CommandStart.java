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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The start of a command. Its input is opened first, and closed if it does not come to
 * that.
 */
final class CommandStart {

	private final ClientEngine engine;

	private final ChannelLauncher launcher;

	private final ExecOptions options;

	private final SessionRequest request;

	private final OutputSink output;

	private final OutputSink error;

	private final @Nullable InputStream input;

	/**
	 * Create a new {@link CommandStart}.
	 * @param engine the engine
	 * @param launcher opens the channel
	 * @param options how the command is to be run
	 * @param output where standard output goes
	 * @param error where standard error goes, which may be the same
	 * @throws SshException if the input cannot be opened
	 */
	CommandStart(ClientEngine engine, ChannelLauncher launcher, ExecOptions options, OutputSink output,
			OutputSink error) {
		this.engine = engine;
		this.launcher = launcher;
		this.options = options;
		this.request = options.toRequest();
		this.output = output;
		this.error = error;
		this.input = open(options.input());
	}

	private @Nullable InputStream open(@Nullable InputSource input) {
		try {
			return (input != null) ? input.open(this.options.charset()) : null;
		}
		catch (IOException ex) {
			throw new SshException("The input of a command on %s cannot be read".formatted(this.launcher.endpoint()),
					ex);
		}
	}

	/**
	 * Open the channel to begin on.
	 */
	SessionChannel launch() throws InterruptedException {
		SessionChannel channel = null;
		try {
			channel = this.launcher.launch(this::channel, this.options.deadline());
			return channel;
		}
		finally {
			if (channel == null) {
				discard();
			}
		}
	}

	/**
	 * Begin to open the channel to begin on.
	 * @param executor what there is to do is done there
	 * @return the channel, to be cancelled if nobody wants it any more
	 */
	CompletableFuture<SessionChannel> launch(Executor executor) {
		return this.launcher.launch(this::channel, this.options.deadline(), executor);
	}

	private SessionChannel channel() {
		return new SessionChannel(this.request, this.output, this.error);
	}

	/**
	 * Begin, now that the channel is there. The input is sent, if there is one.
	 */
	ChannelProcess begin(SessionChannel channel) {
		ChannelProcess process = ChannelProcess.of(channel, this.launcher.endpoint(), this.options.deadline(),
				this.engine, OutputPipe.stream(this.output), OutputPipe.stream(this.error));
		if (this.input != null) {
			process.send(this.input, this.options.inputOwned());
		}
		return process;
	}

	/**
	 * There will be no channel.
	 */
	void discard() {
		if (this.input != null && this.options.inputOwned()) {
			InputPump.close(this.input);
		}
	}

}
