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
 * What {@link ExtensionName#LIMITS} answers. Zero says that a limit is not known.
 *
 * @param maxPacketLength the length of the longest packet in bytes
 * @param maxReadLength the most bytes that one read returns
 * @param maxWriteLength the most bytes that one write may bring
 * @param maxOpenHandles the most handles that may be open at a time
 * @since 0.1.0
 */
public record SftpLimits(long maxPacketLength, long maxReadLength, long maxWriteLength, long maxOpenHandles) {

	/**
	 * Read the limits from a reply.
	 * @param reader the reader, behind the number of the request
	 * @return the limits
	 * @throws PacketFormatException if they are not there
	 */
	public static SftpLimits readFrom(PacketReader reader) throws PacketFormatException {
		return new SftpLimits(reader.readLong(), reader.readLong(), reader.readLong(), reader.readLong());
	}

	/**
	 * Write the limits to a reply.
	 * @param writer the writer, behind the number of the request
	 */
	public void writeTo(PacketWriter writer) {
		writer.writeLong(this.maxPacketLength);
		writer.writeLong(this.maxReadLength);
		writer.writeLong(this.maxWriteLength);
		writer.writeLong(this.maxOpenHandles);
	}

}
