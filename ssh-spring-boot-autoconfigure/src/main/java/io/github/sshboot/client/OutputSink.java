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

import java.io.IOException;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Where a channel puts what the server sends. It is called on the threads that serve
 * connections and does not wait: what it cannot pass on at once it keeps, which the
 * window of the channel bounds.
 */
interface OutputSink {

	/**
	 * Take what the server has sent. Once it is done with the bytes, it says so with
	 * {@link SessionChannel#consumed}.
	 * @param channel where the bytes come from
	 * @param data holds the bytes, for as long as this call lasts
	 * @param offset where they begin
	 * @param length how many there are
	 */
	void receive(SessionChannel channel, byte[] data, int offset, int length);

	/**
	 * Nothing more comes. Only the first call counts.
	 * @param failure why, or {@code null} if this is the end that the server meant
	 */
	void end(@Nullable IOException failure);

	/**
	 * Hand everything to a stream that does not wait. If it fails, the channel is
	 * abandoned.
	 */
	static OutputSink handTo(OutputStream receiver) {
		return new OutputSink() {

			@Override
			public void receive(SessionChannel channel, byte[] data, int offset, int length) {
				try {
					receiver.write(data, offset, length);
					channel.consumed(length);
				}
				catch (IOException ex) {
					channel.abandon();
				}
			}

			@Override
			public void end(@Nullable IOException failure) {
				// who needs to know listens to the channel
			}

		};
	}

}
