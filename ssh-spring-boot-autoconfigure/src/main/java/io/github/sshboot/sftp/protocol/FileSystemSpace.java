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
 * What {@link ExtensionName#STATVFS} and {@link ExtensionName#FSTATVFS} answer
 * ({@code statvfs(3)}).
 *
 * @param blockSize the size of a block in bytes
 * @param fragmentSize the size of a fragment in bytes, the unit of the counts of blocks
 * @param blocks the number of blocks
 * @param freeBlocks the number of free blocks
 * @param availableBlocks the number of free blocks for users
 * @param files the number of files that there can be
 * @param freeFiles the number of further files that there can be
 * @param availableFiles the number of further files that users can make
 * @param id the number of the file system
 * @param flags {@link #READ_ONLY} and {@link #NO_SET_ID}
 * @param maxNameLength the length of the longest file name
 * @since 0.1.0
 */
public record FileSystemSpace(long blockSize, long fragmentSize, long blocks, long freeBlocks, long availableBlocks,
		long files, long freeFiles, long availableFiles, long id, long flags, long maxNameLength) {

	/**
	 * The flag of a file system that can only be read.
	 */
	public static final long READ_ONLY = 0x1;

	/**
	 * The flag of a file system that honours no set-id bits.
	 */
	public static final long NO_SET_ID = 0x2;

	/**
	 * Read it from a reply.
	 * @param reader the reader, behind the number of the request
	 * @return what was read
	 * @throws PacketFormatException if it is not there
	 */
	public static FileSystemSpace readFrom(PacketReader reader) throws PacketFormatException {
		return new FileSystemSpace(reader.readLong(), reader.readLong(), reader.readLong(), reader.readLong(),
				reader.readLong(), reader.readLong(), reader.readLong(), reader.readLong(), reader.readLong(),
				reader.readLong(), reader.readLong());
	}

	/**
	 * Write it to a reply.
	 * @param writer the writer, behind the number of the request
	 */
	public void writeTo(PacketWriter writer) {
		writer.writeLong(this.blockSize);
		writer.writeLong(this.fragmentSize);
		writer.writeLong(this.blocks);
		writer.writeLong(this.freeBlocks);
		writer.writeLong(this.availableBlocks);
		writer.writeLong(this.files);
		writer.writeLong(this.freeFiles);
		writer.writeLong(this.availableFiles);
		writer.writeLong(this.id);
		writer.writeLong(this.flags);
		writer.writeLong(this.maxNameLength);
	}

}
