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

import java.nio.file.Path;

/**
 * A client on a JVM of its own.
 *
 * @param process its process
 * @param options how long to log in
 */
record JavaClient(ManagedProcess process, Options options) implements Client {

	@Override
	public double receive(Server server, Cipher cipher, long size) {
		return measure("receive", server, cipher, size, server.commands().blob(size));
	}

	@Override
	public double send(Server server, Cipher cipher, long size) {
		return measure("send", server, cipher, size, server.commands().sink());
	}

	@Override
	public double login(Server server, int concurrency) {
		return measure("login", server, Cipher.ALL.get(0), this.options.duration().toMillis(), concurrency,
				server.commands().nothing());
	}

	@Override
	public double upload(Server server, Path source, Path target) {
		return measure("upload", server, Cipher.ALL.get(0), 0, source + " " + target);
	}

	@Override
	public double download(Server server, Path source, Path target) {
		return measure("download", server, Cipher.ALL.get(0), 0, source + " " + target);
	}

	private double measure(String what, Server server, Cipher cipher, long amount, String command) {
		return measure(what, server, cipher, amount, 1, command);
	}

	private double measure(String what, Server server, Cipher cipher, long amount, int concurrency, String command) {
		return Double.parseDouble(this.process
			.ask("%s %d %s %d %d %s".formatted(what, server.port(), cipher.cipher(), amount, concurrency, command)));
	}

	@Override
	public void close() {
		this.process.close();
	}

}
