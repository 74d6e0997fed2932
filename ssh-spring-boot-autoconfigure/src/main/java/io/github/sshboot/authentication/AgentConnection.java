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

package io.github.sshboot.authentication;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A connection to an agent. All that is asked over it has one limit of time, and each
 * answer one of size.
 */
final class AgentConnection implements Closeable {

	/**
	 * As OpenSSH limits it.
	 */
	private static final int MAX_MESSAGE = 256 << 10;

	private final ClientAgent agent;

	private final Duration timeout;

	private final long end;

	private final SocketChannel channel;

	private final Selector selector;

	private final SelectionKey key;

	private AgentConnection(ClientAgent agent, Duration timeout, SocketChannel channel, Selector selector)
			throws IOException {
		this.agent = agent;
		this.timeout = timeout;
		this.end = System.nanoTime() + timeout.toNanos();
		this.channel = channel;
		this.selector = selector;
		channel.configureBlocking(false);
		this.key = channel.register(selector, 0);
	}

	/**
	 * Connect to an agent.
	 * @param agent the agent
	 * @param timeout how long everything together may take
	 */
	static AgentConnection open(ClientAgent agent, Duration timeout) throws IOException {
		SocketChannel channel;
		try {
			channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		}
		catch (UnsupportedOperationException ex) {
			throw new IOException("there are no Unix-domain sockets on this system", ex);
		}
		Selector selector = null;
		boolean connected = false;
		try {
			selector = Selector.open();
			AgentConnection connection = new AgentConnection(agent, timeout, channel, selector);
			connection.connect();
			connected = true;
			return connection;
		}
		finally {
			if (!connected) {
				channel.close();
				if (selector != null) {
					selector.close();
				}
			}
		}
	}

	private void connect() throws IOException {
		if (!this.channel.connect(UnixDomainSocketAddress.of(this.agent.socket()))) {
			await(SelectionKey.OP_CONNECT);
			this.channel.finishConnect();
		}
	}

	/**
	 * Ask.
	 * @param request the question
	 * @return the answer, beginning with its type
	 */
	Buffer ask(Buffer request) throws IOException {
		byte[] message = request.getCompactData();
		ByteBuffer output = ByteBuffer.allocate(Integer.BYTES + message.length).putInt(message.length).put(message);
		output.flip();
		while (output.hasRemaining()) {
			if (this.channel.write(output) == 0) {
				await(SelectionKey.OP_WRITE);
			}
		}
		int length = read(Integer.BYTES).getInt();
		if (length < 1 || length > MAX_MESSAGE) {
			throw new IOException("%s answers with a message of %d bytes".formatted(this.agent, length));
		}
		return new ByteArrayBuffer(read(length).array());
	}

	private ByteBuffer read(int length) throws IOException {
		ByteBuffer input = ByteBuffer.allocate(length);
		while (input.hasRemaining()) {
			int count = this.channel.read(input);
			if (count < 0) {
				throw new EOFException(this.agent + " closed the connection");
			}
			if (count == 0) {
				await(SelectionKey.OP_READ);
			}
		}
		return input.flip();
	}

	private void await(int operation) throws IOException {
		long remaining = Duration.ofNanos(this.end - System.nanoTime()).toMillis();
		this.key.interestOps(operation);
		if (remaining <= 0 || this.selector.select(remaining) == 0) {
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedIOException("Interrupted while waiting for " + this.agent);
			}
			throw new IOException("%s did not answer within %d ms".formatted(this.agent, this.timeout.toMillis()));
		}
		this.selector.selectedKeys().clear();
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			this.selector.close();
		}
	}

}
