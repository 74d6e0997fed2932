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

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.sshboot.client.transfer.TemporaryNames;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSource;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.protocol.ExtensionName;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file.
 */
final class FileUpload implements Job {

	/**
	 * How much of what an earlier attempt has left is compared with the source.
	 */
	static final int COMPARED = 32 * 1024;

	/**
	 * From what size on a file is sent on several channels: before, it would be over by
	 * the time that they are open.
	 */
	static final long LARGE = 32L << 20;

	/**
	 * How much is read back through other channels.
	 */
	private static final int BEGINNING = 4096;

	private final Pipeline pipeline;

	private final Exchange exchange;

	private final TransferOptions options;

	private final TransferSource source;

	private final String path;

	private final String written;

	private State state = State.NEW;

	private @Nullable Request stating;

	private @Nullable Request opening;

	private @Nullable SftpHandle handle;

	/**
	 * How much an earlier attempt has left.
	 */
	private long left;

	private int unanswered;

	private long offset;

	private long acknowledged;

	private boolean ended;

	private boolean replaced;

	private @Nullable Request first;

	/**
	 * What was written first, which other channels must read.
	 */
	private byte[] beginning = new byte[0];

	/**
	 * Whether that is known to be written.
	 */
	private boolean begun;

	private final List<FurtherHandle> further = new ArrayList<>();

	private @Nullable Request measuring;

	/**
	 * Create a new {@link FileUpload}.
	 * @param pipeline what it is a part of
	 * @param source where it comes from
	 * @param path the file
	 */
	FileUpload(Pipeline pipeline, TransferSource source, String path) {
		this.pipeline = pipeline;
		this.exchange = pipeline.exchange();
		this.options = pipeline.options();
		this.source = source;
		this.path = path;
		this.written = this.options.atomic() ? temporary(path, this.options) : path;
	}

	private static String temporary(String path, TransferOptions options) {
		String name = RemoteNames.last(path);
		return path.substring(0, path.length() - name.length()) + TemporaryNames.of(name, options);
	}

	@Override
	public void start() throws IOException {
		this.pipeline.journal().fileBegins();
		this.source.open();
		if (this.options.resume()) {
			this.state = State.STATING;
			this.stating = SftpCommands.attributes(this.exchange, this.written, false, this);
		}
		else {
			open(OpenFlags.CREATE | (this.options.atomic() ? OpenFlags.EXCLUSIVE : OpenFlags.TRUNCATE));
		}
	}

	private void open(int flags) throws IOException {
		this.state = State.OPENING;
		if (isLarge()) {
			// they are there by the time that there is something to compare
			this.pipeline.further();
		}
		// nobody may read for a moment what the source does not let them
		FileAttributes attributes = new FileAttributes.Builder()
			.permissions(Attributes.preserved(permissions()).permissions())
			.build();
		this.opening = SftpCommands.open(this.exchange, this.written, OpenFlags.WRITE | flags, attributes, this);
	}

	private SftpAttributes permissions() {
		return this.options.preserve() ? this.source.attributes() : SftpAttributes.none();
	}

	@Override
	public void proceed(Request reply) throws IOException {
		switch (this.state) {
			case STATING -> resume(reply);
			case OPENING -> opened(reply);
			case COMPARING -> compared(reply);
			case WRITING, CLOSING -> {
				reply.check();
				this.unanswered--;
				if (reply == this.measuring) {
					measured(reply);
				}
				this.begun |= reply == this.first;
				if (reply.length() > 0) {
					reply.exchange().sent().give(reply.length());
					this.acknowledged += reply.length();
					this.pipeline.journal()
						.progressed(this.path, this.acknowledged, this.source.size(), reply.length());
				}
				fill();
				if (this.state == State.CLOSING && this.unanswered == 0) {
					closed();
				}
			}
			case RENAMING -> renamed(reply);
			default -> throw new IllegalStateException("No reply is expected: " + this.state);
		}
	}

