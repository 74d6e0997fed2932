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

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.connection.OutputSpace.Share;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link OutputSpace}.
 */
@Timeout(60)
class OutputSpaceTests {

	private static final int PACKET = 32 * 1024;

	private static final int OWN_PACKETS = 4;

	private static final int MOST_PACKETS = 16;

	private final AtomicInteger takes = new AtomicInteger();

	private final OutputSpace space = new OutputSpace(OutputSpace.common(), this.takes::incrementAndGet);

	@Test
	void streamHasHalfAMegabyteWhileOthersLeaveIt() throws Exception {
		assertThat(fill(this.space.newShare())).hasSize(MOST_PACKETS);
		assertThat(this.takes).hasValue(MOST_PACKETS);
	}

	@Test
	void streamsThatFillTheCommonSpaceLeaveOthersTheirOwn() throws Exception {
		int packets = 0;
		int streams = 200;
		for (int i = 0; i < streams; i++) {
			packets += fill(this.space.newShare()).size();
		}
		assertThat(packets).isLessThanOrEqualTo(streams * OWN_PACKETS + 16 * 1024 * 1024 / PACKET);
		assertThat(fill(this.space.newShare())).hasSize(OWN_PACKETS);
	}

	@Test
	void spaceThatIsGivenBackCanBeTakenAgain() throws Exception {
		for (int i = 0; i < 100; i++) {
			Share share = this.space.newShare();
			Queue<Runnable> taken = fill(share);
			taken.forEach(Runnable::run);
			assertThat(fill(share)).hasSize(MOST_PACKETS).allSatisfy(Runnable::run);
		}
	}

	@Test
	void packetThatIsLargerThanAllSpaceIsAlone() throws Exception {
		Share share = this.space.newShare();
		Runnable release = share.take(100 * PACKET);
		share.take(PACKET).run();
		release.run();
		assertThat(fill(share)).hasSize(MOST_PACKETS);
	}

	/**
	 * Take all there is, by packets, until a writer has to wait. It is interrupted.
	 */
	private static Queue<Runnable> fill(Share share) throws Exception {
		Queue<Runnable> taken = new ConcurrentLinkedQueue<>();
		Thread writer = new Thread(() -> {
			try {
				while (true) {
					taken.add(share.take(PACKET));
				}
			}
			catch (InterruptedException ex) {
				// all is taken
			}
		});
		writer.start();
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> writer.getState() == Thread.State.WAITING);
		writer.interrupt();
		writer.join();
		return taken;
	}

}
