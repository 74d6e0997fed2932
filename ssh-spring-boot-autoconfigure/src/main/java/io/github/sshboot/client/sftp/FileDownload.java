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
import java.nio.ByteBuffer;

import io.github.sshboot.client.transfer.TransferTarget;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Receives a file.
 */
final class FileDownload implements Job {

	private final Pipeline pipeline;

	private final Exchange exchange;

	private final String path;

	private final TransferTarget target;

	private @Nullable SftpAttributes attributes;

	private @Nullable Request stating;

	private @Nullable Request opening;

	private @Nullable SftpHandle handle;

	private @Nullable Request comparing;

	private @Nullable ReadAhead reads;

	private @Nullable Request closing;

	private long position;

	private boolean done;

	/**
	 * Create a new {@link FileDownload}.
	 * @param pipeline what it is a part of
	 * @param path the file
	 * @param attributes what is known about the file, at least that it is one; or
	 * {@code null} to ask the server
	 * @param target where it goes
	 */
	FileDownload(Pipeline pipeline, String path, @Nullable SftpAttributes attributes, TransferTarget target) {
		this.pipeline = pipeline;
		this.exchange = pipeline.exchange();
		this.path = path;
		this.attributes = attributes;
		this.target = target;
	}

	@Override
	public void start() throws IOException {
		this.pipeline.journal().fileBegins();
		if (this.attributes == null) {
			this.stating = SftpCommands.attributes(this.exchange, this.path, true, this);
		}
		this.opening = SftpCommands.open(this.exchange, this.path, OpenFlags.READ, FileAttributes.NONE, this);
	}

	@Override
	public void proceed(Request reply) throws IOException {
		if (reply == this.stating) {
			this.attributes = statedAttributes(reply);
		}
		else if (reply == this.opening) {
			this.handle = SftpCommands.handle(reply);
		}
		else if (reply == this.closing) {
			end();
			return;
		}
		SftpHandle handle = this.handle;
		SftpAttributes attributes = this.attributes;
		if (handle == null || attributes == null) {
			return;
		}
		ReadAhead reads = this.reads;
		if (reads == null) {
			reads = begin(handle, attributes);
			this.reads = reads;
		}
		if (reads == null) {
			return;
		}
		deliver(reads, attributes);
		if (reads.isFinished() && this.closing == null) {
			this.closing = SftpCommands.closing(this.exchange, handle, this);
		}
	}

	private SftpAttributes statedAttributes(Request reply) throws IOException {
		StatusCode status = reply.status();
		if (status == StatusCode.PERMISSION_DENIED || status == StatusCode.OP_UNSUPPORTED) {
			// it can be read all the same, perhaps
			return SftpAttributes.none();
		}
		SftpAttributes attributes = SftpCommands.attributes(reply);
		if (attributes.type() != null && !attributes.isRegularFile()) {
			throw new SftpStatusException(StatusCode.FAILURE, this.path,
					attributes.isDirectory() ? "is a directory" : "is not a file");
		}
		return attributes;
	}

	/**
	 * Begin to read, behind what an earlier attempt has left, once that is known to end
	 * as the file does there.
	 */
	private @Nullable ReadAhead begin(SftpHandle handle, SftpAttributes attributes) throws IOException {
		long size = size(attributes);
		Request comparing = this.comparing;
		if (comparing != null) {
			this.position = this.target.compare(this.position - comparing.length(), comparing.target(),
					Math.max(0, comparing.data()));
		}
		else {
			this.position = this.target.begin(size);
			if (this.position > 0) {
				int length = (int) Math.min(this.position, FileUpload.COMPARED);
				this.comparing = this.exchange.read(handle, this.position - length, length, this);
				return null;
			}
		}
		ReadAhead reads = new ReadAhead(this.exchange, handle, this.position, size, this);
		reads.fill();
		return reads;
	}

	private static long size(SftpAttributes attributes) {
		Long size = attributes.size();
		return (size != null) ? size : 0;
	}

	private void deliver(ReadAhead reads, SftpAttributes attributes) throws IOException {
		ByteBuffer data = reads.peek();
		while (data != null) {
			int count = data.remaining();
			this.target.write(data.array(), data.position(), count);
			this.position += count;
			this.pipeline.journal().progressed(this.path, this.position, attributes.size(), count);
			reads.advance();
			data = reads.peek();
		}
	}

	@Override
	public void fill() throws IOException {
		if (this.reads != null && this.closing == null) {
			this.reads.fill();
		}
	}

	private void end() throws IOException {
		this.target.commit((this.attributes != null) ? this.attributes : SftpAttributes.none());
		this.done = true;
		this.pipeline.journal().fileCompleted(this.path, this.position);
	}

	@Override
	public boolean isDone() {
		return this.done;
	}

	@Override
	public void abort() {
		this.target.discard();
		SftpHandle handle = this.handle;
		if (handle == null && this.opening != null) {
			handle = openedUnnoticed(this.opening);
		}
		if (handle != null && this.closing == null) {
			SftpCommands.close(this.exchange, handle);
		}
	}

	static @Nullable SftpHandle openedUnnoticed(Request opening) {
		try {
			return (opening.isDone() && opening.status() == null) ? SftpCommands.handle(opening) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
