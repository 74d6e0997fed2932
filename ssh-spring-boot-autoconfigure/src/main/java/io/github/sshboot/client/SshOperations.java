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
import java.time.Duration;
import java.util.List;

/**
 * What can be done on a host, with an {@link SshClient} on any of its connections.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshOperations {

	/**
	 * Prepare to run a command. The server's shell, if it has one, interprets it.
	 * @param command the command line
	 * @return what to do about it
	 */
	ExecSpec exec(String command);

	/**
	 * Return what can be done with files by SFTP.
	 * @return the operations, always the same, for all threads
	 */
	SftpOperations sftp();

	/**
	 * Return what can be done with files by SCP, for hosts without SFTP.
	 * @return the operations, always the same, for all threads
	 */
	ScpOperations scp();

	/**
	 * Prepare to open a tunnel. The tunnels of an {@link SshClient} share a connection of
	 * their own, which is made again when it is lost; those of an {@link SshConnection}
	 * end with it.
	 * @return where it is to lead
	 */
	TunnelSpec tunnel();

	/**
	 * A command that is about to run. It can be run any number of times, unless its input
	 * is a stream.
	 */
	interface ExecSpec {

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
		 * Let standard output go to a stream, whatever its size, instead of the result.
		 * The stream is written on the calling thread, and is not closed.
		 * @param stream the stream
		 * @return this specification
		 */
		ExecSpec output(OutputStream stream);

		/**
		 * Let standard error go to a stream, whatever its size, instead of the result.
		 * The stream is written on another thread, and is not closed.
		 * @param stream the stream
		 * @return this specification
		 */
		ExecSpec error(OutputStream stream);

		/**
		 * Set how much of standard output, and as much of standard error, is kept for the
		 * result; by default 16 MB. A command that writes more is abandoned, unless what
		 * it writes goes to a stream.
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
		 * Set how long the command may take, with making the connection if need be; by
		 * default as long as it likes.
		 * @param timeout the time
		 * @return this specification
		 */
		ExecSpec timeout(Duration timeout);

		/**
		 * Set the charset of the command line and of text that goes in and comes out; by
		 * default UTF-8. What is no text is replaced.
		 * @param charset the charset
		 * @return this specification
		 */
		ExecSpec charset(Charset charset);

		/**
		 * Run the command and wait for its end, whatever its status.
		 * @return what became of it
		 * @throws SshException if it could not be run to its end
		 */
		ExecResult run();

		/**
		 * Run the command for its output: any status but 0 is an exception.
		 * @return the output in the form it is asked for
		 */
		ResponseSpec retrieve();

		/**
		 * Start the command and leave its streams to the caller. An input that was set is
		 * sent; without one, the input stays open.
		 * @return the running command, to be closed
		 * @throws IllegalStateException if standard output or error is to go to a stream
		 * @throws SshException if it could not be started
		 */
		SshProcess start();

	}

	/**
	 * The output of a command that must end with status 0. Each call runs the command.
	 */
	interface ResponseSpec {

		/**
		 * Return the output without the line break at its end.
		 * @return the text
		 * @throws SshCommandException if the command ended with another status than 0
		 * @throws SshException if it could not be run to its end
		 */
		String asString();

		/**
		 * Return the lines of the output.
		 * @return the lines
		 * @throws SshCommandException if the command ended with another status than 0
		 * @throws SshException if it could not be run to its end
		 */
		List<String> lines();

		/**
		 * Return the output as it came.
		 * @return the bytes
		 * @throws SshCommandException if the command ended with another status than 0
		 * @throws SshException if it could not be run to its end
		 */
		byte[] bytes();

	}

}
