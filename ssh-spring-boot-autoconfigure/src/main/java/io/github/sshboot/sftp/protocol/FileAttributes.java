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

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of a file in a packet ({@code ATTRS}). What is {@code null} is not told,
 * or not to be changed. What a version cannot tell is left out when it is written.
 *
 * @param type what kind of file it is; version 3 tells it in the permissions, if at all
 * @param size the size in bytes
 * @param allocationSize the bytes that are allocated (version 6)
 * @param userId the number of the owner (version 3, where it comes with the group)
 * @param groupId the number of the group (version 3)
 * @param owner the name of the owner (from version 4, where it comes with the group)
 * @param group the name of the group (from version 4)
 * @param permissions the permissions, {@code 07777} at most
 * @param accessTime the time of the last access (in version 3 only with that of the last
 * modification, and in seconds)
 * @param creationTime the time of the creation (from version 4)
 * @param modificationTime the time of the last modification
 * @param changeTime the time of the last change of the attributes (version 6)
 * @param linkCount the number of hard links (version 6)
 * @param extensions what else is told, by the names of extensions
 * @since 0.1.0
 */
public record FileAttributes(@Nullable FileType type, @Nullable Long size, @Nullable Long allocationSize,
		@Nullable Integer userId, @Nullable Integer groupId, @Nullable String owner, @Nullable String group,
		@Nullable Integer permissions, @Nullable Instant accessTime, @Nullable Instant creationTime,
		@Nullable Instant modificationTime, @Nullable Instant changeTime, @Nullable Integer linkCount,
		Map<String, byte[]> extensions) {

	/**
	 * Attributes of which none is told.
	 */
	public static final FileAttributes NONE = new Builder().build();

	static final int SIZE = 0x1;

	static final int USER_AND_GROUP_ID = 0x2;

	static final int PERMISSIONS = 0x4;

	/**
	 * In version 3 together with the time of the modification.
	 */
	static final int ACCESS_TIME = 0x8;

	static final int CREATION_TIME = 0x10;

	static final int MODIFICATION_TIME = 0x20;

	static final int ACL = 0x40;

	static final int OWNER_AND_GROUP = 0x80;

	static final int SUBSECOND_TIMES = 0x100;

	static final int BITS = 0x200;

	static final int ALLOCATION_SIZE = 0x400;

	static final int TEXT_HINT = 0x800;

	static final int MIME_TYPE = 0x1000;

	static final int LINK_COUNT = 0x2000;

	static final int UNTRANSLATED_NAME = 0x4000;

	static final int CHANGE_TIME = 0x8000;

	static final int EXTENDED = 0x80000000;

	/**
	 * Return the flags for all attributes that {@link FileAttributes} can tell in a
	 * version of the protocol: what a client asks for in a {@code STAT}, and what a
	 * server that supports version 5 or 6 announces.
	 * @param version the version
	 * @return the flags
	 */
	public static int flags(int version) {
		return switch (version) {
			case 3 -> SIZE | USER_AND_GROUP_ID | PERMISSIONS | ACCESS_TIME;
			case 4, 5 -> SIZE | PERMISSIONS | ACCESS_TIME | CREATION_TIME | MODIFICATION_TIME | OWNER_AND_GROUP
					| SUBSECOND_TIMES;
			default -> SIZE | PERMISSIONS | ACCESS_TIME | CREATION_TIME | MODIFICATION_TIME | OWNER_AND_GROUP
					| SUBSECOND_TIMES | ALLOCATION_SIZE | LINK_COUNT | CHANGE_TIME;
		};
	}

	/**
	 * Builds {@link FileAttributes}, from nothing told.
	 */
	public static final class Builder {

		private @Nullable FileType type;

		private @Nullable Long size;

		private @Nullable Long allocationSize;

		private @Nullable Integer userId;

		private @Nullable Integer groupId;

		private @Nullable String owner;

		private @Nullable String group;

		private @Nullable Integer permissions;

		private @Nullable Instant accessTime;

		private @Nullable Instant creationTime;

		private @Nullable Instant modificationTime;

		private @Nullable Instant changeTime;

		private @Nullable Integer linkCount;

		private Map<String, byte[]> extensions = Map.of();

		/**
		 * Set the type.
		 * @param type the type
		 * @return this builder
		 */
		public Builder type(@Nullable FileType type) {
			this.type = type;
			return this;
		}

		/**
		 * Set the size.
		 * @param size the size in bytes
		 * @return this builder
		 */
		public Builder size(@Nullable Long size) {
			this.size = size;
			return this;
		}

		/**
		 * Set the allocated size.
		 * @param allocationSize the size in bytes
		 * @return this builder
		 */
		public Builder allocationSize(@Nullable Long allocationSize) {
			this.allocationSize = allocationSize;
			return this;
		}

		/**
		 * Set owner and group by number.
		 * @param userId the number of the owner
		 * @param groupId the number of the group
		 * @return this builder
		 */
		public Builder ids(@Nullable Integer userId, @Nullable Integer groupId) {
			this.userId = userId;
			this.groupId = groupId;
			return this;
		}

		/**
		 * Set owner and group by name.
		 * @param owner the name of the owner
		 * @param group the name of the group
		 * @return this builder
		 */
		public Builder owner(@Nullable String owner, @Nullable String group) {
			this.owner = owner;
			this.group = group;
			return this;
		}

		/**
		 * Set the permissions.
		 * @param permissions the permissions
		 * @return this builder
		 */
		public Builder permissions(@Nullable Integer permissions) {
			this.permissions = permissions;
			return this;
		}

		/**
		 * Set the time of the last access.
		 * @param accessTime the time
		 * @return this builder
		 */
		public Builder accessTime(@Nullable Instant accessTime) {
			this.accessTime = accessTime;
			return this;
		}

		/**
		 * Set the time of the creation.
		 * @param creationTime the time
		 * @return this builder
		 */
		public Builder creationTime(@Nullable Instant creationTime) {
			this.creationTime = creationTime;
			return this;
		}

		/**
		 * Set the time of the last modification.
		 * @param modificationTime the time
		 * @return this builder
		 */
		public Builder modificationTime(@Nullable Instant modificationTime) {
			this.modificationTime = modificationTime;
			return this;
		}

		/**
		 * Set the time of the last change of the attributes.
		 * @param changeTime the time
		 * @return this builder
		 */
		public Builder changeTime(@Nullable Instant changeTime) {
			this.changeTime = changeTime;
			return this;
		}

		/**
		 * Set the number of hard links.
		 * @param linkCount the number
		 * @return this builder
		 */
		public Builder linkCount(@Nullable Integer linkCount) {
			this.linkCount = linkCount;
			return this;
		}

		/**
		 * Set what else is told.
		 * @param extensions values by the names of extensions
		 * @return this builder
		 */
		public Builder extensions(Map<String, byte[]> extensions) {
			this.extensions = Map.copyOf(extensions);
			return this;
		}

		/**
		 * Build the attributes.
		 * @return the attributes
		 */
		public FileAttributes build() {
			return new FileAttributes(this.type, this.size, this.allocationSize, this.userId, this.groupId, this.owner,
					this.group, this.permissions, this.accessTime, this.creationTime, this.modificationTime,
					this.changeTime, this.linkCount, this.extensions);
		}

	}

}
