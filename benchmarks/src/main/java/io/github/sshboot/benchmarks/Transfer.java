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

import java.util.Locale;

/**
 * Which way bytes go through a command.
 */
enum Transfer {

	/**
	 * From the command's standard output.
	 */
	STDOUT {

		@Override
		double seconds(Client client, Server server, Cipher cipher, long size) {
			return client.receive(server, cipher, size);
		}

	},

	/**
	 * To the command's standard input.
	 */
	STDIN {

		@Override
		double seconds(Client client, Server server, Cipher cipher, long size) {
			return client.send(server, cipher, size);
		}

	};

	/**
	 * Connect, transfer and disconnect.
	 * @param client the client
	 * @param server the server
	 * @param cipher the cipher
	 * @param size the number of bytes
	 * @return how long it took, in seconds
	 */
	abstract double seconds(Client client, Server server, Cipher cipher, long size);

	String describe(Cipher cipher) {
		return "%s, %s".formatted(name().toLowerCase(Locale.ROOT), cipher.name());
	}

}
