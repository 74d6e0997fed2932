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
package io.github.sshboot.client.sftp;

import java.time.Instant;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileType;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.FileType;
import org.jspecify.annotations.Nullable;

/**
 * Translates attributes between packets and what users see.
 */
final class Attributes {

	/**
	 * What a server may say about the permissions of a file that is made here.
	 */
	static final int SAFE_PERMISSIONS = 0777;

	private static final int PERMISSIONS = 07777;

	private Attributes() {
	}

	static SftpAttributes received(FileAttributes attributes) {
		Integer permissions = attributes.permissions();
		return SftpAttributes.builder()
			.type(received(attributes.type()))
			.size(attributes.size())
			.permissions((permissions != null) ? Integer.valueOf(permissions & PERMISSIONS) : null)
			.uid(attributes.userId())
			.gid(attributes.groupId())
			.lastAccess(attributes.accessTime())
			.lastModified(attributes.modificationTime())
			.build();
	}

	private static @Nullable SftpFileType received(@Nullable FileType type) {
		if (type == null) {
			return null;
		}
		return switch (type) {
			case REGULAR -> SftpFileType.REGULAR;
			case DIRECTORY -> SftpFileType.DIRECTORY;
			case SYMBOLIC_LINK -> SftpFileType.SYMBOLIC_LINK;
			case UNKNOWN -> null;
			default -> SftpFileType.SPECIAL;
		};
	}

	/**
	 * Return what is to be changed. Version 3 has no names of users, and no time of the
	 * last access without one of the last modification.
	 */
	static FileAttributes sent(SftpAttributes attributes) {
		return new FileAttributes.Builder().size(attributes.size())
			.ids(attributes.uid(), attributes.gid())
			.permissions(attributes.permissions())
			.accessTime(attributes.lastAccess())
			.modificationTime(attributes.lastModified())
			.build();
	}

	/**
	 * Return attributes with permissions and times of a file that is copied, as far as
	 * they are known.
	 */
	static FileAttributes preserved(SftpAttributes attributes) {
		Integer permissions = attributes.permissions();
		Instant modified = attributes.lastModified();
		return new FileAttributes.Builder()
			.permissions((permissions != null) ? Integer.valueOf(permissions & SAFE_PERMISSIONS) : null)
			.accessTime((modified != null) ? attributes.lastAccess() : null)
			.modificationTime(modified)
			.build();
	}

}
