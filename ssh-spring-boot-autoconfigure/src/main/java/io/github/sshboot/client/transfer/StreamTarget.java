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
package io.github.sshboot.client.transfer;

import java.io.IOException;
import java.io.OutputStream;

import io.github.sshboot.sftp.SftpAttributes;

/**
 * A stream that is written, and not closed.
 *
 * @param stream the stream
 * @since 0.1.0
 */
public record StreamTarget(OutputStream stream) implements TransferTarget {

	@Override
	public long begin(long size) {
		return 0;
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		this.stream.write(buffer, offset, length);
	}

	@Override
	public void commit(SftpAttributes attributes) throws IOException {
		this.stream.flush();
	}

	@Override
	public void discard() {
		// what was written is written
	}

}
