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

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import org.springframework.core.io.InputStreamSource;

/**
 * A command that is about to run. It can be run any number of times, unless its input is
 * a stream.
 *
 * @since 0.1.0
 */
public interface ExecSpec {

	/**
	 * Set the standard input; by default it is empty.
	 * @param text the input, sent in the charset
	 * @return this specification
	 */
	ExecSpec input(String text);

	/**
	 * Set the standard input; by default it is empty.
	 * @param bytes the input
	 * @return this specification
	 */
	ExecSpec input(byte[] bytes);

	/**
	 * Set the standard input; by default it is empty. The stream is read on another
	 * thread until it ends or the command does, and is not closed.
	 * @param stream the input
	 * @return this specification
	 */
	ExecSpec input(InputStream stream);

	/**
	 * Set the standard input; by default it is empty. The file is opened each time the
	 * command runs.
	 * @param file the input
	 * @return this specification
	 */
	ExecSpec input(Path file);

	/**
	 * Set the standard input; by default it is empty. It is opened each time the command
	 * runs.
	 * @param resource the input, for example a Spring {@code Resource} or an uploaded
	 * file
	 * @return this specification
	 */
	ExecSpec input(InputStreamSource resource);

	/**
	 * Let standard output go to a stream, whatever its size, instead of the result. The
	 * stream is written on the thread that runs the command, flushed whenever nothing
	 * follows for now, and not closed.
	 * @param stream the stream
	 * @return this specification
	 */
	ExecSpec output(OutputStream stream);

	/**
	 * Let standard output go to a file, whatever its size, instead of the result. The
	 * file is made if it does not exist, and emptied before the command runs.
	 * @param file the file
	 * @return this specification
	 */
	ExecSpec output(Path file);

	/**
	 * Let standard output go to a consumer, whatever its size, instead of the result. It
	 * is called with the bytes as they come on the thread that runs the command; while it
	 * does not return, the command waits.
	 * @param consumer takes the bytes
	 * @return this specification
	 */
	ExecSpec outputBytes(Consumer<byte[]> consumer);

	/**
	 * Let standard output go to a consumer of lines, whatever its size, instead of the
	 * result. It is called with each line as soon as that has come, on the thread that
	 * runs the command; while it does not return, the command waits. A line may have as
	 * many characters as {@link #captureLimit(int) bytes are kept}; half of a line that
	 * breaks off is not passed on.
	 * @param consumer takes the lines
	 * @return this specification
	 */
	ExecSpec outputLines(Consumer<String> consumer);

	/**
	 * Let standard error go to a stream, as {@link #output(OutputStream)}. What is
	 * written to standard output and standard error is passed on in the order in which it
	 * comes.
	 * @param stream the stream
	 * @return this specification
	 */
	ExecSpec error(OutputStream stream);

	/**
	 * Let standard error go to a file, as {@link #output(Path)}.
	 * @param file the file
	 * @return this specification
	 */
	ExecSpec error(Path file);

	/**
	 * Let standard error go to a consumer, as {@link #outputBytes(Consumer)}.
	 * @param consumer takes the bytes
	 * @return this specification
	 */
	ExecSpec errorBytes(Consumer<byte[]> consumer);

	/**
	 * Let standard error go to a consumer of lines, as {@link #outputLines(Consumer)}.
	 * @param consumer takes the lines
	 * @return this specification
	 */
	ExecSpec errorLines(Consumer<String> consumer);

	/**
	 * Let standard error go where standard output goes, in the order in which both come.
	 * @return this specification
	 */
	ExecSpec mergeError();

	/**
	 * Set how much of standard output, and as much of standard error, is kept for the
	 * result; by default 16 MB. A command that writes more is abandoned, unless what it
	 * writes goes elsewhere.
	 * @param bytes the limit
	 * @return this specification
	 */
	ExecSpec captureLimit(int bytes);

	/**
	 * Set an environment variable. Servers accept few, OpenSSH those that
	 * {@code AcceptEnv} names, and say nothing about the others.
	 * @param name the name
	 * @param value the value
	 * @return this specification
	 */
	ExecSpec env(String name, String value);

	/**
	 * Set environment variables, as {@link #env(String, String)}.
	 * @param variables the variables
	 * @return this specification
	 */
	ExecSpec env(Map<String, String> variables);

	/**
	 * Run the command on a {@linkplain TerminalSpec#dumb() simple terminal}. Standard
	 * error then comes with standard output, lines end with a carriage return and a line
	 * feed, and most servers send the command the signal {@code HUP} if it is abandoned.
	 * @return this specification
	 */
	ExecSpec pty();

