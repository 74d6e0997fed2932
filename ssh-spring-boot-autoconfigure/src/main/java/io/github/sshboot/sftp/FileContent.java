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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a file that is transferred: of what passes, if that is all of it from
 * the beginning to the end, or else of what can be read afterwards.
 */
final class FileContent {

	private static final Log logger = LogFactory.getLog(FileContent.class);

	private static final int BUFFER = 64 * 1024;

	private final @Nullable MessageDigest digest;

	private boolean inOrder = true;

	private long position;

	/**
	 * Create a new {@link FileContent}.
	 * @param algorithm the algorithm of the checksum or {@code null}
	 */
	FileContent(@Nullable String algorithm) {
		try {
			this.digest = (algorithm != null) ? MessageDigest.getInstance(algorithm) : null;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return whether anybody wants to know what passes.
	 */
	boolean isOfInterest() {
		return this.digest != null && this.inOrder;
	}

	/**
	 * Take note of what passes.
	 * @param bytes the bytes, from position to limit
	 * @param offset where in the file they are
	 */
	void passed(ByteBuffer bytes, long offset) {
		if (this.digest != null && this.inOrder && bytes.hasRemaining()) {
			this.inOrder = offset == this.position;
			if (this.inOrder) {
				this.position += bytes.remaining();
				this.digest.update(bytes);
			}
		}
	}

	/**
	 * Take note that the content is changed in another way.
	 */
	void changed() {
		this.inOrder = false;
	}

	/**
	 * Return a transfer with the checksum of the file.
	 */
	SftpTransfer withChecksum(SftpTransfer transfer, SftpFileSystem files, String path) {
		if (this.digest == null) {
			return transfer;
		}
		byte[] checksum;
		if (this.inOrder && this.position == transfer.size()) {
			checksum = this.digest.digest();
		}
		else {
			this.digest.reset();
			checksum = read(this.digest, files, path);
		}
		return new SftpTransfer(transfer.size(), transfer.transferred(), transfer.duration(),
				(checksum != null) ? HexFormat.of().formatHex(checksum) : null);
	}

	private static byte @Nullable [] read(MessageDigest digest, SftpFileSystem files, String path) {
		try (SftpFile file = files.open(path, Set.of(StandardOpenOption.READ), SftpAttributes.none())) {
			ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
			long position = 0;
			for (int count = file.read(buffer, position); count > 0; count = file.read(buffer.clear(), position)) {
				digest.update(buffer.flip());
				position += count;
			}
			return digest.digest();
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("No checksum of a file that has been transferred", ex);
			return null;
		}
	}

}
