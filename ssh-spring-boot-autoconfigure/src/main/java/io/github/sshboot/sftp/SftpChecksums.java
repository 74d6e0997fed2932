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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.protocol.PacketInput;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketWriter;

/**
 * Computes checksums of files for clients (draft-ietf-secsh-filexfer-extensions-00
 * section 3).
 */
final class SftpChecksums {

	private static final Map<String, String> ALGORITHMS = Map.of("md5", "MD5", "sha1", "SHA-1", "sha224", "SHA-224",
			"sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

	private static final int MIN_BLOCK = 256;

	private static final int BUFFER = 64 * 1024;

	private static final int MAX_REPLY = PacketInput.MAX_PACKET_LENGTH - 1024;

	private final SftpFileSystem fileSystem;

	SftpChecksums(SftpFileSystem fileSystem) {
		this.fileSystem = fileSystem;
	}

	SftpFile open(String path) throws IOException {
		return this.fileSystem.open(path, Set.of(StandardOpenOption.READ), SftpAttributes.none());
	}

	/**
	 * Reply with checksums.
	 * @param file the file
	 * @param request the request, behind what tells the file
	 * @param reply the reply, which has been begun
	 */
	void reply(SftpFile file, PacketReader request, PacketWriter reply) throws IOException {
		String wanted = request.readMessage();
		long offset = request.readOffset();
		long length = request.readOffset();
		long blockSize = request.readUnsignedInt();
		String name = Arrays.stream(wanted.split(","))
			.filter(ALGORITHMS::containsKey)
			.findFirst()
			.orElseThrow(() -> unsupported("There is no such checksum"));
		if (blockSize != 0 && blockSize < MIN_BLOCK) {
			throw unsupported("A block has at least %d bytes".formatted(MIN_BLOCK));
		}
		reply.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
		long end = (length == 0) ? Long.MAX_VALUE : offset + Math.min(length, Long.MAX_VALUE - offset);
		write(file, digest(name), offset, end, (blockSize != 0) ? blockSize : Long.MAX_VALUE, reply);
		reply.end();
	}

	private static void write(SftpFile file, MessageDigest digest, long begin, long end, long blockSize,
			PacketWriter reply) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
		long position = begin;
		long inBlock = 0;
		while (position < end) {
			buffer.clear().limit((int) Math.min(buffer.capacity(), Math.min(end - position, blockSize - inBlock)));
			int count = file.read(buffer, position);
			if (count <= 0) {
				break;
			}
			digest.update(buffer.flip());
			position += count;
			inBlock += count;
			if (inBlock == blockSize) {
				append(digest, reply);
				inBlock = 0;
			}
			if (Thread.currentThread().isInterrupted()) {
				throw unsupported("The client has gone away");
			}
		}
		if (inBlock > 0 || position == begin) {
			append(digest, reply);
		}
	}

	private static void append(MessageDigest digest, PacketWriter reply) throws SftpFileSystemException {
		for (byte b : digest.digest()) {
			reply.writeByte(b);
		}
		if (reply.length() > MAX_REPLY) {
			throw unsupported("These are too many blocks");
		}
	}

	private static MessageDigest digest(String name) throws SftpFileSystemException {
		try {
			return MessageDigest.getInstance(String.valueOf(ALGORITHMS.get(name)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw unsupported("There is no such checksum");
		}
	}

	private static SftpFileSystemException unsupported(String reason) {
		return new SftpFileSystemException(Kind.UNSUPPORTED, "", reason);
	}

}