	/**
	 * Look for what an earlier attempt has left.
	 */
	private void resume(Request reply) throws IOException {
		if (reply.status() == StatusCode.NO_SUCH_FILE) {
			open(OpenFlags.CREATE | OpenFlags.EXCLUSIVE);
			return;
		}
		SftpAttributes attributes = SftpCommands.attributes(reply);
		Long there = attributes.size();
		Long size = this.source.size();
		if (!attributes.isRegularFile()) {
			throw new SftpStatusException(StatusCode.FAILURE, this.written, "is not a file that can be carried on");
		}
		if (there == null || there == 0 || size != null && there > size) {
			open(OpenFlags.CREATE | OpenFlags.TRUNCATE);
			return;
		}
		this.left = there;
		open(OpenFlags.READ);
	}

	private void opened(Request reply) throws IOException {
		if (this.left > 0 && reply.status() == StatusCode.PERMISSION_DENIED) {
			// what cannot be looked at cannot be trusted
			this.left = 0;
			open(OpenFlags.CREATE | OpenFlags.TRUNCATE);
			return;
		}
		SftpHandle handle = SftpCommands.handle(reply);
		this.handle = handle;
		if (this.left > 0) {
			this.state = State.COMPARING;
			int length = (int) Math.min(this.left, COMPARED);
			this.exchange.read(handle, this.left - length, length, this);
			return;
		}
		this.state = State.WRITING;
		fill();
	}

	/**
	 * Go on where an earlier attempt has ended, if that ends as the source does there. If
	 * not it was of another file.
	 */
	private void compared(Request reply) throws IOException {
		if (continues(reply)) {
			this.offset = this.left;
			this.acknowledged = this.left;
			this.state = State.WRITING;
			fill();
			return;
		}
		SftpHandle handle = this.handle;
		if (handle != null) {
			SftpCommands.closing(this.exchange, handle, null);
			this.handle = null;
		}
		this.source.rewind();
		this.left = 0;
		open(OpenFlags.CREATE | OpenFlags.TRUNCATE);
	}

	private boolean continues(Request reply) throws IOException {
		int count = reply.data();
		byte[] own = new byte[reply.length()];
		try {
			this.source.skip(this.left - own.length);
		}
		catch (EOFException ex) {
			return false;
		}
		return this.source.readFully(own, 0, own.length) == own.length && count > 0
				&& Arrays.equals(own, 0, count, reply.target(), 0, count);
	}

	@Override
	public void fill() throws IOException {
		SftpHandle handle = this.handle;
		if (this.state != State.WRITING || handle == null) {
			return;
		}
		boolean written = true;
		while (written) {
			written = write(this.exchange, handle);
			for (FurtherHandle other : this.further) {
				SftpHandle writable = other.writable();
				written |= writable != null && write(other.exchange(), writable);
			}
		}
		if (!this.ended && this.begun && isLarge()) {
			useFurther();
		}
		// whether all has been written is to be known first, where that is what completes
		// it, or where that is told on several channels
		if (this.ended && (this.unanswered == 0 || this.options.atomic() && this.further.isEmpty())
				&& this.further.stream().allMatch(FurtherHandle::isDone)) {
			close(handle);
		}
	}

	/**
	 * Write what comes next, if there is something, and it may be on its way.
	 * @return whether something was written
	 */
	private boolean write(Exchange exchange, SftpHandle handle) throws IOException {
		if (this.ended || !exchange.sent().isOpen()) {
			return false;
		}
		int start = Exchange.dataStart(handle);
		int length = wanted(exchange.connection().maxWrite());
		if (!this.further.isEmpty() && this.unanswered > 0 && exchange.connection().room() < start + length) {
			// another channel may have room
			return false;
		}
		byte[] buffer = this.pipeline.buffer(start + length);
		int count = this.source.readFully(buffer, start, length);
		this.ended = count < length || isComplete(this.offset + count);
		if (count == 0) {
			return false;
		}
		if (this.offset == 0) {
			this.beginning = Arrays.copyOfRange(buffer, start, start + Math.min(count, BEGINNING));
		}
		exchange.sent().take(count);
		this.unanswered++;
		Request request = exchange.write(handle, this.offset, buffer, count, this);
		if (this.offset == 0) {
			this.first = request;
		}
		this.offset += count;
		return true;
	}

	/**
	 * Return whether to send it on several channels, which take parts out of order: what
	 * is left of it after a failure is good for nothing.
	 */
	private boolean isLarge() {
		Long size = this.source.size();
		return this.options.atomic() && !this.options.resume() && size != null && size >= LARGE;
	}

