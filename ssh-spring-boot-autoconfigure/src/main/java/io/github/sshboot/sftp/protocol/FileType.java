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

package io.github.sshboot.sftp.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What kind of file it is ({@code SSH_FILEXFER_TYPE_*}).
 *
 * @since 0.1.0
 */
public enum FileType {

	/**
	 * A regular file.
	 */
	REGULAR(1, 0100000),

	/**
	 * A directory.
	 */
	DIRECTORY(2, 0040000),

	/**
	 * A symbolic link.
	 */
	SYMBOLIC_LINK(3, 0120000),

	/**
	 * Something else.
	 */
	SPECIAL(4, 0),

	/**
	 * Not known.
	 */
	UNKNOWN(5, 0),

	/**
	 * A socket.
	 */
	SOCKET(6, 0140000),

	/**
	 * A character device.
	 */
	CHARACTER_DEVICE(7, 0020000),

	/**
	 * A block device.
	 */
	BLOCK_DEVICE(8, 0060000),

	/**
	 * A named pipe.
	 */
	FIFO(9, 0010000);

	static final int MODE_MASK = 0170000;

	private static final FileType[] VALUES = values();

	private final int code;

	private final int mode;

	FileType(int code, int mode) {
		this.code = code;
		this.mode = mode;
	}

	/**
	 * Return the number in a version of the protocol.
	 */
	int code(int version) {
		return (version < 5 && this.code > UNKNOWN.code) ? SPECIAL.code : this.code;
	}

	/**
	 * Return the bits that tell this type in the permissions of version 3
	 * ({@code S_IFMT}).
	 * @return the bits; 0 if there are none
	 */
	public int mode() {
		return this.mode;
	}

	static FileType of(int code) {
		return (code > 0 && code <= VALUES.length) ? VALUES[code - 1] : UNKNOWN;
	}

	static @Nullable FileType ofMode(int mode) {
		int bits = mode & MODE_MASK;
		if (bits != 0) {
			for (FileType type : VALUES) {
				if (type.mode == bits) {
					return type;
				}
			}
		}
		return null;
	}

}
