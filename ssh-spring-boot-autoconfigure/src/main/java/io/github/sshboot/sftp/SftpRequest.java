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

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.sshboot.sftp.protocol.ExtensionName;
import io.github.sshboot.sftp.protocol.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * The requests that clients can make, under the names that they have in the options
 * {@code -p} and {@code -P} of OpenSSH's {@code sftp-server}.
 */
enum SftpRequest {

	OPEN("open", PacketType.OPEN),

	CLOSE("close", PacketType.CLOSE),

	READ("read", PacketType.READ),

	WRITE("write", PacketType.WRITE),

	LSTAT("lstat", PacketType.LSTAT),

	FSTAT("fstat", PacketType.FSTAT),

	SETSTAT("setstat", PacketType.SETSTAT),

	FSETSTAT("fsetstat", PacketType.FSETSTAT),

	OPENDIR("opendir", PacketType.OPENDIR),

	READDIR("readdir", PacketType.READDIR),

	REMOVE("remove", PacketType.REMOVE),

	MKDIR("mkdir", PacketType.MKDIR),

	RMDIR("rmdir", PacketType.RMDIR),

	REALPATH("realpath", PacketType.REALPATH),

	STAT("stat", PacketType.STAT),

	RENAME("rename", PacketType.RENAME),

	READLINK("readlink", PacketType.READLINK),

	SYMLINK("symlink", PacketType.SYMLINK),

	/**
	 * Named as what it makes unless the client says otherwise.
	 */
	LINK("hardlink", PacketType.LINK),

	POSIX_RENAME("posix-rename", ExtensionName.POSIX_RENAME),

	STATVFS("statvfs", ExtensionName.STATVFS),

	FSTATVFS("fstatvfs", ExtensionName.FSTATVFS),

	HARD_LINK("hardlink", ExtensionName.HARD_LINK),

	FSYNC("fsync", ExtensionName.FSYNC),

	LSETSTAT("lsetstat", ExtensionName.LSETSTAT),

	LIMITS("limits", ExtensionName.LIMITS),

	EXPAND_PATH("expand-path", ExtensionName.EXPAND_PATH),

	COPY_DATA("copy-data", ExtensionName.COPY_DATA),

	HOME_DIRECTORY("home-directory", ExtensionName.HOME_DIRECTORY),

	USERS_GROUPS_BY_ID("users-groups-by-id", ExtensionName.USERS_GROUPS_BY_ID),

	SPACE_AVAILABLE("space-available", ExtensionName.SPACE_AVAILABLE),

	TEXT_SEEK("text-seek", ExtensionName.TEXT_SEEK),

	CHECK_FILE_NAME("check-file", ExtensionName.CHECK_FILE_NAME),

	CHECK_FILE_HANDLE("check-file", ExtensionName.CHECK_FILE_HANDLE);

	private static final @Nullable SftpRequest[] BY_TYPE = new SftpRequest[PacketType.UNBLOCK + 1];

	private static final Map<String, SftpRequest> BY_EXTENSION = Arrays.stream(values())
		.filter((request) -> request.extension != null)
		.collect(Collectors.toUnmodifiableMap((request) -> String.valueOf(request.extension), Function.identity()));

	static {
		for (SftpRequest request : values()) {
			if (request.extension == null) {
				BY_TYPE[request.type] = request;
			}
		}
	}

	private final String optionName;

	private final int type;

	private final @Nullable String extension;

	SftpRequest(String optionName, int type) {
		this.optionName = optionName;
		this.type = type;
		this.extension = null;
	}

	SftpRequest(String optionName, String extension) {
		this.optionName = optionName;
		this.type = PacketType.EXTENDED;
		this.extension = extension;
	}

	/**
	 * Return the name in options.
	 */
	String optionName() {
		return this.optionName;
	}

	static @Nullable SftpRequest of(int type) {
		return (type >= 0 && type < BY_TYPE.length) ? BY_TYPE[type] : null;
	}

	static Optional<SftpRequest> ofExtension(String name) {
		return Optional.ofNullable(BY_EXTENSION.get(name));
	}

}
