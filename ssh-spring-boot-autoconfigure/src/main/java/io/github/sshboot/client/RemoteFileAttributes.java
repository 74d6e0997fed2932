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
package io.github.sshboot.client;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;

import io.github.sshboot.client.transfer.PosixModes;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileType;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a file on a host, for {@link RemoteFileSystem}.
 *
 * @param attributes the attributes
 */
record RemoteFileAttributes(SftpAttributes attributes) implements PosixFileAttributes {

	@Override
	public UserPrincipal owner() {
		return new Principal(number(this.attributes.uid()));
	}

	@Override
	public GroupPrincipal group() {
		return new Principal(number(this.attributes.gid()));
	}

	private static String number(@Nullable Integer id) {
		return (id != null) ? Integer.toUnsignedString(id) : "";
	}

	@Override
	public Set<PosixFilePermission> permissions() {
		Integer permissions = this.attributes.permissions();
		return PosixModes.permissions((permissions != null) ? permissions : 0);
	}

	@Override
	public FileTime lastModifiedTime() {
		return time(this.attributes.lastModified());
	}

	@Override
	public FileTime lastAccessTime() {
		return time(this.attributes.lastAccess());
	}

	@Override
	public FileTime creationTime() {
		// as POSIX systems have it that know none
		return lastModifiedTime();
	}

	private static FileTime time(@Nullable Instant time) {
		return FileTime.from((time != null) ? time : Instant.EPOCH);
	}

	@Override
	public boolean isRegularFile() {
		return this.attributes.isRegularFile();
	}

	@Override
	public boolean isDirectory() {
		return this.attributes.isDirectory();
	}

	@Override
	public boolean isSymbolicLink() {
		return this.attributes.isSymbolicLink();
	}

	@Override
	public boolean isOther() {
		return this.attributes.type() == SftpFileType.SPECIAL;
	}

	@Override
	public long size() {
		Long size = this.attributes.size();
		return (size != null) ? size : 0;
	}

	@Override
	public @Nullable Object fileKey() {
		return null;
	}

	/**
	 * A user or group, of whom the number is known.
	 *
	 * @param getName the number
	 */
	private record Principal(String getName) implements GroupPrincipal {

	}

}
