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
 * The names of extensions.
 *
 * @since 0.1.0
 */
public final class ExtensionName {

	/**
	 * Tells the largest packets, reads and writes and the most handles
	 * ({@link SftpLimits}).
	 */
	public static final String LIMITS = "limits@openssh.com";

	/**
	 * Renames and replaces what has the new name.
	 */
	public static final String POSIX_RENAME = "posix-rename@openssh.com";

	/**
	 * Makes a hard link.
	 */
	public static final String HARD_LINK = "hardlink@openssh.com";

	/**
	 * Brings an open file to the disk.
	 */
	public static final String FSYNC = "fsync@openssh.com";

	/**
	 * Tells about the file system of a path ({@link FileSystemSpace}).
	 */
	public static final String STATVFS = "statvfs@openssh.com";

	/**
	 * Tells about the file system of an open file ({@link FileSystemSpace}).
	 */
	public static final String FSTATVFS = "fstatvfs@openssh.com";

	/**
	 * Changes the attributes of a file, but does not follow a link.
	 */
	public static final String LSETSTAT = "lsetstat@openssh.com";

	/**
	 * Makes a path absolute that may begin with {@code ~}.
	 */
	public static final String EXPAND_PATH = "expand-path@openssh.com";

	/**
	 * Copies data from one open file to another (draft-ietf-secsh-filexfer-extensions-00
	 * section 7).
	 */
	public static final String COPY_DATA = "copy-data";

	/**
	 * Tells the names of users and groups by number.
	 */
	public static final String USERS_GROUPS_BY_ID = "users-groups-by-id@openssh.com";

	/**
	 * Tells the checksums of a file by its name (draft-ietf-secsh-filexfer-extensions-00
	 * section 3).
	 */
	public static final String CHECK_FILE_NAME = "check-file-name";

	/**
	 * Tells the checksums of an open file.
	 */
	public static final String CHECK_FILE_HANDLE = "check-file-handle";

	/**
	 * Announces {@link #CHECK_FILE_NAME} and {@link #CHECK_FILE_HANDLE}.
	 */
	public static final String CHECK_FILE = "check-file";

	/**
	 * Tells the home directory of a user (draft-ietf-secsh-filexfer-extensions-00 section
	 * 5).
	 */
	public static final String HOME_DIRECTORY = "home-directory";

	/**
	 * Tells how much space there is (draft-ietf-secsh-filexfer-extensions-00 section 4).
	 */
	public static final String SPACE_AVAILABLE = "space-available";

	/**
	 * Announces the other versions of the protocol that the server speaks, separated by
	 * commas (draft-ietf-secsh-filexfer-13 section 5.5).
	 */
	public static final String VERSIONS = "versions";

	/**
	 * Selects one of the {@link #VERSIONS}.
	 */
	public static final String VERSION_SELECT = "version-select";

	/**
	 * Announces what a server of version 5 supports (draft-ietf-secsh-filexfer-05).
	 */
	public static final String SUPPORTED = "supported";

	/**
	 * Announces what a server of version 6 supports (draft-ietf-secsh-filexfer-13 section
	 * 5.4).
	 */
	public static final String SUPPORTED2 = "supported2";

	/**
	 * Announces how lines end on the server (draft-ietf-secsh-filexfer-13 section 5.3).
	 */
	public static final String NEWLINE = "newline";

	/**
	 * Announces the name and version of the server (draft-ietf-secsh-filexfer-13 section
	 * 5.1).
	 */
	public static final String VENDOR_ID = "vendor-id";

	/**
	 * Goes to a line of a file that is open as text (draft-ietf-secsh-filexfer-13 section
	 * 8.1.1).
	 */
	public static final String TEXT_SEEK = "text-seek";

	private ExtensionName() {
	}

}
