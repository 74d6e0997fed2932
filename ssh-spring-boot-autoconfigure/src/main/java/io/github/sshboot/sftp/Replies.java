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

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import io.github.sshboot.sftp.protocol.StatusCode;

/**
 * Gathers the replies of a session, in the words of its version, and sends many at once.
 */
final class Replies {

	/**
	 * What is not kept any longer, as it fills packets of the connection.
	 */
	private static final int ENOUGH = 32 * 1024;

	/**
	 * How long a reply may wait for the next ones. A client that waits for it is answered
	 * anyway; this one has requested more already.
	 */
	private static final long MAX_DELAY_NANOSECONDS = 5_000_000;

	private static final String LANGUAGE = "en";

	private final OutputStream out;

	private final PacketWriter packets = new PacketWriter();

	private int version = 3;

	private long since;

	Replies(OutputStream out) {
		this.out = out;
	}

	int version() {
		return this.version;
	}

	void version(int version) {
		this.version = version;
	}

	/**
	 * Begin a reply, which must be ended or cancelled.
	 * @param type the {@link PacketType}
	 * @param id the number of the request
	 * @return where to write the reply
	 */
	PacketWriter begin(int type, int id) {
		return begin().begin(type, id);
	}

	PacketWriter begin() {
		if (this.packets.size() == 0) {
			this.since = System.nanoTime();
		}
		return this.packets;
	}

	/**
	 * Drop the reply that has been begun.
	 */
	void cancel() {
		this.packets.cancel();
	}

	void ok(int id) {
		status(id, StatusCode.OK, "");
	}

	void endOfFile(int id) {
		status(id, StatusCode.EOF, "End of file");
	}

	void status(int id, StatusCode code, String text) {
		begin(PacketType.STATUS, id).writeInt(code.in(this.version).code()).writeText(text).writeText(LANGUAGE).end();
	}

	void handle(int id, int handle) {
		begin(PacketType.HANDLE, id).writeInt(Integer.BYTES).writeInt(handle).end();
	}

	void attributes(int id, SftpAttributes attributes) {
		begin(PacketType.ATTRS, id).writeAttributes(WireAttributes.toClient(attributes), this.version).end();
	}

	/**
	 * Reply with a name whose file need not be there.
	 */
	void name(int id, String name, FileAttributes attributes) {
		PacketWriter reply = begin(PacketType.NAME, id).writeInt(1).writeText(name);
		if (this.version == 3) {
			reply.writeText(name);
		}
		reply.writeAttributes(attributes, this.version).end();
	}

	/**
	 * Reply with entries of a directory.
	 */
	void names(int id, List<SftpEntry> entries) {
		LongNames longNames = new LongNames(Instant.now(), ZoneId.systemDefault());
		PacketWriter reply = begin(PacketType.NAME, id).writeInt(entries.size());
		for (SftpEntry entry : entries) {
			reply.writeText(entry.name());
			if (this.version == 3) {
				reply.writeText(longNames.format(entry.name(), entry.attributes()));
			}
			reply.writeAttributes(WireAttributes.toClient(entry.attributes()), this.version);
		}
		reply.end();
	}

	/**
	 * Send what has been gathered, if that is enough or has waited long enough.
	 */
	void sendIfDue() throws IOException {
		if (this.packets.size() >= ENOUGH) {
			this.packets.writeTo(this.out);
		}
		else if (this.packets.size() > 0 && System.nanoTime() - this.since > MAX_DELAY_NANOSECONDS) {
			send();
		}
	}

	/**
	 * Send everything.
	 */
	void send() throws IOException {
		if (this.packets.size() > 0) {
			this.packets.writeTo(this.out);
		}
		this.out.flush();
	}

	void trim() {
		this.packets.trim();
	}

}
