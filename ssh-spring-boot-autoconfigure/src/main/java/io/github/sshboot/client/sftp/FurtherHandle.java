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
import java.util.Arrays;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import org.jspecify.annotations.Nullable;

/**
 * Another handle of a file that is being sent, on another channel. A server that keeps
 * apart what it is sent until it is complete would have two files then, of which one
 * remains. So nothing is opened for writing until what was written through the first
 * handle has been read through the other channel.
 */
final class FurtherHandle implements Job {

	private final FileUpload upload;

	private final Exchange exchange;

	private final String path;

	private final byte[] beginning;

	private State state = State.NEW;

	private @Nullable Request opening;

	private @Nullable SftpHandle handle;

	/**
	 * Create a new {@link FurtherHandle}.
	 * @param upload sends the file
	 * @param exchange the channel
	 * @param path the file
	 * @param beginning what has been written at the beginning of the file
	 */
	FurtherHandle(FileUpload upload, Exchange exchange, String path, byte[] beginning) {
		this.upload = upload;
		this.exchange = exchange;
		this.path = path;
		this.beginning = beginning;
	}

	@Override
	public void start() throws IOException {
		open(State.OPENING_TO_READ, OpenFlags.READ);
		this.exchange.flush();
	}

	private void open(State state, int flags) throws IOException {
		this.state = state;
		this.opening = SftpCommands.open(this.exchange, this.path, flags, FileAttributes.NONE, this);
	}

	@Override
	public void proceed(Request reply) throws IOException {
		switch (this.state) {
			case OPENING_TO_READ -> {
				if (isOpened(reply)) {
					this.state = State.READING;
					this.exchange.read(opened(), 0, this.beginning.length, this);
				}
			}
			case READING -> {
				SftpCommands.closing(this.exchange, opened(), null);
				this.handle = null;
				if (isBeginning(reply)) {
					open(State.OPENING_TO_WRITE, OpenFlags.WRITE);
				}
				else {
					this.state = State.USELESS;
				}
			}
			case OPENING_TO_WRITE -> {
				if (isOpened(reply)) {
					this.state = State.READY;
				}
			}
			default -> throw new IllegalStateException("No reply is expected: " + this.state);
		}
		// the first channel may have replies to look at all the time
		this.exchange.flush();
		this.upload.fill();
	}

	private boolean isOpened(Request reply) throws IOException {
		this.opening = null;
		if (reply.status() != null) {
			this.state = State.USELESS;
			return false;
		}
		this.handle = SftpCommands.handle(reply);
		return true;
	}

	private boolean isBeginning(Request reply) throws IOException {
		return reply.status() == null && reply.data() == this.beginning.length
				&& Arrays.equals(reply.target(), this.beginning);
	}

	private SftpHandle opened() {
		SftpHandle handle = this.handle;
		if (handle == null) {
			throw new IllegalStateException("Not open");
		}
		return handle;
	}

	Exchange exchange() {
		return this.exchange;
	}

	/**
	 * Return the handle to write with, or {@code null} if there is none, or not yet.
	 */
	@Nullable SftpHandle writable() {
		return (this.state == State.READY) ? this.handle : null;
	}

	/**
	 * Return whether it is decided whether there is a handle to write with.
	 */
	@Override
	public boolean isDone() {
		return this.state == State.READY || this.state == State.USELESS;
	}

	/**
	 * Close the handle to write with, if there is one.
	 * @return whether the upload gets a reply
	 */
	boolean close() throws IOException {
		SftpHandle handle = writable();
		if (handle == null) {
			return false;
		}
		SftpCommands.closing(this.exchange, handle, this.upload);
		// the server may call another file the same from now on
		this.handle = null;
		return true;
	}

	@Override
	public void abort() {
		SftpHandle handle = this.handle;
		if (handle == null && this.opening != null) {
			handle = FileDownload.openedUnnoticed(this.opening);
		}
		if (handle != null) {
			SftpCommands.close(this.exchange, handle);
		}
	}

	/**
	 * How far it is.
	 */
	private enum State {

		NEW, OPENING_TO_READ, READING, OPENING_TO_WRITE, READY, USELESS

	}

}
