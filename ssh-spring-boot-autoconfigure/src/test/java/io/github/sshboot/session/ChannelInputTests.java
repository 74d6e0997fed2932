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

import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.server.channel.ChannelSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link ChannelInput}.
 */
@Timeout(60)
class ChannelInputTests {

	private final LocalWindow window = mock(LocalWindow.class);

	private final ChannelSession channel = mock(ChannelSession.class);

	private final ChannelInput input = new ChannelInput(this.window);

	@BeforeEach
	void setUp() {
		given(this.window.getMaxSize()).willReturn(80_000L);
		given(this.window.isOpen()).willReturn(true);
	}

	@Test
	void givesWhatWasSentHoweverItIsCut() throws Exception {
		Random random = new Random(1);
		byte[] sent = new byte[1 << 20];
		random.nextBytes(sent);
		byte[] received = new byte[sent.length];
		int written = 0;
		int read = 0;
		while (read < sent.length) {
			int count = Math.min(random.nextInt(5000), sent.length - written);
			this.input.data(this.channel, sent, written, count);
			written += count;
			if (read < written) {
				int asked = Math.min(1 + random.nextInt(6000), sent.length - read);
				int taken = this.input.read(received, read, asked);
				assertThat(taken).isEqualTo(Math.min(asked, written - read));
				read += taken;
			}
			assertThat(this.input.available()).isEqualTo(written - read);
		}
		assertThat(received).isEqualTo(sent);
	}

	@Test
	void whatIsThereCanBeReadAfterTheEnd() throws Exception {
		this.input.data(this.channel, new byte[] { 1, (byte) 255 }, 0, 2);
		this.input.close();
		assertThat(this.input.read()).isEqualTo(1);
		assertThat(this.input.read()).isEqualTo(255);
		assertThat(this.input.read()).isEqualTo(-1);
		assertThat(this.input.read(new byte[3])).isEqualTo(-1);
	}

	@Test
	void whatComesAfterTheEndIsIgnored() throws Exception {
		this.input.close();
		this.input.data(this.channel, new byte[] { 1 }, 0, 1);
		assertThat(this.input.read()).isEqualTo(-1);
	}

	@Test
	void readerWaitsForDataAndForTheEnd() throws Exception {
		CompletableFuture<byte[]> all = CompletableFuture.supplyAsync(() -> {
			try {
				return this.input.readAllBytes();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start());
		this.input.data(this.channel, "abc".getBytes(), 0, 3);
		await().until(() -> this.input.available() == 0);
		this.input.data(this.channel, "xdefx".getBytes(), 1, 3);
		assertThat(all).isNotDone();
		this.input.close();
		assertThat(all.get(30, TimeUnit.SECONDS)).isEqualTo("abcdef".getBytes());
	}

	@Test
	void readerThatWaitsForLongAfterMuchGetsWhatComesThen() throws Exception {
		byte[] much = new byte[300_000];
		new Random(1).nextBytes(much);
		this.input.data(this.channel, much, 0, much.length);
		byte[] received = new byte[much.length];
		CompletableFuture<Integer> count = new CompletableFuture<>();
		Thread reader = new Thread(() -> {
			try {
				this.input.readNBytes(received, 0, received.length);
				count.complete(this.input.readNBytes(received, 0, received.length));
			}
			catch (Exception ex) {
				count.completeExceptionally(ex);
			}
		});
		reader.start();
		// not for a while any more, but until something comes: it has let go of the
		// memory
		await().until(() -> this.input.available() == 0 && reader.getState() == Thread.State.WAITING);
		this.input.data(this.channel, much, 100_000, 200_000);
		this.input.close();
		assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(200_000);
		assertThat(Arrays.copyOf(received, 200_000)).isEqualTo(Arrays.copyOfRange(much, 100_000, 300_000));
	}

	@Test
	void interruptedReaderIsTold() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(this.input::read);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void clientIsToldOnceAnEighthOfTheWindowHasBeenRead() throws Exception {
		byte[] data = new byte[40_000];
		Arrays.fill(data, (byte) 7);
		this.input.data(this.channel, data, 0, data.length);
		this.input.read(new byte[9_999]);
		verify(this.window, never()).release(anyLong());
		this.input.read(new byte[2]);
		verify(this.window).release(10_001);
		this.input.read(new byte[20_000]);
		verify(this.window).release(20_000);
	}

	@Test
	void nothingIsSaidOnceTheWindowIsClosed() throws Exception {
		given(this.window.isOpen()).willReturn(false);
		this.input.data(this.channel, new byte[40_000], 0, 40_000);
		assertThat(this.input.read(new byte[40_000])).isEqualTo(40_000);
		verify(this.window, never()).release(anyLong());
	}

}
