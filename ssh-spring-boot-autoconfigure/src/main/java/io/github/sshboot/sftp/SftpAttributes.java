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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a file, or what is to be changed of it: a component that is
 * {@code null} is not known, or stays as it is.
 *
 * @param type the type; it cannot be changed
 * @param size the size in bytes; to change it is to truncate the file or to extend it
 * with zeros
 * @param permissions the permissions as in {@code chmod(2)}, without the type: 0 to 07777
 * @param uid the number of the user who owns the file, unsigned
 * @param gid the number of the group of the file, unsigned
 * @param owner the name of the user who owns the file
 * @param group the name of the group of the file
 * @param lastAccess when the file was last read
 * @param lastModified when the content was last changed
 * @param created when the file was created; it cannot be changed
 * @param linkCount how many names the file has; it cannot be changed
 * @since 0.1.0
 */
public record SftpAttributes(@Nullable SftpFileType type, @Nullable Long size, @Nullable Integer permissions,
		@Nullable Integer uid, @Nullable Integer gid, @Nullable String owner, @Nullable String group,
		@Nullable Instant lastAccess, @Nullable Instant lastModified, @Nullable Instant created,
		@Nullable Integer linkCount) {

	private static final SftpAttributes NONE = builder().build();

	/**
	 * Create new {@link SftpAttributes}.
	 * @param type the type
	 * @param size the size in bytes
	 * @param permissions the permissions, without the type
	 * @param uid the number of the user who owns the file
	 * @param gid the number of the group of the file
	 * @param owner the name of the user who owns the file
	 * @param group the name of the group of the file
	 * @param lastAccess when the file was last read
	 * @param lastModified when the content was last changed
	 * @param created when the file was created
	 * @param linkCount how many names the file has
	 */
	public SftpAttributes {
		if (size != null && size < 0) {
			throw new IllegalArgumentException("'size' must not be negative");
		}
		if (permissions != null && (permissions & ~07777) != 0) {
			throw new IllegalArgumentException("'permissions' must be between 0 and 07777");
		}
	}

	/**
	 * Return attributes of which none is known.
	 * @return the attributes
	 */
	public static SftpAttributes none() {
		return NONE;
	}

	/**
	 * Return a builder of attributes of which none is known yet.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return a builder that begins with these attributes.
	 * @return the builder
	 */
	public Builder mutate() {
		return new Builder().type(this.type)
			.size(this.size)
			.permissions(this.permissions)
			.uid(this.uid)
			.gid(this.gid)
			.owner(this.owner)
			.group(this.group)
			.lastAccess(this.lastAccess)
			.lastModified(this.lastModified)
			.created(this.created)
			.linkCount(this.linkCount);
	}

	/**
	 * Return whether this is a file with content.
	 * @return whether the type is known and {@link SftpFileType#REGULAR}
	 */
	public boolean isRegularFile() {
		return this.type == SftpFileType.REGULAR;
	}

	/**
	 * Return whether this is a directory.
	 * @return whether the type is known and {@link SftpFileType#DIRECTORY}
	 */
	public boolean isDirectory() {
		return this.type == SftpFileType.DIRECTORY;
	}

	/**
	 * Return whether this is a symbolic link.
	 * @return whether the type is known and {@link SftpFileType#SYMBOLIC_LINK}
	 */
	public boolean isSymbolicLink() {
		return this.type == SftpFileType.SYMBOLIC_LINK;
	}

	/**
	 * Builds {@link SftpAttributes}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable SftpFileType type;

		private @Nullable Long size;

		private @Nullable Integer permissions;

		private @Nullable Integer uid;

		private @Nullable Integer gid;

		private @Nullable String owner;

		private @Nullable String group;

		private @Nullable Instant lastAccess;

		private @Nullable Instant lastModified;

		private @Nullable Instant created;

		private @Nullable Integer linkCount;

		private Builder() {
		}

		/**
		 * Set the type.
		 * @param type the type or {@code null}
		 * @return this builder
		 */
		public Builder type(@Nullable SftpFileType type) {
			this.type = type;
			return this;
		}

		/**
		 * Set the size.
		 * @param size the size in bytes or {@code null}
		 * @return this builder
		 */
		public Builder size(@Nullable Long size) {
			this.size = size;
			return this;
		}

		/**
		 * Set the permissions.
		 * @param permissions the permissions, without the type, or {@code null}
		 * @return this builder
		 */
		public Builder permissions(@Nullable Integer permissions) {
			this.permissions = permissions;
			return this;
		}

		/**
		 * Set the number of the user who owns the file.
		 * @param uid the number or {@code null}
		 * @return this builder
		 */
		public Builder uid(@Nullable Integer uid) {
			this.uid = uid;
			return this;
		}

		/**
		 * Set the number of the group of the file.
		 * @param gid the number or {@code null}
		 * @return this builder
		 */
		public Builder gid(@Nullable Integer gid) {
			this.gid = gid;
			return this;
		}

		/**
		 * Set the name of the user who owns the file.
		 * @param owner the name or {@code null}
		 * @return this builder
		 */
		public Builder owner(@Nullable String owner) {
			this.owner = owner;
			return this;
		}

		/**
		 * Set the name of the group of the file.
		 * @param group the name or {@code null}
		 * @return this builder
		 */
		public Builder group(@Nullable String group) {
			this.group = group;
			return this;
		}

		/**
		 * Set when the file was last read.
		 * @param lastAccess the time or {@code null}
		 * @return this builder
		 */
		public Builder lastAccess(@Nullable Instant lastAccess) {
			this.lastAccess = lastAccess;
			return this;
		}

		/**
		 * Set when the content was last changed.
		 * @param lastModified the time or {@code null}
		 * @return this builder
		 */
		public Builder lastModified(@Nullable Instant lastModified) {
			this.lastModified = lastModified;
			return this;
		}

		/**
		 * Set when the file was created.
		 * @param created the time or {@code null}
		 * @return this builder
		 */
		public Builder created(@Nullable Instant created) {
			this.created = created;
			return this;
		}

		/**
		 * Set how many names the file has.
		 * @param linkCount the number or {@code null}
		 * @return this builder
		 */
		public Builder linkCount(@Nullable Integer linkCount) {
			this.linkCount = linkCount;
			return this;
		}

		/**
		 * Return the attributes.
		 * @return the attributes
		 */
		public SftpAttributes build() {
			return new SftpAttributes(this.type, this.size, this.permissions, this.uid, this.gid, this.owner,
					this.group, this.lastAccess, this.lastModified, this.created, this.linkCount);
		}

	}

}
