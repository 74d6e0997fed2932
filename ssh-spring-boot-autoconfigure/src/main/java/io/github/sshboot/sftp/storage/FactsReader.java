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

package io.github.sshboot.sftp.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileType;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Facts} of the attributes that the JDK reads. Those that it does not read
 * relative to an open directory, such as the number of the owner, are read by path, and
 * taken only if they are of the same file.
 */
final class FactsReader {

	private static final String MORE = "unix:uid,gid,nlink,dev,fileKey";

	private final boolean unix;

	private final Map<Integer, String> users = new ConcurrentHashMap<>();

	private final Map<Integer, String> groups = new ConcurrentHashMap<>();

	/**
	 * Create a new {@link FactsReader}.
	 * @param unix whether the file system has the attributes of Unix
	 */
	FactsReader(boolean unix) {
		this.unix = unix;
	}

	/**
	 * Return what the attributes say by themselves.
	 */
	static Facts look(BasicFileAttributes attributes) {
		return new Facts(builder(attributes).build(), attributes.fileKey(), null);
	}

	private static SftpAttributes.Builder builder(BasicFileAttributes attributes) {
		SftpAttributes.Builder builder = SftpAttributes.builder()
			.type(type(attributes))
			.size(attributes.size())
			.lastModified(attributes.lastModifiedTime().toInstant())
			.lastAccess(attributes.lastAccessTime().toInstant())
			.created(attributes.creationTime().toInstant());
		if (attributes instanceof PosixFileAttributes posix) {
			builder.permissions(Permissions.toBits(posix.permissions()));
		}
		return builder;
	}

	/**
	 * Return what the attributes say, and what there is by path.
	 */
	Facts read(BasicFileAttributes attributes, Path path) {
		SftpAttributes.Builder builder = builder(attributes);
		PosixFileAttributes posix = (attributes instanceof PosixFileAttributes found) ? found : null;
		Map<String, Object> more = readMore(attributes, path);
		if (more != null && more.get("uid") instanceof Integer uid && more.get("gid") instanceof Integer gid) {
			builder.uid(uid).gid(gid);
			if (posix != null) {
				builder.owner(this.users.computeIfAbsent(uid, (key) -> posix.owner().getName()))
					.group(this.groups.computeIfAbsent(gid, (key) -> posix.group().getName()));
			}
			if (more.get("nlink") instanceof Integer linkCount) {
				builder.linkCount(linkCount);
			}
		}
		return new Facts(builder.build(), attributes.fileKey(), (more != null) ? more.get("dev") : null);
	}

	private @Nullable Map<String, Object> readMore(BasicFileAttributes attributes, Path path) {
		if (!this.unix || attributes.fileKey() == null) {
			return null;
		}
		try {
			Map<String, Object> more = Files.readAttributes(path, MORE, LinkOption.NOFOLLOW_LINKS);
			return attributes.fileKey().equals(more.get("fileKey")) ? more : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static SftpFileType type(BasicFileAttributes attributes) {
		if (attributes.isRegularFile()) {
			return SftpFileType.REGULAR;
		}
		if (attributes.isDirectory()) {
			return SftpFileType.DIRECTORY;
		}
		return attributes.isSymbolicLink() ? SftpFileType.SYMBOLIC_LINK : SftpFileType.SPECIAL;
	}

}
