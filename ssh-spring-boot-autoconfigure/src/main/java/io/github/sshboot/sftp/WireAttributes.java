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

import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.FileType;
import org.jspecify.annotations.Nullable;

/**
 * Translates attributes between the protocol and the file systems.
 */
final class WireAttributes {

	private WireAttributes() {
	}

	/**
	 * Return what a client is told.
	 */
	static FileAttributes toClient(SftpAttributes attributes) {
		return new FileAttributes.Builder().type(type(attributes.type()))
			.size(attributes.size())
			.permissions(attributes.permissions())
			.ids(attributes.uid(), attributes.gid())
			.owner(principal(attributes.owner(), attributes.uid()), principal(attributes.group(), attributes.gid()))
			.accessTime(attributes.lastAccess())
			.modificationTime(attributes.lastModified())
			.creationTime(attributes.created())
			.linkCount(attributes.linkCount())
			.build();
	}

	private static @Nullable FileType type(@Nullable SftpFileType type) {
		if (type == null) {
			return null;
		}
		return switch (type) {
			case REGULAR -> FileType.REGULAR;
			case DIRECTORY -> FileType.DIRECTORY;
			case SYMBOLIC_LINK -> FileType.SYMBOLIC_LINK;
			case SPECIAL -> FileType.SPECIAL;
		};
	}

	/**
	 * Return the name of a user or group, or its number where it has no name
	 * (draft-ietf-secsh-filexfer-13 section 7.5).
	 */
	private static @Nullable String principal(@Nullable String name, @Nullable Integer id) {
		return (name == null && id != null) ? Integer.toUnsignedString(id) : name;
	}

	/**
	 * Return what a client wants to have changed.
	 */
	static SftpAttributes fromClient(FileAttributes attributes) {
		return SftpAttributes.builder()
			.size(attributes.size())
			.permissions(attributes.permissions())
			.uid(attributes.userId())
			.gid(attributes.groupId())
			.owner(attributes.owner())
			.group(attributes.group())
			.lastAccess(attributes.accessTime())
			.lastModified(attributes.modificationTime())
			.created(attributes.creationTime())
			.build();
	}

}
