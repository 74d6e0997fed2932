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
package io.github.sshboot.client.scp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.sshboot.client.transfer.Alarm;
import org.jspecify.annotations.Nullable;

/**
 * The streams to and from the other side. Each message, and each part of the data, must
 * come and go within the timeout, however slowly its bytes do.
 */
final class ScpStreams {

	/**
	 * Four letters, two numbers and a name of 255 bytes fit many times.
	 */
	private static final int MAX_LINE = 4096;

	private static final int BUFFER = 64 * 1024;

	private final InputStream input;

	private final OutputStream output;

	private final Duration timeout;

	private final Alarm alarm;

	private final Runnable onTimeout;

	private final byte[] buffer = new byte[BUFFER];

	private final byte[] read = new byte[BUFFER];

	private int position;

	private int end;

	private boolean busy;

	private boolean watched;

	private boolean timedOut;

	private long since;

	ScpStreams(InputStream input, OutputStream output, Duration timeout, Alarm alarm, Runnable onTimeout) {
		this.input = input;
		this.output = output;
		this.timeout = timeout;
		this.alarm = alarm;
		this.onTimeout = onTimeout;
	}

	byte[] buffer() {
		return this.buffer;
	}

	/**
	 * Read a message.
	 * @return its first byte and the line behind that, or {@code null} at the end
	 */
	@Nullable Message readMessage() throws IOException {
		Message message = watched(() -> {
			int type = readByte();
			if (type <= 0) {
				return (type < 0) ? Message.END : new Message((char) 0, "");
			}
			ByteBuffer line = ByteBuffer.allocate(MAX_LINE);
			for (int octet = readByte(); octet != '\n'; octet = readByte()) {
				if (octet < 0) {
					throw new EOFException("The server ended within a message");
				}
				if (!line.hasRemaining()) {
					throw new ScpProtocolException("a message of more than %d bytes".formatted(MAX_LINE));
				}
				line.put((byte) octet);
			}
			return new Message((char) type, text(line.flip(), type));
		});
		return (message != Message.END) ? message : null;
	}

	private static String text(ByteBuffer line, int type) throws IOException {
		if (type == Message.WARNING || type == Message.ERROR) {
			return StandardCharsets.UTF_8.decode(line).toString();
		}
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(line);
			return text.toString();
		}
		catch (CharacterCodingException ex) {
			throw new ScpProtocolException("a name that is not UTF-8");
		}
	}

	private int readByte() throws IOException {
		if (this.position == this.end) {
			int count = this.input.read(this.read, 0, this.read.length);
			if (count < 0) {
				return -1;
			}
			this.position = 0;
			this.end = count;
		}
		return this.read[this.position++] & 0xFF;
	}

	/**
	 * Read a part of the data to the {@link #buffer()}.
	 * @param length how much is left
	 * @return how much was read
	 */
	int readData(long length) throws IOException {
		return watched(() -> {
			int wanted = (int) Math.min(length, BUFFER);
			int total = Math.min(wanted, this.end - this.position);
			System.arraycopy(this.read, this.position, this.buffer, 0, total);
			this.position += total;
			while (total < wanted) {
				int count = this.input.read(this.buffer, total, wanted - total);
				if (count < 0) {
					throw new EOFException("The server ended within a file");
				}
				total += count;
			}
			return total;
		});
	}

	/**
	 * Wait for the other side to agree.
	 */
	void readAgreement() throws IOException {
		Message message = readMessage();
		if (message == null) {
			throw new EOFException("The server ended without an answer");
		}
		if (message.type() == Message.WARNING || message.type() == Message.ERROR) {
			throw new ScpMessageException(message.line());
		}
		if (message.type() != 0) {
			throw new ScpProtocolException("'%c' for an answer".formatted(message.type()));
		}
	}

	void writeAgreement() throws IOException {
		write(new byte[1], 1);
	}

	void writeLine(String line) throws IOException {
		byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
		write(bytes, bytes.length);
	}

	void write(byte[] bytes, int length) throws IOException {
		watched(() -> {
			this.output.write(bytes, 0, length);
			this.output.flush();
			return length;
		});
	}

	private <T> T watched(Work<T> work) throws IOException {
		setBusy(true);
		try {
			T result = work.run();
			if (isTimedOut()) {
				throw new ScpTimeoutException(this.timeout);
			}
			return result;
		}
		catch (ScpTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (isTimedOut()) {
				throw (ScpTimeoutException) new ScpTimeoutException(this.timeout).initCause(ex);
			}
			throw ex;
		}
		finally {
			setBusy(false);
		}
	}

	private synchronized boolean isTimedOut() {
		return this.timedOut;
	}

	private synchronized void setBusy(boolean busy) {
		this.busy = busy;
		this.since = System.nanoTime();
		if (busy && !this.watched) {
			this.watched = true;
			this.alarm.schedule(this.timeout, this::check);
		}
	}

	private void check() {
		synchronized (this) {
			this.watched = false;
			if (!this.busy) {
				return;
			}
			long left = this.timeout.toNanos() - (System.nanoTime() - this.since);
			if (left > 0) {
				this.watched = true;
				this.alarm.schedule(Duration.ofNanos(left), this::check);
				return;
			}
			this.timedOut = true;
		}
		this.onTimeout.run();
	}

	/**
	 * Reads or writes.
	 *
	 * @param <T> what
	 */
	@FunctionalInterface
	private interface Work<T> {

		T run() throws IOException;

	}

	/**
	 * A message.
	 *
	 * @param type its first byte
	 * @param line the line that follows
	 */
	record Message(char type, String line) {

		/**
		 * There is none any more.
		 */
		static final Message END = new Message((char) 0, "");

		static final char WARNING = 1;

		static final char ERROR = 2;

	}

}
