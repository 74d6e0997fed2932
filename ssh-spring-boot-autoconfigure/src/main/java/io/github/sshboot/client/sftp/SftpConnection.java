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

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.sshboot.client.sftp.SftpLostException.Reason;
import io.github.sshboot.client.transfer.Alarm;
import io.github.sshboot.sftp.protocol.ExtensionName;
import io.github.sshboot.sftp.protocol.PacketFormatException;
import io.github.sshboot.sftp.protocol.PacketInput;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import io.github.sshboot.sftp.protocol.SftpLimits;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an SFTP server: one channel, on which many threads have requests on
 * their way. What the server sends is taken apart by the thread that brings it; data goes
 * straight to where it was asked for. A server that breaks the protocol, or answers
 * nothing for as long as the timeout, loses the connection.
 *
 * @since 0.1.0
 */
public final class SftpConnection implements Closeable {

	static final int VERSION = 3;

	/**
	 * What every server takes and sends at once (draft-ietf-secsh-filexfer-02 section 3).
	 */
	private static final int DEFAULT_LENGTH = 32 * 1024;

	/**
	 * What a packet with data has beside the data, at the most.
	 */
	private static final int OVERHEAD = 1024;

	private static final int MAX_LENGTH = PacketInput.MAX_PACKET_LENGTH - OVERHEAD;

	private static final int MIN_LENGTH = 1024;

	/**
	 * The length, the type and the number of a packet, and the length of data.
	 */
	private static final int HEADER = 9;

	private static final int DATA_HEADER = HEADER + Integer.BYTES;

	private static final int FIRST_CAPACITY = 1024;

	private static final int OLDEST = 10;

	private final Duration timeout;

	private final int maxInFlight;

	private final Alarm alarm;

	private final Runnable onLoss;

	private final OutputStream receiver = new Receiver();

	private final ReentrantLock sending = new ReentrantLock();

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Integer, Request> pending = new HashMap<>();

	private final ByteBuffer header = ByteBuffer.allocate(DATA_HEADER);

	private @Nullable OutputStream output;

	private LongSupplier room = () -> 0;

	private int nextId;

	private @Nullable SftpLostException loss;

	private @Nullable Request greeting;

	private boolean watched;

	private boolean blocked;

	private volatile long lastProgress;

	private volatile long roundTrip = Long.MAX_VALUE;

	private @Nullable Request current;

	private byte @Nullable [] body;

	private int received;

	private int length;

	private Map<String, byte[]> extensions = Map.of();

	private int maxRead = DEFAULT_LENGTH;

	private int maxWrite = DEFAULT_LENGTH;

	private int maxHandles = Integer.MAX_VALUE;

	/**
	 * Create a new {@link SftpConnection}.
	 * @param timeout how long the server may take to answer anything
	 * @param maxInFlight how many bytes of one exchange are on their way at the most
	 * @param alarm tells that time has passed
	 * @param onLoss is told once that the connection is lost, so that it lets go of what
	 * the streams belong to
	 */
	public SftpConnection(Duration timeout, int maxInFlight, Alarm alarm, Runnable onLoss) {
		this.timeout = timeout;
		this.maxInFlight = maxInFlight;
		this.alarm = alarm;
		this.onLoss = onLoss;
	}

	/**
	 * Return where to write what the server sends. It never blocks, and is not to be
	 * written by two threads at once.
	 * @return the stream, whose end is that of the connection
	 */
	public OutputStream receiver() {
		return this.receiver;
	}

	/**
	 * Agree with the server on how to talk.
	 * @param output where the server reads
	 * @param room tells how many bytes can be written without waiting for the server
	 * @throws IOException if that fails
	 */
	public void start(OutputStream output, LongSupplier room) throws IOException {
		this.output = output;
		this.room = room;
		try (Exchange exchange = new Exchange(this)) {
			Request request = new Request(exchange, PacketType.VERSION, "", null, 0);
			register(request, true);
			PacketWriter writer = new PacketWriter();
			writer.begin(PacketType.INIT).writeInt(VERSION).end();
			write(writer);
			exchange.awaitGreeting(request);
			PacketReader reply = request.reply();
			// the version was read as the number of the request
			this.extensions = reply.readExtensions();
			if (hasExtension(ExtensionName.LIMITS)) {
				readLimits(exchange);
			}
		}
		catch (PacketFormatException ex) {
			throw lose(Reason.PROTOCOL, "The server broke the protocol: " + ex.getMessage(), ex).copy();
		}
	}

