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

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketFormatException;
import io.github.sshboot.sftp.protocol.PacketReader;

/**
 * How a client wants to open a file.
 *
 * @param options the options for the file system
 * @param text whether offsets are ignored, as of a text
 */
record OpenMode(Set<OpenOption> options, boolean text) {

	/**
	 * The flags from version 5 on that are done as asked.
	 */
	static final int SUPPORTED_FLAGS = OpenFlags.DISPOSITION_MASK | OpenFlags.APPEND_DATA | OpenFlags.APPEND_DATA_ATOMIC
			| OpenFlags.TEXT_MODE | OpenFlags.NO_FOLLOW;

	/**
	 * The access from version 5 on that can be had.
	 */
	static final int SUPPORTED_ACCESS = OpenFlags.ACCESS_READ_DATA | OpenFlags.ACCESS_WRITE_DATA
			| OpenFlags.ACCESS_APPEND_DATA | OpenFlags.ACCESS_READ_ATTRIBUTES | OpenFlags.ACCESS_WRITE_ATTRIBUTES;

	/**
	 * Read the mode from the request to open a file.
	 * @param packet the packet, behind the path
	 * @param version the version of the protocol
	 * @param path the path
	 * @return the mode
	 */
	static OpenMode read(PacketReader packet, int version, String path)
			throws PacketFormatException, SftpFileSystemException {
		return (version < 5) ? readOld(packet.readInt()) : readNew(packet.readInt(), packet.readInt(), path);
	}

	private static OpenMode readOld(int flags) {
		Set<OpenOption> options = new HashSet<>();
		add(options, StandardOpenOption.READ, flags, OpenFlags.READ);
		add(options, StandardOpenOption.WRITE, flags, OpenFlags.WRITE);
		add(options, StandardOpenOption.APPEND, flags, OpenFlags.APPEND);
		if (has(flags, OpenFlags.CREATE)) {
			options.add(has(flags, OpenFlags.EXCLUSIVE) ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
		}
		add(options, StandardOpenOption.TRUNCATE_EXISTING, flags, OpenFlags.TRUNCATE);
		return new OpenMode(consistent(options), has(flags, OpenFlags.TEXT));
	}

	private static OpenMode readNew(int access, int flags, String path) throws SftpFileSystemException {
		if ((flags & ~SUPPORTED_FLAGS) != 0) {
			throw new SftpFileSystemException(Kind.UNSUPPORTED, path, "Files cannot be opened in this way");
		}
		Set<OpenOption> options = new HashSet<>();
		add(options, StandardOpenOption.READ, access, OpenFlags.ACCESS_READ_DATA);
		add(options, StandardOpenOption.WRITE, access, OpenFlags.ACCESS_WRITE_DATA | OpenFlags.ACCESS_APPEND_DATA);
		add(options, StandardOpenOption.APPEND, flags, OpenFlags.APPEND_DATA | OpenFlags.APPEND_DATA_ATOMIC);
		add(options, LinkOption.NOFOLLOW_LINKS, flags, OpenFlags.NO_FOLLOW);
		switch (flags & OpenFlags.DISPOSITION_MASK) {
			case OpenFlags.CREATE_NEW -> options.add(StandardOpenOption.CREATE_NEW);
			case OpenFlags.CREATE_TRUNCATE -> {
				options.add(StandardOpenOption.CREATE);
				options.add(StandardOpenOption.TRUNCATE_EXISTING);
			}
			case OpenFlags.OPEN_EXISTING -> {
			}
			case OpenFlags.OPEN_OR_CREATE -> options.add(StandardOpenOption.CREATE);
			case OpenFlags.TRUNCATE_EXISTING -> options.add(StandardOpenOption.TRUNCATE_EXISTING);
			default -> throw new SftpFileSystemException(Kind.UNSUPPORTED, path, "Files cannot be opened in this way");
		}
		return new OpenMode(consistent(options), has(flags, OpenFlags.TEXT_MODE));
	}

	/**
	 * Make one of the ways that a file can be opened of what a client asks for: to create
	 * a file is to write, and a file that is emptied need not be appended to.
	 */
	private static Set<OpenOption> consistent(Set<OpenOption> options) {
		if (options.contains(StandardOpenOption.APPEND) || options.contains(StandardOpenOption.CREATE)
				|| options.contains(StandardOpenOption.CREATE_NEW)) {
			options.add(StandardOpenOption.WRITE);
		}
		if (!options.contains(StandardOpenOption.WRITE)) {
			options.add(StandardOpenOption.READ);
			options.remove(StandardOpenOption.TRUNCATE_EXISTING);
		}
		if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
			options.remove(StandardOpenOption.APPEND);
		}
		return Set.copyOf(options);
	}

	private static void add(Set<OpenOption> options, OpenOption option, int flags, int flag) {
		if (has(flags, flag)) {
			options.add(option);
		}
	}

	private static boolean has(int flags, int flag) {
		return (flags & flag) != 0;
	}

}
