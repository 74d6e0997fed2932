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

package io.github.sshboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A socket of a {@link SocketGroup}, whose threads do what is asked for as soon as the
 * socket is ready for it, and tell of it. One thing of a kind can be asked for at a time.
 * Of what the JDK's asynchronous sockets can do, it does what the engine needs beside
 * reading and writing, which are other than the JDK's. Thread-safe.
 */
final class GroupSocket extends AsynchronousSocketChannel implements SocketGroup.Member {

	/**
	 * By its name, as the module that has it may not be there.
	 */
	private static final String QUICK_ACKNOWLEDGEMENT = "TCP_QUICKACK";

	private final SocketGroup group;

	private final SocketChannel channel;

	private final Pending connecting;

	private final Pending reading;

	private final Pending writing;

	/**
	 * Whether there was more to read, as far as can be told. Only for what reads.
	 */
	private boolean moreExpected;

	private boolean closed;

	private GroupSocket(SocketGroup group, SocketChannel channel) throws IOException {
		super(null);
		this.group = group;
		this.channel = channel;
		channel.configureBlocking(false);
		SelectionKey key = group.register(channel);
		this.connecting = new Pending(key, SelectionKey.OP_CONNECT);
		this.reading = new Pending(key, SelectionKey.OP_READ);
		this.writing = new Pending(key, SelectionKey.OP_WRITE);
		key.attach(this);
	}

	/**
	 * Make a socket of a channel, which is closed if that fails.
	 * @param group the threads
	 * @param channel the channel
	 * @return the socket
	 */
	static GroupSocket of(SocketGroup group, SocketChannel channel) throws IOException {
		try {
			return new GroupSocket(group, channel);
		}
		catch (IOException | RuntimeException | Error ex) {
			SocketService.close(channel);
			throw ex;
		}
	}

	@Override
	public void ready(int operations, List<Runnable> tasks) {
		this.connecting.readiness.ready(operations, tasks);
		this.reading.readiness.ready(operations, tasks);
		this.writing.readiness.ready(operations, tasks);
	}

	/**
	 * Connect.
	 * @param remote where to
	 * @param outcome is told once it is done, with the failure if it has failed
	 */
	void connect(SocketAddress remote, Consumer<@Nullable Throwable> outcome) {
		try {
			if (this.channel.connect(remote)) {
				this.group.execute(() -> outcome.accept(null));
			}
			else {
				this.connecting.begin(new Connect(outcome), false);
			}
		}
		catch (IOException ex) {
			this.group.execute(() -> outcome.accept(ex));
		}
	}

	/**
	 * Read once something has come.
	 * @param input is told of it
	 */
	void read(Input input) {
		boolean likely = this.moreExpected;
		this.moreExpected = false;
		this.reading.begin(new Read(input), likely);
	}

	/**
	 * Write what there is room for, while nothing else is being written.
	 * @param sources what to write
	 * @param first where to begin
	 */
	void writeNow(ByteBuffer[] sources, int first) throws IOException {
		this.channel.write(sources, first, sources.length - first);
	}

	/**
	 * Write all as soon as there is room for it.
	 * @param sources what to write
	 * @param outcome is told once it is done, with the failure if it has failed
	 */
	void write(ByteBuffer[] sources, Consumer<@Nullable Throwable> outcome) {
		this.writing.begin(new Write(sources, outcome), false);
	}

