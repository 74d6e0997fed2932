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
 * How a file is to be opened.
 *
 * @since 0.1.0
 */
public final class OpenFlags {

	/**
	 * To read (versions 3 and 4).
	 */
	public static final int READ = 0x1;

	/**
	 * To write (versions 3 and 4).
	 */
	public static final int WRITE = 0x2;

	/**
	 * To write at the end (versions 3 and 4).
	 */
	public static final int APPEND = 0x4;

	/**
	 * Create the file if it is not there (versions 3 and 4).
	 */
	public static final int CREATE = 0x8;

	/**
	 * Empty the file; comes with {@link #CREATE} (versions 3 and 4).
	 */
	public static final int TRUNCATE = 0x10;

	/**
	 * Fail if the file is there; comes with {@link #CREATE} (versions 3 and 4).
	 */
	public static final int EXCLUSIVE = 0x20;

	/**
	 * Translate the ends of lines (version 4).
	 */
	public static final int TEXT = 0x40;

	/**
	 * The bits of the flags that are one of the dispositions (from version 5).
	 */
	public static final int DISPOSITION_MASK = 0x7;

	/**
	 * Create the file, or fail if it is there (from version 5).
	 */
	public static final int CREATE_NEW = 0;

	/**
	 * Create the file or empty it (from version 5).
	 */
	public static final int CREATE_TRUNCATE = 1;

	/**
	 * Open the file, or fail if it is not there (from version 5).
	 */
	public static final int OPEN_EXISTING = 2;

	/**
	 * Open the file or create it (from version 5).
	 */
	public static final int OPEN_OR_CREATE = 3;

	/**
	 * Open the file and empty it, or fail if it is not there (from version 5).
	 */
	public static final int TRUNCATE_EXISTING = 4;

	/**
	 * Write at the end (from version 5).
	 */
	public static final int APPEND_DATA = 0x8;

	/**
	 * Write at the end, in one piece (from version 5).
	 */
	public static final int APPEND_DATA_ATOMIC = 0x10;

	/**
	 * Translate the ends of lines (from version 5).
	 */
	public static final int TEXT_MODE = 0x20;

	/**
	 * Fail if the name is that of a symbolic link (version 6).
	 */
	public static final int NO_FOLLOW = 0x400;

	/**
	 * Delete the file when it is closed (version 6).
	 */
	public static final int DELETE_ON_CLOSE = 0x800;

	/**
	 * The access that is wanted: to read data (from version 5).
	 */
	public static final int ACCESS_READ_DATA = 0x1;

	/**
	 * The access that is wanted: to write data (from version 5).
	 */
	public static final int ACCESS_WRITE_DATA = 0x2;

	/**
	 * The access that is wanted: to write data at the end (from version 5).
	 */
	public static final int ACCESS_APPEND_DATA = 0x4;

	/**
	 * The access that is wanted: to read attributes (from version 5).
	 */
	public static final int ACCESS_READ_ATTRIBUTES = 0x80;

	/**
	 * The access that is wanted: to write attributes (from version 5).
	 */
	public static final int ACCESS_WRITE_ATTRIBUTES = 0x100;

	private OpenFlags() {
	}

}