	private void readLimits(Exchange exchange) throws IOException {
		Request request = exchange.send(PacketType.EXTENDED, PacketType.EXTENDED_REPLY, ExtensionName.LIMITS, null,
				(writer) -> writer.writeText(ExtensionName.LIMITS));
		SftpLimits limits = SftpLimits.readFrom(exchange.await(request).reply());
		this.maxRead = limit(limits.maxReadLength(), limits.maxPacketLength());
		this.maxWrite = limit(limits.maxWriteLength(), limits.maxPacketLength());
		this.maxHandles = (limits.maxOpenHandles() > 0 && limits.maxOpenHandles() < Integer.MAX_VALUE)
				? (int) limits.maxOpenHandles() : Integer.MAX_VALUE;
	}

	private static int limit(long length, long packetLength) {
		long limit = (length > 0) ? length : DEFAULT_LENGTH;
		if (packetLength > OVERHEAD) {
			limit = Math.min(limit, packetLength - OVERHEAD);
		}
		return (int) Math.max(MIN_LENGTH, Math.min(limit, MAX_LENGTH));
	}

	/**
	 * Return whether the server has an extension.
	 * @param name the name of the extension
	 * @return whether it is there
	 */
	boolean hasExtension(String name) {
		return this.extensions.containsKey(name);
	}

	/**
	 * Return whether the server has an extension in a version.
	 */
	boolean hasExtension(String name, String version) {
		byte[] value = this.extensions.get(name);
		return value != null && new String(value, StandardCharsets.US_ASCII).equals(version);
	}

	/**
	 * Return how many bytes of one exchange are on their way at the most.
	 */
	int maxInFlight() {
		return this.maxInFlight;
	}

	/**
	 * Return how many bytes can be written without waiting for the server.
	 */
	long room() {
		return this.room.getAsLong();
	}

	int maxRead() {
		return this.maxRead;
	}

	int maxWrite() {
		return this.maxWrite;
	}

	/**
	 * Return how much data may be on its way to the server, as it has answered so far.
	 */
	Window newWindowOfSent() {
		return Window.ofSent(this.roundTrip, this.maxInFlight);
	}

	/**
	 * Return how much data may be asked for, as the server has answered so far.
	 */
	Window newWindowOfReceived() {
		return Window.ofReceived(this.roundTrip, this.maxInFlight);
	}

	/**
	 * Return how long the server has taken for the answer that came soonest.
	 * @return the time in nanoseconds; the largest while there is none
	 */
	long roundTrip() {
		return this.roundTrip;
	}

	/**
	 * Return how many files may be open at a time.
	 */
	int maxHandles() {
		return this.maxHandles;
	}

