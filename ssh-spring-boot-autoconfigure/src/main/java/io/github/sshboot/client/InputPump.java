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
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends the input of a command, and its end, on a thread of the engine. A failure on the
 * side of the caller fails the command: half of an input must not look like all of it.
 * One on the side of the command is told by how the command ends.
 */
final class InputPump {

	private static final Log logger = LogFactory.getLog(InputPump.class);

	private static final int BUFFER_SIZE = 32768;

	private final InputStream input;

	private final boolean owned;

	private final ChannelProcess process;

	private final AtomicBoolean begun = new AtomicBoolean();

	private final FutureTask<?> task = new FutureTask<>(this::send, null);

	/**
	 * Create a new {@link InputPump}.
	 * @param input the input
	 * @param owned whether to close it in the end
	 * @param process what to send it to
	 */
	InputPump(InputStream input, boolean owned, ChannelProcess process) {
		this.input = input;
		this.owned = owned;
		this.process = process;
	}

	void start(ClientEngine engine) {
		engine.pump(this.task);
	}

	/**
	 * Give up sending what nobody takes any more.
	 */
	void cancel() {
		this.task.cancel(true);
		if (this.owned && this.begun.compareAndSet(false, true)) {
			close(this.input);
		}
	}

	private void send() {
		if (!this.begun.compareAndSet(false, true)) {
			return;
		}
		try {
			byte[] buffer = new byte[BUFFER_SIZE];
			for (int count = this.input.read(buffer); count >= 0; count = this.input.read(buffer)) {
				if (!write(buffer, count, this.input.available() == 0)) {
					return;
				}
			}
			end(this.process);
		}
		catch (IOException | RuntimeException ex) {
			this.process.failInput(ex);
		}
		finally {
			if (this.owned) {
				close(this.input);
			}
		}
	}

	private boolean write(byte[] buffer, int count, boolean flush) {
		try {
			OutputStream target = this.process.getInput();
			target.write(buffer, 0, count);
			if (flush) {
				target.flush();
			}
			return true;
		}
		catch (IOException ex) {
			logger.debug("A command ended before its input", ex);
			return false;
		}
	}

	/**
	 * Send the end of the input.
	 */
	static void end(ChannelProcess process) {
		try {
			process.getInput().close();
		}
		catch (IOException ex) {
			logger.debug("A command ended before its input", ex);
		}
	}

	static void close(InputStream input) {
		try {
			input.close();
		}
		catch (IOException ex) {
			logger.debug("An input cannot be closed", ex);
		}
	}

}
