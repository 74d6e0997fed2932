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
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.sshboot.client.ChannelProcess.MissingStatusException;
import io.github.sshboot.client.LineSplitter.LineTooLongException;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a command writes, while they come. After the last one, the end of the
 * command is checked.
 */
final class LineStream extends Spliterators.AbstractSpliterator<String> {

	private static final int BUFFER_SIZE = 32768;

	private final ChannelProcess process;

	private final InputStream output;

	private final CapturedOutput error;

	private final ExecOptions options;

	private final Consumer<ExecResult> check;

	private final Deque<String> lines = new ArrayDeque<>();

	private final LineSplitter splitter;

	private final byte[] buffer = new byte[BUFFER_SIZE];

	private boolean drained;

	private boolean ended;

	private LineStream(ChannelProcess process, InputStream output, CapturedOutput error, ExecOptions options,
			Consumer<ExecResult> check) {
		super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
		this.process = process;
		this.output = output;
		this.error = error;
		this.options = options;
		this.check = check;
		this.splitter = new LineSplitter(options.charset(), options.captureLimit(), this.lines::add);
	}

	/**
	 * Return the lines of a process.
	 * @param process the process, which is closed with the stream
	 * @param output its standard output
	 * @param error its standard error
	 * @param options how it is run
	 * @param check checks its status
	 */
	static Stream<String> of(ChannelProcess process, InputStream output, CapturedOutput error, ExecOptions options,
			Consumer<ExecResult> check) {
		return StreamSupport.stream(new LineStream(process, output, error, options, check), false)
			.onClose(process::close);
	}

	@Override
	public boolean tryAdvance(Consumer<? super String> action) {
		while (this.lines.isEmpty() && !this.ended) {
			read();
		}
		String line = this.lines.poll();
		if (line != null) {
			action.accept(line);
			return true;
		}
		return false;
	}

	private void read() {
		if (this.drained) {
			this.ended = true;
			end();
			return;
		}
		try {
			int count = this.output.read(this.buffer);
			if (count >= 0) {
				this.splitter.write(this.buffer, 0, count);
			}
			else {
				this.drained = true;
				this.splitter.end();
			}
		}
		catch (LineTooLongException ex) {
			this.process.close();
			throw new SshException("The output of %s cannot be passed on".formatted(this.process.subject()), ex);
		}
		catch (InterruptedIOException ex) {
			this.process.close();
			throw interrupted(ex);
		}
		catch (IOException ex) {
			// why it broke off is told by how the command ended
			this.drained = true;
		}
	}

	private SshException interrupted(Exception ex) {
		Thread.currentThread().interrupt();
		return new SshException("Interrupted while reading the output of %s".formatted(this.process.subject()), ex);
	}

	private void end() {
		try (this.process) {
			this.process.awaitEnd();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
		SshException failure = failure();
		if (failure != null && !(this.options.statusOptional() && failure instanceof MissingStatusException)) {
			throw failure;
		}
		this.check.accept(new ExecResult(this.process.getExitStatus(), this.process.getExitSignal(), new byte[0],
				this.error.toByteArray(), this.options.charset()));
	}

	private @Nullable SshException failure() {
		return this.process.failure("", new String(this.error.toByteArray(), this.options.charset()));
	}

}
