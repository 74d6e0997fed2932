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

package io.github.sshboot.benchmarks.client;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A client, as an application uses it.
 */
interface BulkClient {

	/**
	 * Connect and log in.
	 * @param port the port on the loopback address
	 * @param cipher the only cipher to use
	 * @return the connection
	 * @throws Exception if that fails
	 */
	Connection connect(int port, String cipher) throws Exception;

	/**
	 * A connection.
	 */
	interface Connection extends Closeable {

		/**
		 * Run a command to its end.
		 * @param command the command
		 * @param input what it reads, if it reads
		 * @param output where its standard output goes
		 * @throws Exception if that fails
		 */
		void exec(String command, @Nullable InputStream input, OutputStream output) throws Exception;

		/**
		 * Send a file or a directory by SFTP.
		 * @param source what to send
		 * @param target where to
		 * @throws Exception if that fails
		 */
		void upload(Path source, Path target) throws Exception;

		/**
		 * Receive a file or a directory by SFTP.
		 * @param source what to receive
		 * @param target where to
		 * @throws Exception if that fails
		 */
		void download(Path source, Path target) throws Exception;

	}

}
