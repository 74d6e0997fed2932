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

import java.io.WriteAbortedException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * What reads and writes a {@link ConnectionCarrier}, as {@link SocketSession} does a
 * socket.
 */
final class CarriedSession extends AbstractCloseable implements IoSession, ConnectionCarrier.Receiver {

	private final long id;

	private final SocketService service;

	private final IoHandler handler;

	private final InetSocketAddress remoteAddress;

	private final ConnectionCarrier carrier;

	private final Map<Object, Object> attributes = new ConcurrentHashMap<>();

	private final Queue<Write> writes = new ConcurrentLinkedQueue<>();

	CarriedSession(long id, SocketService service, IoHandler handler, InetSocketAddress remoteAddress,
			ConnectionCarrier carrier) {
		this.id = id;
		this.service = service;
		this.handler = handler;
		this.remoteAddress = remoteAddress;
		this.carrier = carrier;
	}

	void startReading() {
		this.carrier.start(this);
	}

	@Override
	public void received(byte[] data, int offset, int length) {
		if (isClosing()) {
			return;
		}
		try {
			this.handler.messageReceived(this, new ByteArrayBuffer(data, offset, length));
		}
		catch (Exception ex) {
			exceptionCaught(ex);
		}
	}

	@Override
	public void ended() {
		close(true);
	}

	private void exceptionCaught(Throwable failure) {
		if (isOpen()) {
			try {
				this.handler.exceptionCaught(this, failure);
			}
			catch (Exception ex) {
				this.log.debug("Nobody to tell of a failure", ex);
			}
		}
		close(this.writes.isEmpty());
	}

	@Override
	public IoWriteFuture writeBuffer(Buffer buffer) {
		Write write = new Write(this.remoteAddress);
		if (isClosing()) {
			ClosedChannelException closed = new ClosedChannelException();
			write.setValue(closed);
			exceptionCaught(closed);
			return write;
		}
		this.writes.add(write);
		this.carrier.send(buffer.array(), buffer.rpos(), buffer.available(), (failure) -> {
			this.writes.remove(write);
			write.setValue((failure != null) ? failure : Boolean.TRUE);
			if (failure != null) {
				exceptionCaught(failure);
			}
		});
		return write;
	}

	@Override
	protected CloseFuture doCloseGracefully() {
		return builder().when(toString(), this.writes).build().close(false);
	}

	@Override
	protected void doCloseImmediately() {
		for (Write write = this.writes.poll(); write != null; write = this.writes.poll()) {
			write.setValue(new WriteAbortedException("The connection was closed", null));
		}
		this.carrier.close();
		this.service.sessionClosed(this);
		super.doCloseImmediately();
		try {
			this.handler.sessionClosed(this);
		}
		catch (Exception ex) {
			this.log.debug("Nobody to tell of the end of a connection", ex);
		}
		this.attributes.clear();
	}

	@Override
	public long getId() {
		return this.id;
	}

	/**
	 * No address: what is carried has none here.
	 */
	@Override
	public SocketAddress getLocalAddress() {
		return InetSocketAddress.createUnresolved("localhost", 0);
	}

	@Override
	public SocketAddress getRemoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public @Nullable SocketAddress getAcceptanceAddress() {
		return null;
	}

	@Override
	public @Nullable Object getAttribute(Object key) {
		return this.attributes.get(key);
	}

	@Override
	public @Nullable Object setAttribute(Object key, Object value) {
		return this.attributes.put(key, value);
	}

	@Override
	public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
		return this.attributes.putIfAbsent(key, value);
	}

	@Override
	public @Nullable Object removeAttribute(Object key) {
		return this.attributes.remove(key);
	}

	@Override
	public IoService getService() {
		return this.service;
	}

	@Override
	public void shutdownOutputStream() {
		// only used for forwarded ports, which are on sockets
	}

	@Override
	public void suspendRead() {
		// likewise
	}

	@Override
	public void resumeRead() {
		// likewise
	}

	@Override
	public String toString() {
		return "CarriedSession[%s]".formatted(this.remoteAddress);
	}

	private static final class Write extends AbstractIoWriteFuture {

		private Write(Object id) {
			super(id, null);
		}

	}

}
