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

package io.github.sshboot.connection;

import java.io.IOException;
import java.io.InterruptedIOException;

import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.throttle.DefaultChannelStreamWriter;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Lets a writer wait for the socket, not only for the window: the window is the peer's to
 * choose, and one that it makes huge and does not read would fill the memory.
 */
final class BoundedStreamWriter extends DefaultChannelStreamWriter {

	private final OutputSpace.Share space;

	BoundedStreamWriter(Channel channel, OutputSpace.Share space) {
		super(channel);
		this.space = space;
	}

	@Override
	public IoWriteFuture writeData(Buffer buffer) throws IOException {
		Runnable release;
		try {
			release = this.space.take(buffer.available());
		}
		catch (InterruptedException ex) {
			throw (IOException) new InterruptedIOException("Interrupted while the peer does not read").initCause(ex);
		}
		boolean sent = false;
		try {
			IoWriteFuture future = super.writeData(buffer);
			future.addListener((written) -> release.run());
			sent = true;
			return future;
		}
		finally {
			if (!sent) {
				release.run();
			}
		}
	}

}
