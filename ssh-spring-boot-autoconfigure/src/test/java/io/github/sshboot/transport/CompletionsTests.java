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

package io.github.sshboot.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Completions}.
 */
@Timeout(60)
class CompletionsTests {

	private final ExecutorService pool = Executors.newSingleThreadExecutor((task) -> new Thread(task, "pool"));

	private final Completions completions = new Completions(this.pool);

	private final List<String> done = new ArrayList<>();

	private final String writer = Thread.currentThread().getName();

	@AfterEach
	void tearDown() {
		this.pool.shutdownNow();
	}

	@Test
	void threadThatSendsCompletesWhatIsWrittenOnceItHasLeftTheEngine() throws Exception {
		String result = Completions.send(() -> {
			this.completions.complete(() -> done("completed"));
			done("sent");
			return "result";
		});
		assertThat(result).isEqualTo("result");
		assertThat(all()).containsExactly(this.writer + " sent", this.writer + " completed");
	}

	@Test
	void threadThatSendsLeavesOtherWritesToThePool() throws Exception {
		Completions.send(() -> {
			this.completions.complete(() -> done("first"));
			this.completions.complete(() -> done("second"));
			return "";
		});
		assertThat(all()).containsExactlyInAnyOrder(this.writer + " first", "pool second");
	}

	@Test
	void packetThatIsSentMeanwhileIsCompletedWithTheFirst() throws Exception {
		Completions.send(() -> {
			Completions.send(() -> {
				this.completions.complete(() -> done("completed"));
				return "";
			});
			return done("sent");
		});
		assertThat(all()).containsExactly(this.writer + " sent", this.writer + " completed");
	}

	@Test
	void whatFollowsFromACompletionIsForThePool() throws Exception {
		Completions.send(() -> {
			this.completions.complete(() -> {
				done("completed");
				sendAndComplete("next");
			});
			return "";
		});
		assertThat(all()).containsExactlyInAnyOrder(this.writer + " completed", "pool next");
	}

	@Test
	void whatIsWrittenOutsideOfPacketsIsForThePool() throws Exception {
		Completions.send(() -> done("sent"));
		this.completions.complete(() -> done("completed"));
		assertThat(all()).containsExactly(this.writer + " sent", "pool completed");
	}

	@Test
	void packetThatFailsLeavesNothingToItsThread() throws Exception {
		assertThatIOException().isThrownBy(() -> Completions.send(() -> {
			throw new IOException();
		}));
		this.completions.complete(() -> done("completed"));
		assertThat(all()).containsExactly("pool completed");
	}

	private void sendAndComplete(String what) {
		Completions.send(() -> {
			this.completions.complete(() -> done(what));
			return "";
		});
	}

	private synchronized String done(String what) {
		this.done.add(Thread.currentThread().getName() + " " + what);
		return what;
	}

	private List<String> all() throws Exception {
		this.pool.shutdown();
		assertThat(this.pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		return this.done;
	}

}
