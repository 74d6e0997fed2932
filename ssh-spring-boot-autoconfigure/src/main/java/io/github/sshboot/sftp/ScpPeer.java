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

package io.github.sshboot.sftp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.github.sshboot.transport.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a transfer by SCP. Either side answers every message of the other
 * with a byte: {@link #OK}, or {@link #WARNING} or {@link #FATAL} and a line of text.
 */
final class ScpPeer {

	private static final int OK = 0;

	private static final int WARNING = 1;

	private static final int FATAL = 2;

	/**
	 * Names and messages are not that long.
	 */
	private static final int MAX_LINE = 8 * 1024;

	private static final int BUFFER = 64 * 1024;

	private final InputStream in;

	private final OutputStream out;

	private boolean failed;

	ScpPeer(InputStream in, OutputStream out) {
		this.in = new BufferedInputStream(in, BUFFER);
		this.out = out;
	}

	/**
	 * Return whether anything has not been transferred.
	 */
	boolean hasFailed() {
		return this.failed;
	}

	void ok() throws IOException {
		this.out.write(OK);
		this.out.flush();
	}

	/**
	 * Tell that something is not transferred.
	 */
	void warn(String path, String text) throws IOException {
		answer(WARNING, path + ": " + text);
	}

	/**
	 * Tell that nothing more is transferred.
	 */
	void fail(String text) throws IOException {
		answer(FATAL, text);
	}

	private void answer(int code, String text) throws IOException {
		this.failed = true;
		this.out.write(code);
		this.out.write("scp: %s\n".formatted(PeerText.printable(text)).getBytes(StandardCharsets.UTF_8));
		this.out.flush();
	}

	/**
	 * Read an answer.
	 * @return whether it is good
	 * @throws ScpProtocolException if nothing more is to be transferred
	 */
	boolean isOk() throws IOException {
		int code = this.in.read();
		switch (code) {
			case OK -> {
				return true;
			}
			case WARNING -> {
				this.failed = true;
				readLine();
				return false;
			}
			case FATAL -> {
				this.failed = true;
				throw new ScpProtocolException("The client has given up: " + readText());
			}
			case -1 -> throw new EOFException("The client went away in the middle of a transfer");
			default -> throw new ScpProtocolException("protocol error: expected an answer");
		}
	}

	/**
	 * Read what the client says after the content of a file. Clients on libssh2 say
	 * nothing, but end their input; the connection may not have been lost then.
	 * @return whether the content is what the client wants it to be
	 */
	boolean isContentOk() throws IOException {
		this.in.mark(1);
		if (this.in.read() < 0) {
			return true;
		}
		this.in.reset();
		return isOk();
	}

	/**
	 * Read a message.
	 * @return the message without its end, or {@code null} if there is none any more
	 */
	@Nullable String readMessage() throws IOException {
		while (true) {
			this.in.mark(1);
			int first = this.in.read();
			if (first < 0) {
				return null;
			}
			if (first == WARNING) {
				this.failed = true;
				readLine();
			}
			else if (first == FATAL) {
				this.failed = true;
				readLine();
				return null;
			}
			else {
				this.in.reset();
				return readText();
			}
		}
	}

	private String readText() throws IOException {
		byte[] line = readLine();
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new ScpProtocolException("protocol error: a name is not UTF-8");
		}
	}

	private byte[] readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = this.in.read(); b != '\n'; b = this.in.read()) {
			if (b < 0) {
				throw new EOFException("The client went away in the middle of a line");
			}
			if (line.size() >= MAX_LINE) {
				throw new ScpProtocolException("protocol error: a line is too long");
			}
			line.write(b);
		}
		return line.toByteArray();
	}

	/**
	 * Send a message.
	 * @param message the message without its end
	 * @return whether the answer is good
	 */
	boolean send(String message) throws IOException {
		this.out.write((message + '\n').getBytes(StandardCharsets.UTF_8));
		this.out.flush();
		return isOk();
	}

	/**
	 * Read data of a file.
	 */
	void readData(byte[] target, int length) throws IOException {
		if (this.in.readNBytes(target, 0, length) < length) {
			throw new EOFException("The client went away in the middle of a file");
		}
	}

	void writeData(byte[] data, int length) throws IOException {
		this.out.write(data, 0, length);
	}

}
