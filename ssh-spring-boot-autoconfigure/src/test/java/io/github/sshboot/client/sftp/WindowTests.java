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

package io.github.sshboot.client.sftp;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Window}.
 */
class WindowTests {

	private static final int CHUNK = 64 * 1024;

	private static final int MAX_SIZE = 64 * CHUNK;

	@ParameterizedTest
	@CsvSource({ "0, 16", "100, 16", "524, 16", "1000, 31", "2000, 62", "3000, 64", "100000, 64" })
	void windowIsWhatFastNetworksCarryInARoundTrip(long microseconds, int chunks) {
		assertThat(fill(Window.ofSent(TimeUnit.MICROSECONDS.toNanos(microseconds), MAX_SIZE))).isEqualTo(chunks);
	}

	@Test
	void moreIsAskedForThanSent() {
		assertThat(fill(Window.ofReceived(0, MAX_SIZE))).isEqualTo(48);
		assertThat(fill(Window.ofReceived(0, 3 * CHUNK))).isEqualTo(3);
		assertThat(fill(Window.ofReceived(TimeUnit.MILLISECONDS.toNanos(3), MAX_SIZE))).isEqualTo(64);
	}

	@Test
	void windowIsLargeWhileTheServerHasNotAnswered() {
		assertThat(fill(Window.ofSent(Long.MAX_VALUE, MAX_SIZE))).isEqualTo(64);
	}

	@Test
	void windowIsNoLargerThanItMayBe() {
		assertThat(fill(Window.ofSent(0, 3 * CHUNK))).isEqualTo(3);
	}

	@Test
	void whatIsGivenBackCanBeTakenAgain() {
		Window window = Window.ofSent(0, MAX_SIZE);
		fill(window);
		window.give(2 * CHUNK);
		assertThat(fill(window)).isEqualTo(2);
	}

	private static int fill(Window window) {
		int chunks = 0;
		while (window.isOpen()) {
			window.take(CHUNK);
			chunks++;
		}
		return chunks;
	}

}
