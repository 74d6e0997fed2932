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
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Where the caller wants what a command writes.
 */
interface OutputTarget {

	void write(byte[] data, int offset, int length) throws IOException;

	/**
	 * Called when nothing follows for now.
	 */
	default void flush() throws IOException {
	}

	/**
	 * Called when nothing follows any more.
	 * @param complete whether this is the end that the command meant
	 */
	void end(boolean complete) throws IOException;

	/**
	 * Write to a stream.
	 * @param owned whether to close it in the end
	 */
	static OutputTarget stream(OutputStream stream, boolean owned) {
		return new OutputTarget() {

			@Override
			public void write(byte[] data, int offset, int length) throws IOException {
				stream.write(data, offset, length);
			}

			@Override
			public void flush() throws IOException {
				stream.flush();
			}

			@Override
			public void end(boolean complete) throws IOException {
				if (owned) {
					stream.close();
				}
				else {
					stream.flush();
				}
			}

		};
	}

	/**
	 * Pass on bytes as they come.
	 */
	static OutputTarget bytes(Consumer<byte[]> consumer) {
		return new OutputTarget() {

			@Override
			public void write(byte[] data, int offset, int length) {
				consumer.accept(Arrays.copyOfRange(data, offset, offset + length));
			}

			@Override
			public void end(boolean complete) {
				// each piece has been passed on
			}

		};
	}

	/**
	 * Pass on lines. Half of a line is none.
	 * @param maxLength how many characters a line may have
	 */
	static OutputTarget lines(Consumer<String> consumer, Charset charset, int maxLength) {
		LineSplitter splitter = new LineSplitter(charset, maxLength, consumer);
		return new OutputTarget() {

			@Override
			public void write(byte[] data, int offset, int length) throws IOException {
				splitter.write(data, offset, length);
			}

			@Override
			public void end(boolean complete) throws IOException {
				if (complete) {
					splitter.end();
				}
			}

		};
	}

	/**
	 * Opens a target for each run of a command.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Open the target.
		 * @param charset the charset of text
		 * @param maxLineLength how many characters a line may have
		 * @return the target
		 * @throws IOException if it cannot be opened
		 */
		OutputTarget open(Charset charset, int maxLineLength) throws IOException;

	}

}