	/**
	 * Run the command on a terminal. A server that refuses it does not run the command.
	 * @param terminal the terminal
	 * @return this specification
	 */
	ExecSpec pty(TerminalSpec terminal);

	/**
	 * Set how long the command may take, with making the connection if need be; by
	 * default as long as it likes.
	 * @param timeout the time
	 * @return this specification
	 */
	ExecSpec timeout(Duration timeout);

	/**
	 * Set the charset of the command line and of text that goes in and comes out; by
	 * default UTF-8. What is no text is replaced. The command line is in UTF-8 where no
	 * shell understands the charset (UTF-16).
	 * @param charset the charset
	 * @return this specification
	 */
	ExecSpec charset(Charset charset);

	/**
	 * Set the statuses that are no failure; by default all for {@link #run()} and
	 * {@link #runAsync()}, and 0 for {@link #retrieve()}. A signal is a failure then.
	 * @param statuses the statuses
	 * @return this specification
	 */
	ExecSpec expectStatus(int... statuses);

	/**
	 * Take an end without a status, which some devices never send, for an end like any
	 * other rather than for a failure. {@link ExecResult#getExitStatus()} is {@code null}
	 * then.
	 * @return this specification
	 */
	ExecSpec allowMissingStatus();

	/**
	 * Run the command and wait for its end, whatever its status, unless
	 * {@link #expectStatus(int...)} says otherwise.
	 * @return what became of it
	 * @throws SshCommandException if the command ended with a status that is not expected
	 * @throws SshTimeoutException if it did not end in time, with the output so far
	 * @throws SshException if it could not be run to its end
	 */
	ExecResult run();

	/**
	 * Run the command, as {@link #run()}, while nobody waits. A thread is held while the
	 * connection is made and the command begun, while there is input to send, and while
	 * output is passed on, but not while the command runs. Completing the future in any
	 * other way, for example by cancelling it, abandons the command.
	 * @return the future result; its failures are those of {@link #run()}
	 */
	CompletableFuture<ExecResult> runAsync();

	/**
	 * Run the command for its output: any status but 0 is an exception, unless
	 * {@link #expectStatus(int...)} says otherwise.
	 * @return the output in the form it is asked for
	 */
	ResponseSpec retrieve();

	/**
	 * Start the command and leave its streams to the caller. An input that was set is
	 * sent; without one, the input stays open.
	 * @return the running command, to be closed
	 * @throws IllegalStateException if standard output or error is to go elsewhere
	 * @throws SshException if it could not be started
	 */
	SshProcess start();

	/**
	 * Start the command for a dialogue with it.
	 * @return the dialogue, to be closed
	 * @throws IllegalStateException if an input is set, or standard output or error is to
	 * go elsewhere
	 * @throws SshException if it could not be started
	 */
	SshDialogue expect();

	/**
	 * The output of a command that must end with status 0, or one that is expected. Each
	 * call runs the command.
	 */
	interface ResponseSpec {

		/**
		 * Set what to do about certain statuses, before those that are not expected
		 * become an exception. The first handler whose statuses match is called; if it
		 * throws nothing, the output is returned as if the command had been successful.
		 * @param statuses matches the statuses
		 * @param handler what to do
		 * @return this specification
		 */
		ResponseSpec onStatus(IntPredicate statuses, StatusHandler handler);

		/**
		 * Return the output without the line break at its end.
		 * @return the text
		 * @throws SshCommandException if the command ended with a status that is not
		 * expected
		 * @throws SshException if it could not be run to its end
		 */
		String asString();

		/**
		 * Return the lines of the output.
		 * @return the lines
		 * @throws SshCommandException if the command ended with a status that is not
		 * expected
		 * @throws SshException if it could not be run to its end
		 */
		List<String> lines();

		/**
		 * Return the lines of the output while they come, whatever its size; the command
		 * waits for lines to be taken. The stream has to be closed, which abandons a
		 * command that still runs. At the end of the lines it throws what
		 * {@link #lines()} would have thrown. Of standard error only the end is kept.
		 * @return the lines, for one thread
		 * @throws SshException if it could not be started
		 */
		Stream<String> stream();

		/**
		 * Return the output as it came.
		 * @return the bytes
		 * @throws SshCommandException if the command ended with a status that is not
		 * expected
		 * @throws SshException if it could not be run to its end
		 */
		byte[] bytes();

	}

	/**
	 * Handles a status.
	 */
	@FunctionalInterface
	interface StatusHandler {

		/**
		 * Handle the status of a command, usually by throwing an exception of the
		 * application's own.
		 * @param result what became of the command; of one whose lines were streamed,
		 * without its output
		 */
		void handle(ExecResult result);

	}

}
