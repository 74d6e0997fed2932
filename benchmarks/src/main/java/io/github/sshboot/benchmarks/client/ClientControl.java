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

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.github.sshboot.benchmarks.load.Parallel;

/**
 * What a client process and the process that started it say to each other: one line for
 * each measurement, and an answer with what was measured. The end of the input ends the
 * process.
 */
final class ClientControl {

	private static final int WORDS = 6;

	private final BulkClient client;

	private ClientControl(BulkClient client) {
		this.client = client;
	}

	static void serve(BulkClient client) throws Exception {
		System.out.println("@ready client");
		BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		ClientControl control = new ClientControl(client);
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			System.out.println("@" + control.answer(line));
		}
		System.exit(0);
	}

	private String answer(String line) {
		try {
			return "measured " + measure(line.split(" ", WORDS));
		}
		catch (Exception ex) {
			return "failed " + ex.toString().lines().findFirst().orElse("");
		}
	}

	private double measure(String[] words) throws Exception {
		int port = Integer.parseInt(words[1]);
		String cipher = words[2];
		long amount = Long.parseLong(words[3]);
		int concurrency = Integer.parseInt(words[4]);
		String command = words[5];
		return switch (words[0]) {
			case "receive" -> bulk(port, cipher, command, 0, amount);
			case "send" -> bulk(port, cipher, command, amount, 0);
			case "login" -> logins(port, cipher, command, concurrency, Duration.ofMillis(amount));
			case "upload" -> files(port, cipher, command, BulkClient.Connection::upload);
			case "download" -> files(port, cipher, command, BulkClient.Connection::download);
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	private double bulk(int port, String cipher, String command, long send, long receive) throws Exception {
		Counter counter = new Counter();
		long begin = System.nanoTime();
		try (BulkClient.Connection connection = this.client.connect(port, cipher)) {
			connection.exec(command, (send > 0) ? new Zeros(send) : null, counter);
		}
		double seconds = (System.nanoTime() - begin) / 1e9;
		if (counter.count != receive) {
			throw new IllegalStateException("Received %d bytes, not %d".formatted(counter.count, receive));
		}
		return seconds;
	}

	private double files(int port, String cipher, String paths, FileTransfer transfer) throws Exception {
		String[] fromTo = paths.split(" ");
		long begin = System.nanoTime();
		try (BulkClient.Connection connection = this.client.connect(port, cipher)) {
			transfer.run(connection, Path.of(fromTo[0]), Path.of(fromTo[1]));
		}
		return (System.nanoTime() - begin) / 1e9;
	}

	/**
	 * Log in until time is up.
	 * @return logins in a second
	 */
	private double logins(int port, String cipher, String command, int concurrency, Duration duration) {
		long begin = System.nanoTime();
		long count = Parallel.run(concurrency, duration, () -> {
			try (BulkClient.Connection connection = this.client.connect(port, cipher)) {
				connection.exec(command, null, OutputStream.nullOutputStream());
			}
			return null;
		});
		return count * 1e9 / (System.nanoTime() - begin);
	}

	/**
	 * Transfers files.
	 */
	@FunctionalInterface
	private interface FileTransfer {

		void run(BulkClient.Connection connection, Path source, Path target) throws Exception;

	}

	/**
	 * Counts what is written to it.
	 */
	private static final class Counter extends OutputStream {

		private long count;

		@Override
		public void write(int octet) {
			this.count++;
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			this.count += length;
		}

	}

	/**
	 * As many zeros.
	 */
	private static final class Zeros extends InputStream {

		private long rest;

		Zeros(long count) {
			this.rest = count;
		}

		@Override
		public int read() {
			return (this.rest-- > 0) ? 0 : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) {
			if (this.rest <= 0) {
				return -1;
			}
			int count = (int) Math.min(this.rest, length);
			this.rest -= count;
			return count;
		}

	}

}
