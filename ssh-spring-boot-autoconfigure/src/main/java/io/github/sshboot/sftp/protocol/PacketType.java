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

/**
 * The types of packets ({@code SSH_FXP_*}).
 *
 * @since 0.1.0
 */
public final class PacketType {

	/**
	 * The client's first packet.
	 */
	public static final int INIT = 1;

	/**
	 * The server's answer to {@link #INIT}.
	 */
	public static final int VERSION = 2;

	/**
	 * Opens a file.
	 */
	public static final int OPEN = 3;

	/**
	 * Closes a handle.
	 */
	public static final int CLOSE = 4;

	/**
	 * Reads from a file.
	 */
	public static final int READ = 5;

	/**
	 * Writes to a file.
	 */
	public static final int WRITE = 6;

	/**
	 * Asks for the attributes of a file, but does not follow a link.
	 */
	public static final int LSTAT = 7;

	/**
	 * Asks for the attributes of an open file.
	 */
	public static final int FSTAT = 8;

	/**
	 * Changes the attributes of a file.
	 */
	public static final int SETSTAT = 9;

	/**
	 * Changes the attributes of an open file.
	 */
	public static final int FSETSTAT = 10;

	/**
	 * Opens a directory.
	 */
	public static final int OPENDIR = 11;

	/**
	 * Reads some entries of a directory.
	 */
	public static final int READDIR = 12;

	/**
	 * Deletes a file.
	 */
	public static final int REMOVE = 13;

	/**
	 * Makes a directory.
	 */
	public static final int MKDIR = 14;

	/**
	 * Deletes a directory.
	 */
	public static final int RMDIR = 15;

	/**
	 * Makes a path absolute.
	 */
	public static final int REALPATH = 16;

	/**
	 * Asks for the attributes of a file, where links lead.
	 */
	public static final int STAT = 17;

	/**
	 * Renames.
	 */
	public static final int RENAME = 18;

	/**
	 * Asks where a symbolic link leads.
	 */
	public static final int READLINK = 19;

	/**
	 * Makes a symbolic link (versions 3 to 5).
	 */
	public static final int SYMLINK = 20;

	/**
	 * Makes a link of either kind (version 6).
	 */
	public static final int LINK = 21;

	/**
	 * Locks a range of a file (version 6).
	 */
	public static final int BLOCK = 22;

	/**
	 * Unlocks a range of a file (version 6).
	 */
	public static final int UNBLOCK = 23;

	/**
	 * How a request went.
	 */
	public static final int STATUS = 101;

	/**
	 * A handle.
	 */
	public static final int HANDLE = 102;

	/**
	 * Data of a file.
	 */
	public static final int DATA = 103;

	/**
	 * Names, with attributes.
	 */
	public static final int NAME = 104;

	/**
	 * Attributes.
	 */
	public static final int ATTRS = 105;

	/**
	 * A request by the name of an extension.
	 */
	public static final int EXTENDED = 200;

	/**
	 * What an extension answers.
	 */
	public static final int EXTENDED_REPLY = 201;

	private PacketType() {
	}

}