	private void useFurther() throws IOException {
		List<Exchange> exchanges = this.pipeline.further();
		while (this.further.size() < exchanges.size()) {
			FurtherHandle other = new FurtherHandle(this, exchanges.get(this.further.size()), this.written,
					this.beginning);
			this.further.add(other);
			other.start();
		}
	}

	private int wanted(int max) {
		Long size = this.source.size();
		return (size != null && size > this.offset) ? (int) Math.min(max, size - this.offset) : max;
	}

	/**
	 * Return whether as much has been sent as there was when the source was opened. What
	 * comes to it meanwhile is for the next time.
	 */
	private boolean isComplete(long offset) {
		Long size = this.source.size();
		return size != null && size > 0 && offset >= size;
	}

	private void close(SftpHandle handle) throws IOException {
		this.state = State.CLOSING;
		for (FurtherHandle other : this.further) {
			if (other.close()) {
				this.unanswered++;
			}
		}
		if (!this.further.isEmpty()) {
			this.unanswered++;
			this.measuring = this.exchange.send(PacketType.FSTAT, PacketType.ATTRS, this.written, this,
					(writer) -> writer.writeBytes(handle.bytes()));
		}
		if (this.options.preserve()) {
			FileAttributes attributes = Attributes.preserved(this.source.attributes());
			send(PacketType.FSETSTAT,
					(writer) -> writer.writeBytes(handle.bytes()).writeAttributes(attributes, SftpConnection.VERSION));
		}
		if (this.options.sync() && this.exchange.connection().hasExtension(ExtensionName.FSYNC)) {
			send(PacketType.EXTENDED, (writer) -> writer.writeText(ExtensionName.FSYNC).writeBytes(handle.bytes()));
		}
		send(PacketType.CLOSE, (writer) -> writer.writeBytes(handle.bytes()));
		// the server may call another file the same from now on
		this.handle = null;
		this.source.close();
	}

	private void send(int type, Exchange.Body body) throws IOException {
		this.unanswered++;
		this.exchange.send(type, this.written, this, body);
	}

	/**
	 * Let nobody have a part for the whole, whatever a server does with several handles.
	 */
	private void measured(Request reply) throws IOException {
		Long size = SftpCommands.attributes(reply).size();
		if (size != null && size != this.offset) {
			throw new IOException("%d bytes of %s were written, but it has %d".formatted(this.offset, this.path, size));
		}
	}

	private void closed() throws IOException {
		if (!this.options.atomic()) {
			complete();
			return;
		}
		this.state = State.RENAMING;
		SftpCommands.rename(this.exchange, this.written, this.path, true, this);
	}

	private void renamed(Request reply) throws IOException {
		if (reply.status() == StatusCode.FAILURE && !this.replaced
				&& !SftpCommands.hasPosixRename(this.exchange.connection())) {
			// without the extension, a name that is taken must be freed first
			this.replaced = true;
			this.exchange.send(PacketType.REMOVE, this.path, null, (writer) -> writer.writeText(this.path));
			SftpCommands.rename(this.exchange, this.written, this.path, false, this);
			return;
		}
		reply.check();
		complete();
	}

	private void complete() {
		this.state = State.DONE;
		this.pipeline.journal().fileCompleted(this.path, this.offset);
	}

	@Override
	public boolean isDone() {
		return this.state == State.DONE;
	}

	@Override
	public void abort() {
		try {
			this.source.close();
		}
		catch (IOException ex) {
			// there is a failure to tell already
		}
		SftpHandle handle = this.handle;
		if (handle == null && this.opening != null && this.state == State.OPENING) {
			handle = FileDownload.openedUnnoticed(this.opening);
		}
		boolean opened = handle != null || this.state.compareTo(State.OPENING) > 0;
		if (handle != null) {
			SftpCommands.close(this.exchange, handle);
		}
		this.further.forEach(FurtherHandle::abort);
		if (opened && this.options.atomic() && !this.options.resume()) {
			SftpCommands.remove(this.exchange, this.written);
		}
	}

	/**
	 * How far it is.
	 */
	private enum State {

		NEW, STATING, OPENING, COMPARING, WRITING, CLOSING, RENAMING, DONE

	}

}
