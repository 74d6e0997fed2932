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

package io.github.sshboot.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.github.sshboot.connection.ChannelPipe;
import io.github.sshboot.connection.ChannelPipe.Window;
import org.jspecify.annotations.Nullable;

/**
 * Output that is read as a stream. Its reader is told if it breaks off.
 */
final class OutputPipe extends FilterInputStream implements OutputSink {

	private final ChannelPipe pipe;

	private final PipeWindow window;

	private OutputPipe(PipeWindow window) {
		this(new ChannelPipe(window), window);
	}

	private OutputPipe(ChannelPipe pipe, PipeWindow window) {
		super(pipe);
		this.pipe = pipe;
		this.window = window;
	}

	static InputStream stream(OutputSink sink) {
		return (sink instanceof OutputPipe pipe) ? pipe : InputStream.nullInputStream();
	}

	static OutputPipe create() {
		return new OutputPipe(new PipeWindow());
	}

	@Override
	public void receive(SessionChannel channel, byte[] data, int offset, int length) {
		this.window.channel = channel;
		this.pipe.receive(data, offset, length);
	}

	@Override
	public void end(@Nullable IOException failure) {
		this.pipe.end(failure);
	}

	/**
	 * Does nothing: what is there can still be read, and the process is closed by itself.
	 */
	@Override
	public void close() {
	}

	/**
	 * The window of the channel that something has come from.
	 */
	private static final class PipeWindow implements Window {

		private volatile @Nullable SessionChannel channel;

		@Override
		public long size() {
			SessionChannel channel = this.channel;
			return (channel != null) ? channel.getLocalWindow().getMaxSize() : 0;
		}

		@Override
		public void release(int count) {
			SessionChannel channel = this.channel;
			if (channel != null) {
				channel.consumed(count);
			}
		}

	}

}
