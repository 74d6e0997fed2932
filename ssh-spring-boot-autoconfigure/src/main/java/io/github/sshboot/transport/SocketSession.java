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
import java.io.WriteAbortedException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2DefaultIoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What reads and writes a socket, for accepted and for made connections alike. MINA
 * writes packet by packet, and waits for each; what has come in while a write was under
 * way goes out with the next one here.
 */
final class SocketSession extends Nio2Session implements GroupSocket.Input {

	private static final int MAX_BUFFERS = 16;

	private static final Duration MAX_FAREWELL = Duration.ofSeconds(1);

	private final Queue<Nio2DefaultIoWriteFuture> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean writing = new AtomicBoolean();

	/**
	 * The thread that handles what has been read, and keeps what it writes until it is
	 * done: a system call for each answer costs more than the answer.
	 */
	private final AtomicReference<@Nullable Thread> keeper = new AtomicReference<>();

	private int kept;

	private final GroupSocket socket;

	private final Completions completions;

	private final ScheduledExecutorService scheduler;

	private @Nullable Runnable afterReading;

	private volatile boolean acknowledgedAtOnce;

	private final Object pauseLock = new Object();

	private boolean held;

	private boolean suspended;

	private boolean readDue;

	private volatile @Nullable Consumer<String> farewell;

	SocketSession(Nio2Service service, FactoryManager manager, IoHandler handler, GroupSocket socket,
			@Nullable SocketAddress acceptanceAddress, Completions completions) throws IOException {
		super(service, manager, handler, socket, acceptanceAddress);
		this.socket = socket;
		this.completions = completions;
		this.scheduler = manager.getScheduledExecutorService();
	}

	/**
	 * Set what tells the peer why it is left, as far as that can be done at once.
	 * @param farewell gets the reason
	 */
	void setFarewell(Consumer<String> farewell) {
		this.farewell = farewell;
	}

	/**
	 * Close the connection, before long even if the peer does not read.
	 * @param reason what to tell the peer
	 */
	void leave(String reason) {
		Consumer<String> farewell = this.farewell;
		try {
			if (farewell != null && isOpen()) {
				farewell.accept(reason);
			}
		}
		finally {
			closeSoon();
		}
	}

