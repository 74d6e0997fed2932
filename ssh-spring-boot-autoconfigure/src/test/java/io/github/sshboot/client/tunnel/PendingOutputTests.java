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

package io.github.sshboot.client.tunnel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PendingOutput}.
 */
class PendingOutputTests {

	private final PendingOutput output = new PendingOutput();

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	@Test
	void bytesGoOutInTheirOrderHoweverTheyComeAndGo() throws IOException {
		Random random = new Random(7);
		ByteArrayOutputStream expected = new ByteArrayOutputStream();
		for (int i = 0; i < 5000; i++) {
			byte[] bytes = new byte[random.nextInt(random.nextInt(30) == 0 ? 40000 : 300)];
			random.nextBytes(bytes);
			expected.write(bytes);
			this.output.add(ByteBuffer.wrap(bytes));
			this.output.writeTo(new Sink(random.nextInt(2000)));
		}
		this.output.writeTo(new Sink(Integer.MAX_VALUE));
		assertThat(this.output.isEmpty()).isTrue();
		assertThat(this.output.memory()).isZero();
		assertThat(this.written.toByteArray()).isEqualTo(expected.toByteArray());
	}

	@Test
	void singleBytesTakeNoMoreMemoryThanMany() throws IOException {
		for (int i = 0; i < 100_000; i++) {
			this.output.add(ByteBuffer.wrap(new byte[1]));
		}
		assertThat(this.output.memory()).isBetween(100_000L, 110_000L);
		assertThat(this.output.writeTo(new Sink(Integer.MAX_VALUE))).isEqualTo(100_000);
	}

	/**
	 * Takes a number of bytes, and then none.
	 */
	private final class Sink implements WritableByteChannel {

		private int room;

		private Sink(int room) {
			this.room = room;
		}

		@Override
		public int write(ByteBuffer source) {
			byte[] bytes = new byte[Math.min(this.room, source.remaining())];
			source.get(bytes);
			PendingOutputTests.this.written.writeBytes(bytes);
			this.room -= bytes.length;
			return bytes.length;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
			throw new UnsupportedOperationException();
		}

	}

}