	/**
	 * Acknowledge what has been read, if the operating system has not done so yet and
	 * lets itself be told.
	 */
	void acknowledge() {
		for (SocketOption<?> option : this.channel.supportedOptions()) {
			if (option.name().equals(QUICK_ACKNOWLEDGEMENT) && option.type() == Boolean.class) {
				acknowledge(option);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private void acknowledge(SocketOption<?> option) {
		try {
			this.channel.setOption((SocketOption<Boolean>) option, true);
		}
		catch (IOException ex) {
			// what reads next is told
		}
	}

	/**
	 * Close the socket. Whoever waits for it is told.
	 */
	@Override
	public void close() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		SocketService.close(this.channel);
		this.group.changed();
		this.connecting.abort();
		this.reading.abort();
		this.writing.abort();
	}

	@Override
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	public GroupSocket bind(@Nullable SocketAddress local) throws IOException {
		this.channel.bind(local);
		return this;
	}

	@Override
	public <T> GroupSocket setOption(SocketOption<T> name, T value) throws IOException {
		this.channel.setOption(name, value);
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		return this.channel.getOption(name);
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return this.channel.supportedOptions();
	}

	@Override
	public GroupSocket shutdownInput() throws IOException {
		this.channel.shutdownInput();
		return this;
	}

	@Override
	public GroupSocket shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
		return this;
	}

	@Override
	public SocketAddress getRemoteAddress() throws IOException {
		return this.channel.getRemoteAddress();
	}

	@Override
	public SocketAddress getLocalAddress() throws IOException {
		return this.channel.getLocalAddress();
	}

	@Override
	public <A> void connect(SocketAddress remote, A attachment, CompletionHandler<Void, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Future<Void> connect(SocketAddress remote) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <A> void read(ByteBuffer target, long timeout, TimeUnit unit, A attachment,
			CompletionHandler<Integer, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Future<Integer> read(ByteBuffer target) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <A> void read(ByteBuffer[] targets, int offset, int length, long timeout, TimeUnit unit, A attachment,
			CompletionHandler<Long, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <A> void write(ByteBuffer source, long timeout, TimeUnit unit, A attachment,
			CompletionHandler<Integer, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <A> void write(ByteBuffer[] sources, int offset, int length, long timeout, TimeUnit unit, A attachment,
			CompletionHandler<Long, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Future<Integer> write(ByteBuffer source) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Is told of what a socket has read, on a thread of the group.
	 */
	interface Input {

		/**
		 * Something has come.
		 * @param content what has come, only there until this returns
		 */
		void received(ByteBuffer content);

		/**
		 * Nothing more will come.
		 */
		void ended();

		/**
		 * Nothing could be read.
		 */
		void failed(Throwable failure);

	}

	/**
	 * Something that is asked for.
	 */
	private interface Operation {

		/**
		 * Try to do it.
		 * @return whether it is done
		 */
		boolean attempt() throws IOException;

		/**
		 * It is done.
		 * @param failure why it is not
		 */
		void done(@Nullable Throwable failure);

	}

	private final class Connect implements Operation {

		private final Consumer<@Nullable Throwable> outcome;

		private Connect(Consumer<@Nullable Throwable> outcome) {
			this.outcome = outcome;
		}

		@Override
		public boolean attempt() throws IOException {
			boolean connected = GroupSocket.this.channel.finishConnect();
			if (connected) {
				GroupSocket.this.connecting.readiness.rest();
			}
			return connected;
		}

		@Override
		public void done(@Nullable Throwable failure) {
			this.outcome.accept(failure);
		}

	}

	private final class Read implements Operation {

		private final ReadBuffers buffers = GroupSocket.this.group.readBuffers();

		private final Input input;

		/**
		 * What has come, or {@code null} at the end.
		 */
		private @Nullable ByteBuffer content;

		private Read(Input input) {
			this.input = input;
		}

		@Override
		public boolean attempt() throws IOException {
			ByteBuffer buffer = this.buffers.take();
			int count = 0;
			try {
				count = GroupSocket.this.channel.read(buffer);
			}
			finally {
				if (count <= 0) {
					this.buffers.give(buffer);
				}
			}
			if (count > 0) {
				GroupSocket.this.moreExpected = !buffer.hasRemaining();
				this.content = buffer.flip();
			}
			return count != 0;
		}

		@Override
		public void done(@Nullable Throwable failure) {
			ByteBuffer content = this.content;
			if (failure != null) {
				this.input.failed(failure);
			}
			else if (content == null) {
				this.input.ended();
			}
			else {
				try {
					this.input.received(content);
				}
				finally {
					this.buffers.give(content);
				}
			}
		}

	}

	private final class Write implements Operation {

		private final ByteBuffer[] sources;

		private final Consumer<@Nullable Throwable> outcome;

		private int first;

		private Write(ByteBuffer[] sources, Consumer<@Nullable Throwable> outcome) {
			this.sources = sources;
			this.outcome = outcome;
		}

		@Override
		public boolean attempt() throws IOException {
			writeNow(this.sources, this.first);
			while (this.first < this.sources.length && !this.sources[this.first].hasRemaining()) {
				this.first++;
			}
			boolean written = this.first == this.sources.length;
			if (written) {
				GroupSocket.this.writing.readiness.rest();
			}
			return written;
		}

		@Override
		public void done(@Nullable Throwable failure) {
			this.outcome.accept(failure);
		}

	}

	/**
	 * What of a kind is asked for at the moment.
	 */
	private final class Pending {

		private final Readiness readiness;

		private @Nullable Operation operation;

		private Pending(SelectionKey key, int kind) {
			this.readiness = new Readiness(GroupSocket.this.group, key, kind, this::go);
		}

		private void begin(Operation operation, boolean likely) {
			boolean closed;
			synchronized (GroupSocket.this) {
				if (this.operation != null) {
					throw new IllegalStateException("The last one is not done yet");
				}
				closed = GroupSocket.this.closed;
				this.operation = closed ? null : operation;
			}
			if (closed) {
				GroupSocket.this.group.execute(() -> operation.done(new ClosedChannelException()));
			}
			else {
				this.readiness.await(likely);
			}
		}

		private void go() {
			Operation operation = take();
			if (operation == null) {
				return;
			}
			boolean done;
			try {
				done = operation.attempt();
			}
			catch (IOException | RuntimeException | Error ex) {
				operation.done(ex);
				return;
			}
			if (done) {
				operation.done(null);
			}
			else {
				begin(operation, false);
			}
		}

		private void abort() {
			Operation operation = take();
			if (operation != null) {
				GroupSocket.this.group.execute(() -> operation.done(new AsynchronousCloseException()));
			}
		}

		private @Nullable Operation take() {
			synchronized (GroupSocket.this) {
				Operation operation = this.operation;
				this.operation = null;
				return operation;
			}
		}

	}

}