	/**
	 * What was said last may have to wait for another thread, which is about to write.
	 */
	private void closeSoon() {
		if (!this.waiting.isEmpty()) {
			try {
				this.scheduler.schedule(() -> close(true), MAX_FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
				close(false);
				return;
			}
			catch (RejectedExecutionException ex) {
				this.log.debug("The server stops", ex);
			}
		}
		close(true);
	}

	/**
	 * Do something once what is being handled is done and the next bytes are asked for.
	 * Only for the thread that handles what has been read.
	 * @param task what to do
	 */
	void afterReading(Runnable task) {
		this.afterReading = task;
	}

	/**
	 * Set whether the peer is told at once that something has come, although there may be
	 * an answer soon that tells it too.
	 */
	void acknowledgeAtOnce(boolean atOnce) {
		this.acknowledgedAtOnce = atOnce;
	}

	@Override
	public void startReading() {
		readNext();
	}

	@Override
	public void received(ByteBuffer content) {
		this.kept = 0;
		this.keeper.set(Thread.currentThread());
		try {
			getIoHandler().messageReceived(this, Readable.readable(content));
			if (!isClosed()) {
				readNext();
			}
		}
		catch (Exception | Error ex) {
			failed(ex);
		}
		finally {
			writeKept();
		}
		Runnable task = this.afterReading;
		if (task != null) {
			this.afterReading = null;
			task.run();
		}
	}

	@Override
	public void ended() {
		close(true);
	}

	@Override
	public void failed(Throwable failure) {
		exceptionCaught(failure);
	}

	private void readNext() {
		Completions.send(() -> {
			writeKept();
			if (this.acknowledgedAtOnce) {
				this.socket.acknowledge();
			}
			return readUnlessPaused();
		});
	}

	private boolean readUnlessPaused() {
		synchronized (this.pauseLock) {
			if (this.held || this.suspended) {
				this.readDue = true;
				return false;
			}
		}
		this.socket.read(this);
		return true;
	}

	/**
	 * Read nothing more until it is released. Only for the thread that handles what has
	 * been read.
	 */
	void hold() {
		synchronized (this.pauseLock) {
			this.held = true;
		}
	}

	/**
	 * Read again.
	 */
	void release() {
		resume(() -> this.held = false);
	}

	/**
	 * Called by the engine, where a channel takes nothing more.
	 */
	@Override
	public void suspendRead() {
		synchronized (this.pauseLock) {
			this.suspended = true;
		}
	}

	@Override
	public void resumeRead() {
		resume(() -> this.suspended = false);
	}

	private void resume(Runnable change) {
		boolean due;
		synchronized (this.pauseLock) {
			change.run();
			due = this.readDue && !this.held && !this.suspended;
			if (due) {
				this.readDue = false;
			}
		}
		if (due) {
			this.socket.read(this);
		}
	}

	@Override
	public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
		Nio2DefaultIoWriteFuture future = new Nio2DefaultIoWriteFuture(getRemoteAddress(), null,
				ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
		if (isClosing()) {
			ClosedChannelException closed = new ClosedChannelException();
			future.setException(closed);
			exceptionCaught(closed);
			return future;
		}
		this.waiting.add(future);
		if (this.keeper.get() != Thread.currentThread() || ++this.kept % MAX_BUFFERS == 0) {
			writeWaiting();
		}
		return future;
	}

	private void writeKept() {
		if (this.keeper.compareAndSet(Thread.currentThread(), null)) {
			writeWaiting();
		}
	}

	/**
	 * Write what is waiting, unless a write is under way, which continues with it.
	 */
	private void writeWaiting() {
		while (!this.waiting.isEmpty() && this.writing.compareAndSet(false, true)) {
			List<Nio2DefaultIoWriteFuture> gathered = new ArrayList<>(MAX_BUFFERS);
			for (Nio2DefaultIoWriteFuture next : this.waiting) {
				if (gathered.size() == MAX_BUFFERS) {
					break;
				}
				gathered.add(next);
			}
			if (!gathered.isEmpty()) {
				new GatheredWrite(gathered).start();
				return;
			}
			// another thread has just written it
			this.writing.set(false);
		}
	}

	/**
	 * MINA closes the socket as soon as its handler has heard of the failure, although
	 * what the handler tells the peer may have to wait for an earlier write.
	 */
	@Override
	protected void exceptionCaught(Throwable failure) {
		if (isOpen() && getSocket().isOpen()) {
			try {
				getIoHandler().exceptionCaught(this, failure);
			}
			catch (Exception ex) {
				this.log.debug("Nobody to tell of a failure", ex);
			}
		}
		close(this.waiting.isEmpty());
	}

	@Override
	protected CloseFuture doCloseGracefully() {
		return builder().when(toString(), this.waiting).run(toString(), super::doCloseGracefully).build().close(false);
	}

	@Override
	protected void doCloseImmediately() {
		writeKept();
		for (Nio2DefaultIoWriteFuture future = this.waiting.poll(); future != null; future = this.waiting.poll()) {
			if (!future.isDone()) {
				future.setException(
						new WriteAbortedException("Write request aborted due to immediate session close", null));
			}
		}
		super.doCloseImmediately();
	}

	/**
	 * Used for forwarded ports: what has been written so far still goes out.
	 */
	@Override
	public void shutdownOutputStream() throws IOException {
		List<Nio2DefaultIoWriteFuture> before = List.copyOf(this.waiting);
		if (before.isEmpty()) {
			super.shutdownOutputStream();
			return;
		}
		before.get(before.size() - 1).addListener((written) -> {
			try {
				super.shutdownOutputStream();
			}
			catch (IOException ex) {
				exceptionCaught(ex);
			}
		});
	}

	private final class GatheredWrite {

		private final List<Nio2DefaultIoWriteFuture> futures;

		private final ByteBuffer[] buffers;

		private GatheredWrite(List<Nio2DefaultIoWriteFuture> futures) {
			this.futures = futures;
			this.buffers = new ByteBuffer[futures.size()];
			Arrays.setAll(this.buffers, (i) -> futures.get(i).getBuffer());
		}

		private void start() {
			try {
				SocketSession.this.socket.writeNow(this.buffers, 0);
			}
			catch (IOException | RuntimeException | Error ex) {
				SocketSession.this.completions.complete(() -> done(ex));
				return;
			}
			if (isWritten()) {
				SocketSession.this.completions.complete(() -> done(null));
			}
			else {
				SocketSession.this.socket.write(this.buffers, this::done);
			}
		}

		private boolean isWritten() {
			for (ByteBuffer buffer : this.buffers) {
				if (buffer.hasRemaining()) {
					return false;
				}
			}
			return true;
		}

		/**
		 * Listeners may write, and may close the session, which must find nothing that is
		 * written already.
		 */
		private void done(@Nullable Throwable failure) {
			this.futures.forEach(SocketSession.this.waiting::remove);
			SocketSession.this.writing.set(false);
			try {
				if (failure != null) {
					this.futures.forEach((future) -> future.setException(failure));
					exceptionCaught(failure);
				}
				else {
					this.futures.forEach(Nio2DefaultIoWriteFuture::setWritten);
				}
			}
			finally {
				writeWaiting();
			}
		}

	}

}
