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
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bytes of a command between its streams and those of the caller. A failure on
 * the side of the caller is kept and abandons the command; one on the side of the command
 * is told by how the command ends.
 */
final class StreamPump {

	private static final Log logger = LogFactory.getLog(StreamPump.class);

	private static final int BUFFER_SIZE = 32768;

	private final ChannelProcess process;

	private final SshEndpoint endpoint;

	private final FutureTask<?> task;

	private volatile @Nullable SshException failure;

	private StreamPump(ChannelProcess process, SshEndpoint endpoint, Consumer<StreamPump> work) {
		this.process = process;
		this.endpoint = endpoint;
		this.task = new FutureTask<>(() -> work.accept(this), null);
	}

	/**
	 * Send an input to a command, and its end.
	 */
	static StreamPump input(InputStream input, ChannelProcess process, SshEndpoint endpoint) {
		return new StreamPump(process, endpoint, (pump) -> pump.send(input));
	}

	/**
	 * Pass on what a command writes.
	 */
	static StreamPump output(InputStream source, OutputStream target, ChannelProcess process, SshEndpoint endpoint) {
		return new StreamPump(process, endpoint, (pump) -> pump.receive(source, target));
	}

	/**
	 * Move the bytes, on the thread of the caller.
	 */
	StreamPump run() {
		this.task.run();
		return this;
	}

	/**
	 * Move the bytes, on a thread of the engine.
	 */
	StreamPump start(ClientEngine engine) {
		engine.pump(this.task);
		return this;
	}

	/**
	 * Wait until all is moved.
	 */
	void join() throws InterruptedException {
		try {
			this.task.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	/**
	 * Give up moving what nobody takes any more.
	 */
	void cancel() {
		this.task.cancel(true);
	}

	/**
	 * Throw the failure of the caller's side, if there was one.
	 */
	void check() {
		SshException failure = this.failure;
		if (failure != null) {
			throw failure;
		}
	}

	private void send(InputStream input) {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				if (!write(buffer, count)) {
					return;
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			// half of an input must not look like all of it
			fail("The input of a command on %s cannot be read", ex);
			return;
		}
		end(this.process, this.endpoint);
	}

	private boolean write(byte[] buffer, int count) {
		try {
			this.process.getInput().write(buffer, 0, count);
			return true;
		}
		catch (IOException ex) {
			logger.debug("A command on %s ended before its input".formatted(this.endpoint), ex);
			return false;
		}
	}

	/**
	 * Send the end of the input.
	 */
	static void end(ChannelProcess process, SshEndpoint endpoint) {
		try {
			process.getInput().close();
		}
		catch (IOException ex) {
			logger.debug("A command on %s ended before its input".formatted(endpoint), ex);
		}
	}

	private void receive(InputStream source, OutputStream target) {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			for (int count = read(source, buffer); count >= 0; count = read(source, buffer)) {
				target.write(buffer, 0, count);
			}
			target.flush();
		}
		catch (IOException | RuntimeException ex) {
			fail("The output of a command on %s cannot be passed on", ex);
		}
	}

	private int read(InputStream source, byte[] buffer) {
		try {
			return source.read(buffer);
		}
		catch (IOException ex) {
			logger.debug("The output of a command on %s ended early".formatted(this.endpoint), ex);
			return -1;
		}
	}

	private void fail(String message, Exception cause) {
		this.failure = new SshException(message.formatted(this.endpoint), cause);
		this.process.close();
	}

}