	/**
	 * Return whether requests can be sent.
	 * @return whether the connection is not lost
	 */
	public boolean isOpen() {
		this.lock.lock();
		try {
			return this.loss == null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Expect a reply.
	 * @return the number of the request
	 */
	int register(Request request) throws IOException {
		return register(request, false);
	}

	private int register(Request request, boolean greeting) throws IOException {
		this.lock.lock();
		try {
			if (this.loss != null) {
				throw this.loss.copy();
			}
			if (this.pending.isEmpty() && !this.blocked) {
				this.lastProgress = System.nanoTime();
			}
			int id = this.nextId++;
			if (greeting) {
				this.greeting = request;
			}
			else {
				this.pending.put(id, request);
			}
			watch();
			return id;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send packets.
	 */
	void write(PacketWriter packets) throws IOException {
		write(packets::writeTo);
	}

	/**
	 * Send a packet.
	 */
	void write(byte[] buffer, int offset, int length) throws IOException {
		write((output) -> output.write(buffer, offset, length));
	}

	private void write(Output source) throws IOException {
		OutputStream output = this.output;
		if (output == null) {
			throw new IllegalStateException("Not started");
		}
		this.sending.lock();
		try {
			setBlocked(true);
			source.writeTo(output);
			output.flush();
		}
		catch (InterruptedIOException ex) {
			// half of a packet may be gone
			Thread.currentThread().interrupt();
			lose(Reason.CLOSED, "Interrupted while writing", ex);
			throw ex;
		}
		catch (IOException ex) {
			throw lose(Reason.CLOSED, "The SFTP connection was lost", ex).copy();
		}
		finally {
			setBlocked(false);
			this.sending.unlock();
		}
	}

	private void setBlocked(boolean blocked) {
		this.lock.lock();
		try {
			this.blocked = blocked;
			if (!blocked || this.pending.isEmpty()) {
				this.lastProgress = System.nanoTime();
			}
			if (blocked) {
				watch();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * See to it that somebody looks at the clock, with the lock.
	 */
	private void watch() {
		if (!this.watched && this.loss == null) {
			this.watched = true;
			this.alarm.schedule(this.timeout, this::check);
		}
	}

	private void check() {
		this.lock.lock();
		try {
			this.watched = false;
			if (this.loss != null || this.pending.isEmpty() && this.greeting == null && !this.blocked) {
				return;
			}
			long now = System.nanoTime();
			long left = this.timeout.toNanos() - (now - this.lastProgress);
			if (left > 0 && !isOverdue(now)) {
				this.watched = true;
				this.alarm.schedule(Duration.ofNanos(left), this::check);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		lose(Reason.TIMEOUT, "The SFTP server has answered nothing for %d ms".formatted(this.timeout.toMillis()), null);
	}

	/**
	 * Return whether one request is left out while others are answered.
	 */
	private boolean isOverdue(long now) {
		long oldest = OLDEST * this.timeout.toNanos();
		return this.pending.values().stream().anyMatch((request) -> now - request.sent() > oldest);
	}

	/**
	 * End the connection.
	 */
	void abandon(String why) {
		lose(Reason.TIMEOUT, why, null);
	}

	@Override
	public void close() {
		lose(Reason.CLOSED, "The SFTP connection is closed", null);
	}

	private SftpLostException lose(Reason reason, String message, @Nullable Throwable cause) {
		SftpLostException loss;
		List<Request> requests;
		this.lock.lock();
		try {
			if (this.loss != null) {
				return this.loss;
			}
			loss = new SftpLostException(reason, message, cause);
			this.loss = loss;
			requests = new ArrayList<>(this.pending.values());
			this.pending.clear();
			if (this.greeting != null) {
				requests.add(this.greeting);
				this.greeting = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		requests.forEach((request) -> request.fail(loss));
		this.onLoss.run();
		return loss;
	}

	/**
	 * Take a part of what the server sends.
	 */
	private void receive(byte[] bytes, int offset, int length) throws IOException {
		ByteBuffer input = ByteBuffer.wrap(bytes, offset, length);
		while (input.hasRemaining()) {
			if (this.current == null) {
				readHeader(input);
			}
			else if (this.body != null) {
				readBody(input, this.current, this.body);
			}
			else {
				readData(input, this.current);
			}
		}
	}

	private void readHeader(ByteBuffer input) throws IOException {
		int wanted = (this.header.position() < HEADER) ? HEADER : DATA_HEADER;
		int count = Math.min(wanted - this.header.position(), input.remaining());
		this.header.put(input.array(), input.position(), count);
		input.position(input.position() + count);
		if (this.header.position() < wanted) {
			return;
		}
		if (wanted == HEADER) {
			int length = this.header.getInt(0);
			if (length < HEADER - Integer.BYTES || length > PacketInput.MAX_PACKET_LENGTH) {
				throw new PacketFormatException("a packet of %s bytes".formatted(Integer.toUnsignedString(length)));
			}
			int type = this.header.get(Integer.BYTES) & 0xFF;
			Request request = find(type, this.header.getInt(Integer.BYTES + 1));
			if (type != PacketType.DATA) {
				beginBody(request, length);
			}
			return;
		}
		beginData(find(PacketType.DATA, this.header.getInt(Integer.BYTES + 1)));
	}

	private Request find(int type, int id) throws IOException {
		this.lock.lock();
		try {
			Request request = (type == PacketType.VERSION) ? this.greeting : this.pending.get(id);
			if (request == null) {
				throw new PacketFormatException("a reply to nothing that was asked");
			}
			if (!request.expects(type)) {
				throw new PacketFormatException("a packet of type %d as a reply".formatted(type));
			}
			if (type == PacketType.VERSION && id != VERSION) {
				// the lower of both versions counts
				throw new PacketFormatException("version " + Integer.toUnsignedString(id));
			}
			return request;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void beginBody(Request request, int length) {
		this.current = request;
		this.length = length;
		this.received = HEADER - Integer.BYTES;
		byte[] body = new byte[Math.min(length, FIRST_CAPACITY)];
		this.header.get(Integer.BYTES, body, 0, this.received);
		this.body = body;
		endBody(request, body);
	}

	private void readBody(ByteBuffer input, Request request, byte[] body) {
		byte[] target = body;
		if (this.received == body.length) {
			// memory follows what has come, not what is announced
			target = new byte[Math.min(this.length, 2 * body.length)];
			System.arraycopy(body, 0, target, 0, this.received);
			this.body = target;
		}
		int count = Math.min(target.length - this.received, input.remaining());
		input.get(target, this.received, count);
		this.received += count;
		endBody(request, target);
	}

	private void endBody(Request request, byte[] body) {
		if (this.received == this.length) {
			end(request);
			request.complete(body);
		}
	}

	private void beginData(Request request) throws IOException {
		int length = this.header.getInt(HEADER);
		if (length <= 0 || length > request.length() || length != this.header.getInt(0) + Integer.BYTES - DATA_HEADER) {
			throw new PacketFormatException("%s bytes of data where %d were asked for"
				.formatted(Integer.toUnsignedString(length), request.length()));
		}
		request.beginData(length);
		this.current = request;
		this.length = length;
		this.received = 0;
	}

	private void readData(ByteBuffer input, Request request) {
		int count = Math.min(this.length - this.received, input.remaining());
		input.get(request.target(), this.received, count);
		this.received += count;
		if (this.received == this.length) {
			int length = this.length;
			end(request);
			request.complete(length);
		}
	}

	private void end(Request request) {
		this.lock.lock();
		try {
			if (request == this.greeting) {
				this.greeting = null;
			}
			else {
				this.pending.remove(this.header.getInt(Integer.BYTES + 1));
			}
			this.lastProgress = System.nanoTime();
			this.roundTrip = Math.min(this.roundTrip, this.lastProgress - request.sent());
		}
		finally {
			this.lock.unlock();
		}
		this.current = null;
		this.body = null;
		this.header.clear();
	}

	@Override
	public String toString() {
		return "SftpConnection[%d ms]".formatted(TimeUnit.NANOSECONDS.toMillis(this.timeout.toNanos()));
	}

	/**
	 * Writes packets.
	 */
	private interface Output {

		void writeTo(OutputStream output) throws IOException;

	}

	/**
	 * Where the transport writes.
	 */
	private final class Receiver extends OutputStream {

		@Override
		public void write(int octet) {
			write(new byte[] { (byte) octet }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			if (!isOpen()) {
				return;
			}
			try {
				receive(bytes, offset, length);
			}
			catch (IOException ex) {
				lose(Reason.PROTOCOL, "The SFTP server broke the protocol: " + ex.getMessage(), ex);
			}
		}

		@Override
		public void close() {
			lose(Reason.CLOSED, "The SFTP connection was lost", null);
		}

	}

}
