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

package io.github.sshboot.benchmarks.load;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does something over and over, on several threads at once.
 */
public final class Parallel {

	private Parallel() {
	}

	/**
	 * Repeat a task until time is up.
	 * @param threads how many threads
	 * @param duration how long to begin anew
	 * @param task the task
	 * @return how often it was done
	 */
	public static long run(int threads, Duration duration, Callable<?> task) {
		long begin = System.nanoTime();
		Callable<Long> loop = () -> {
			long count = 0;
			while (System.nanoTime() - begin < duration.toNanos()) {
				task.call();
				count++;
			}
			return count;
		};
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			long count = 0;
			for (Future<Long> future : executor.invokeAll(Collections.nCopies(threads, loop))) {
				count += future.get();
			}
			return count;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
