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

package io.github.sshboot.session;

import java.io.IOException;

import io.github.sshboot.connection.ChannelPipe;
import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * What a client has sent on a channel and the handler has not read yet.
 */
final class ChannelInput extends ChannelPipe implements ChannelDataReceiver {

	ChannelInput(LocalWindow window) {
		super(new ChannelWindow(window));
	}

	@Override
	public int data(ChannelSession channel, byte[] data, int offset, int count) {
		receive(data, offset, count);
		// what has been read is reported by the reader
		return 0;
	}

	/**
	 * The client sends nothing more. What is there can still be read.
	 */
	@Override
	public void close() {
		end(null);
	}

	/**
	 * The window of a channel of MINA's.
	 *
	 * @param window the window
	 */
	private record ChannelWindow(LocalWindow window) implements Window {

		@Override
		public long size() {
			return this.window.getMaxSize();
		}

		@Override
		public void release(int count) throws IOException {
			if (this.window.isOpen()) {
				this.window.release(count);
			}
		}

	}

}
