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
package io.github.sshboot.client.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.FileType;
import io.github.sshboot.sftp.protocol.PacketInput;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import io.github.sshboot.sftp.protocol.StatusCode;

/**
 * A server that answers as it is told, on pipes. What it is not told is answered with
 * success.
 */
final class ScriptedSftpServer implements AutoCloseable {

	private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);

	private final PipedOutputStream toServer = new PipedOutputStream();

	private final PipedInputStream fromClient = new PipedInputStream(1 << 20);

	static final int MAX_IN_FLIGHT = 1 << 20;

	private final SftpConnection connection;

	private final CompletableFuture<Boolean> lost = new CompletableFuture<>();

	private final Map<Integer, Answer> answers = new HashMap<>();

	private final List<Integer> requests = new ArrayList<>();

	private String[] extensions = {};

	private boolean silent;

	ScriptedSftpServer(Duration timeout) {
		this.connection = new SftpConnection(timeout, MAX_IN_FLIGHT,
				(delay, task) -> this.timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS), () -> {
					this.lost.complete(true);
					close(this.fromClient);
				});
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	ScriptedSftpServer extensions(String... extensions) {
		this.extensions = extensions;
		return this;
	}

	ScriptedSftpServer on(int type, Answer answer) {
		this.answers.put(type, answer);
		return this;
	}

	/**
	 * Answer nothing from now on.
	 */
	void fallSilent() {
		this.silent = true;
	}

	SftpConnection start() throws IOException {
		this.fromClient.connect(this.toServer);
		Thread thread = new Thread(this::serve, "sftp-server");
		thread.setDaemon(true);
		thread.start();
		this.connection.start(this.toServer, () -> Long.MAX_VALUE);
		return this.connection;
	}

	SftpConnection connection() {
		return this.connection;
	}

	boolean isLost() {
		return this.lost.isDone();
	}

	synchronized List<Integer> requests() {
		return List.copyOf(this.requests);
	}

	private void serve() {
		PacketInput input = new PacketInput(this.fromClient);
		try (OutputStream output = this.connection.receiver()) {
			for (PacketReader request = input.read(); request != null; request = input.read()) {
				synchronized (this) {
					this.requests.add(request.type());
				}
				if (!this.silent) {
					answer(request, output);
				}
			}
		}
		catch (IOException ex) {
			// the client has gone
		}
	}

	private void answer(PacketReader request, OutputStream output) throws IOException {
		Answer answer = this.answers.get(request.type());
		PacketWriter reply = new PacketWriter();
		if (request.type() == PacketType.INIT) {
			if (answer != null) {
				answer.answer(request, 0, reply, output);
			}
			else {
				reply.begin(PacketType.VERSION).writeInt(3);
				for (String extension : this.extensions) {
					reply.writeText(extension).writeText("1");
				}
				reply.end();
			}
		}
		else {
			int id = request.readInt();
			if (answer != null) {
				answer.answer(request, id, reply, output);
			}
			else {
				status(reply, id, StatusCode.OK);
			}
		}
		reply.writeTo(output);
	}

	static void status(PacketWriter reply, int id, StatusCode status) {
		reply.begin(PacketType.STATUS, id).writeInt(status.code()).writeText("as told").writeText("").end();
	}

	static void handle(PacketWriter reply, int id) {
		reply.begin(PacketType.HANDLE, id).writeText("handle").end();
	}

	static void file(PacketWriter reply, int id, long size) {
		reply.begin(PacketType.ATTRS, id)
			.writeAttributes(new FileAttributes.Builder().type(FileType.REGULAR).permissions(06755).size(size).build(),
					3)
			.end();
	}

	static void directory(PacketWriter reply, int id) {
		reply.begin(PacketType.ATTRS, id)
			.writeAttributes(new FileAttributes.Builder().type(FileType.DIRECTORY).permissions(0755).build(), 3)
			.end();
	}

	@Override
	public void close() {
		this.connection.close();
		this.timer.shutdownNow();
	}

	/**
	 * Answers a request.
	 */
	@FunctionalInterface
	interface Answer {

		void answer(PacketReader request, int id, PacketWriter reply, OutputStream output) throws IOException;

	}

}
