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

package io.github.sshboot.benchmarks;

import java.io.Closeable;
import java.nio.file.Path;

/**
 * A client that is ready.
 */
interface Client extends Closeable {

	/**
	 * Connect, run a command whose output goes nowhere, and disconnect.
	 * @param server the server
	 * @param cipher the cipher
	 * @param size how much the command writes
	 * @return how long it took, in seconds
	 */
	double receive(Server server, Cipher cipher, long size);

	/**
	 * Connect, run a command that reads zeros, and disconnect.
	 * @param server the server
	 * @param cipher the cipher
	 * @param size the number of zeros
	 * @return how long it took, in seconds
	 */
	double send(Server server, Cipher cipher, long size);

	/**
	 * Connect, run a command that does nothing, and disconnect, for some time.
	 * @param server the server
	 * @param concurrency on how many connections at once
	 * @return logins in a second
	 */
	double login(Server server, int concurrency);

	/**
	 * Connect, send a file or a directory by SFTP, and disconnect.
	 * @param server the server
	 * @param source what to send
	 * @param target where to
	 * @return how long it took, in seconds
	 */
	double upload(Server server, Path source, Path target);

	/**
	 * Connect, receive a file or a directory by SFTP, and disconnect.
	 * @param server the server
	 * @param source what to receive
	 * @param target where to
	 * @return how long it took, in seconds
	 */
	double download(Server server, Path source, Path target);

	@Override
	void close();

}
