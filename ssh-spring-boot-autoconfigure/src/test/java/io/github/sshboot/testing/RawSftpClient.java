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

package io.github.sshboot.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.PacketWriter;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of SFTP that does nothing by itself: each request is made by hand, in any
 * version, and each reply is looked at.
 */
public final class RawSftpClient implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final @Nullable ClientSession session;

	private final ChannelSubsystem channel;

	private final DataInputStream in;

	private final OutputStream out;

	private int version;

	private Map<String, byte[]> extensions = Map.of();

	private int lastId;

	private RawSftpClient(ClientSession session, boolean owner) throws IOException {
		this.channel = session.createSubsystemChannel("sftp");
		this.session = owner ? session : null;
		this.channel.open().verify(TIMEOUT);
		this.in = new DataInputStream(new BufferedInputStream(this.channel.getInvertedOut()));
		this.out = this.channel.getInvertedIn();
	}

	/**
	 * Open the subsystem, and say nothing.
	 */
	public static RawSftpClient open(MinaClient client, int port) throws IOException {
		ClientSession session = client.logIn(port);
		return new RawSftpClient(session, true);
	}

	/**
	 * Open the subsystem and agree on a version.
	 */
	public static RawSftpClient open(MinaClient client, int port, int version) throws IOException {
		RawSftpClient sftp = open(client, port);
		sftp.negotiate(version);
		return sftp;
	}

	/**
	 * Open the subsystem on a connection, and agree on a version.
	 */
	public static RawSftpClient open(ClientSession session, int version) throws IOException {
		RawSftpClient sftp = new RawSftpClient(session, false);
		sftp.negotiate(version);
		return sftp;
	}

	private void negotiate(int version) throws IOException {
		send((packet) -> packet.begin(PacketType.INIT).writeInt(version).end());
		PacketReader reply = receive();
		assertThat(reply.type()).isEqualTo(PacketType.VERSION);
		this.version = reply.readInt();
		this.extensions = reply.readExtensions();
	}

	public int version() {
		return this.version;
	}

	/**
	 * Go on in another version.
	 */
	public void version(int version) {
		this.version = version;
	}

	public Map<String, byte[]> extensions() {
		return this.extensions;
	}

	public ChannelSubsystem channel() {
		return this.channel;
	}

	/**
	 * Send packets.
	 */
	public void send(Consumer<PacketWriter> packets) throws IOException {
		PacketWriter writer = new PacketWriter();
		packets.accept(writer);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		writer.writeTo(bytes);
		sendBytes(bytes.toByteArray());
	}

	public void sendBytes(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	/**
	 * Receive a packet of any type.
	 */
	public PacketReader receive() throws IOException {
		byte[] packet = new byte[this.in.readInt()];
		this.in.readFully(packet);
		return new PacketReader(ByteBuffer.wrap(packet));
	}

	/**
	 * Return whether there is something to receive.
	 */
	public boolean isAnswered() throws IOException {
		return this.in.available() > 0;
	}

	/**
	 * Make a request.
	 * @param type its type
	 * @param content writes what it says
	 * @return the reply, behind the number of the request
	 */
	public PacketReader request(int type, Consumer<PacketWriter> content) throws IOException {
		int id = ++this.lastId;
		send((packet) -> {
			packet.begin(type, id);
			content.accept(packet);
			packet.end();
		});
		PacketReader reply = receive();
		assertThat(reply.readInt()).isEqualTo(id);
		return reply;
	}

	public PacketReader extended(String name, Consumer<PacketWriter> content) throws IOException {
		return request(PacketType.EXTENDED, (packet) -> content.accept(packet.writeText(name)));
	}

	/**
	 * Return how a request went.
	 */
	public Status status(int type, Consumer<PacketWriter> content) throws IOException {
		return Status.of(request(type, content));
	}

	/**
	 * Open a file as in version 3, translated to the version of this client.
	 * @return the reply
	 */
	public PacketReader openFile(String path, int flags) throws IOException {
		return request(PacketType.OPEN, (packet) -> {
			packet.writeText(path);
			if (this.version < 5) {
				packet.writeInt(flags);
			}
			else {
				packet.writeInt(flags & (OpenFlags.READ | OpenFlags.WRITE)).writeInt(newFlags(flags));
			}
			packet.writeAttributes(FileAttributes.NONE, this.version);
		});
	}

	private static int newFlags(int flags) {
		boolean create = (flags & OpenFlags.CREATE) != 0;
		boolean truncate = (flags & OpenFlags.TRUNCATE) != 0;
		int disposition = create ? (truncate ? OpenFlags.CREATE_TRUNCATE : OpenFlags.OPEN_OR_CREATE)
				: (truncate ? OpenFlags.TRUNCATE_EXISTING : OpenFlags.OPEN_EXISTING);
		if ((flags & OpenFlags.EXCLUSIVE) != 0) {
			disposition = OpenFlags.CREATE_NEW;
		}
		return disposition | (((flags & OpenFlags.APPEND) != 0) ? OpenFlags.APPEND_DATA : 0);
	}

	/**
	 * Return the handle of a reply.
	 */
	public static byte[] handle(PacketReader reply) throws IOException {
		if (reply.type() == PacketType.STATUS) {
			throw new AssertionError("No handle but " + Status.of(reply));
		}
		assertThat(reply.type()).isEqualTo(PacketType.HANDLE);
		return reply.readBytes();
	}

	public byte[] openToRead(String path) throws IOException {
		return handle(openFile(path, OpenFlags.READ));
	}

	public byte[] openToWrite(String path) throws IOException {
		return handle(openFile(path, OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE));
	}

	public Status write(byte[] handle, long offset, byte[] data) throws IOException {
		return status(PacketType.WRITE, (packet) -> packet.writeBytes(handle).writeLong(offset).writeBytes(data));
	}

	/**
	 * Return the bytes that are read.
	 */
	public byte[] read(byte[] handle, long offset, int length) throws IOException {
		PacketReader reply = request(PacketType.READ,
				(packet) -> packet.writeBytes(handle).writeLong(offset).writeInt(length));
		if (reply.type() == PacketType.STATUS) {
			throw new AssertionError("No data but " + Status.of(reply));
		}
		assertThat(reply.type()).isEqualTo(PacketType.DATA);
		return reply.readBytes();
	}

	public Status close(byte[] handle) throws IOException {
		return status(PacketType.CLOSE, (packet) -> packet.writeBytes(handle));
	}

	/**
	 * Write a file from beginning to end.
	 */
	public void put(String path, String content) throws IOException {
		byte[] handle = openToWrite(path);
		assertThat(write(handle, 0, content.getBytes(StandardCharsets.UTF_8)).code()).isEqualTo(StatusCode.OK);
		assertThat(close(handle).code()).isEqualTo(StatusCode.OK);
	}

	/**
	 * Read a short file.
	 */
	public String get(String path) throws IOException {
		byte[] handle = openToRead(path);
		String content = new String(read(handle, 0, 1 << 16), StandardCharsets.UTF_8);
		assertThat(close(handle).code()).isEqualTo(StatusCode.OK);
		return content;
	}

	public FileAttributes attributes(int type, String path) throws IOException {
		PacketReader reply = request(type, (packet) -> {
			packet.writeText(path);
			if (this.version > 3) {
				packet.writeInt(FileAttributes.flags(this.version));
			}
		});
		return attributes(reply);
	}

	public FileAttributes attributes(PacketReader reply) throws IOException {
		if (reply.type() == PacketType.STATUS) {
			throw new AssertionError("No attributes but " + Status.of(reply));
		}
		assertThat(reply.type()).isEqualTo(PacketType.ATTRS);
		return reply.readAttributes(this.version);
	}

	/**
	 * Return the only name of a reply.
	 */
	public String name(PacketReader reply) throws IOException {
		List<Entry> entries = entries(reply);
		assertThat(entries).hasSize(1);
		return entries.get(0).name();
	}

	/**
	 * Return the names of a reply.
	 */
	public List<Entry> entries(PacketReader reply) throws IOException {
		if (reply.type() == PacketType.STATUS) {
			throw new AssertionError("No names but " + Status.of(reply));
		}
		assertThat(reply.type()).isEqualTo(PacketType.NAME);
		int count = reply.readInt();
		List<Entry> entries = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String name = reply.readText();
			String longName = (this.version == 3) ? reply.readText() : "";
			entries.add(new Entry(name, longName, reply.readAttributes(this.version)));
		}
		assertThat(reply.remaining()).isZero();
		return entries;
	}

	/**
	 * List a directory.
	 */
	public List<Entry> list(String path) throws IOException {
		byte[] handle = handle(request(PacketType.OPENDIR, (packet) -> packet.writeText(path)));
		List<Entry> all = new ArrayList<>();
		while (true) {
			PacketReader reply = request(PacketType.READDIR, (packet) -> packet.writeBytes(handle));
			if (reply.type() == PacketType.STATUS) {
				assertThat(Status.of(reply).code()).isEqualTo(StatusCode.EOF);
				close(handle);
				return all;
			}
			all.addAll(entries(reply));
		}
	}

	@Override
	public void close() throws IOException {
		// at once would tell the server nothing
		this.channel.close(false).await(TIMEOUT);
		if (this.session != null) {
			this.session.close();
		}
	}

	/**
	 * How a request went.
	 *
	 * @param code the code
	 * @param message the message
	 */
	public record Status(StatusCode code, String message) {

		public static Status of(PacketReader reply) throws IOException {
			assertThat(reply.type()).as("type of the reply").isEqualTo(PacketType.STATUS);
			Status status = new Status(StatusCode.of(reply.readInt()), reply.readText());
			assertThat(reply.readText()).isEqualTo("en");
			assertThat(reply.remaining()).isZero();
			return status;
		}

	}

	/**
	 * An entry of a directory.
	 *
	 * @param name the name
	 * @param longName the line for users
	 * @param attributes the attributes
	 */
	public record Entry(String name, String longName, FileAttributes attributes) {

	}

}
