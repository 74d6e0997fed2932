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
 * How a request went ({@code SSH_FX_*}). The ordinal of a constant is its number.
 *
 * @since 0.1.0
 */
public enum StatusCode {

	/**
	 * Done.
	 */
	OK(3),

	/**
	 * There is nothing more to read.
	 */
	EOF(3),

	/**
	 * No such file.
	 */
	NO_SUCH_FILE(3),

	/**
	 * The user may not do this.
	 */
	PERMISSION_DENIED(3),

	/**
	 * Failed for a reason that no other code tells.
	 */
	FAILURE(3),

	/**
	 * The packet was malformed, or not one for this version.
	 */
	BAD_MESSAGE(3),

	/**
	 * There is no connection; never sent.
	 */
	NO_CONNECTION(3),

	/**
	 * The connection was lost; never sent.
	 */
	CONNECTION_LOST(3),

	/**
	 * The server does not support this.
	 */
	OP_UNSUPPORTED(3),

	/**
	 * There is no such handle.
	 */
	INVALID_HANDLE(4),

	/**
	 * A directory on the way is not there.
	 */
	NO_SUCH_PATH(4),

	/**
	 * There is a file of this name.
	 */
	FILE_ALREADY_EXISTS(4),

	/**
	 * What it is on can only be read.
	 */
	WRITE_PROTECT(4),

	/**
	 * There is no medium in the drive.
	 */
	NO_MEDIA(4),

	/**
	 * The disk is full.
	 */
	NO_SPACE_ON_FILESYSTEM(5),

	/**
	 * The quota of the user is used up.
	 */
	QUOTA_EXCEEDED(5),

	/**
	 * There is no such user or group.
	 */
	UNKNOWN_PRINCIPAL(5),

	/**
	 * Somebody else has locked the file.
	 */
	LOCK_CONFLICT(5),

	/**
	 * The directory has entries.
	 */
	DIR_NOT_EMPTY(6),

	/**
	 * It is no directory.
	 */
	NOT_A_DIRECTORY(6),

	/**
	 * The file system has no such names.
	 */
	INVALID_FILENAME(6),

	/**
	 * There are too many symbolic links on the way.
	 */
	LINK_LOOP(6),

	/**
	 * It cannot be deleted.
	 */
	CANNOT_DELETE(6),

	/**
	 * A parameter has no such values.
	 */
	INVALID_PARAMETER(6),

	/**
	 * It is a directory.
	 */
	FILE_IS_A_DIRECTORY(6),

	/**
	 * Somebody else has locked the range.
	 */
	BYTE_RANGE_LOCK_CONFLICT(6),

	/**
	 * The range cannot be locked.
	 */
	BYTE_RANGE_LOCK_REFUSED(6),

	/**
	 * The file is about to be deleted.
	 */
	DELETE_PENDING(6),

	/**
	 * The file is damaged.
	 */
	FILE_CORRUPT(6),

	/**
	 * The file cannot be owned by this user.
	 */
	OWNER_INVALID(6),

	/**
	 * The file cannot belong to this group.
	 */
	GROUP_INVALID(6),

	/**
	 * The range is not locked.
	 */
	NO_MATCHING_BYTE_RANGE_LOCK(6);

	private static final StatusCode[] VALUES = values();

	private final int since;

	StatusCode(int since) {
		this.since = since;
	}

	/**
	 * Return the number.
	 * @return the number
	 */
	public int code() {
		return ordinal();
	}

	/**
	 * Return what says the same to a peer of some version of the protocol.
	 * @param version the version
	 * @return the code, or the nearest that this version knows
	 */
	public StatusCode in(int version) {
		if (version >= this.since) {
			return this;
		}
		return switch (this) {
			case NO_SUCH_PATH, NOT_A_DIRECTORY, LINK_LOOP -> NO_SUCH_FILE;
			case WRITE_PROTECT, LOCK_CONFLICT, OWNER_INVALID, GROUP_INVALID -> PERMISSION_DENIED;
			default -> FAILURE;
		};
	}

	/**
	 * Return the code of a number.
	 * @param code the number
	 * @return the code; {@link #FAILURE} for a number without one
	 */
	public static StatusCode of(int code) {
		return (code >= 0 && code < VALUES.length) ? VALUES[code] : FAILURE;
	}

}
