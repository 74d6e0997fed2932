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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * Runs a few things at a time on another executor, the others in turn.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class LimitedExecutor implements Executor {

	private final Executor delegate;

	private final int limit;

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private int running;

	/**
	 * Create a new {@link LimitedExecutor}.
	 * @param delegate the other executor
	 * @param limit how many things may run at a time
	 */
	public LimitedExecutor(Executor delegate, int limit) {
		this.delegate = delegate;
		this.limit = limit;
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this.waiting) {
			this.waiting.add(task);
			if (this.running == this.limit) {
				return;
			}
			this.running++;
		}
		try {
			this.delegate.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			synchronized (this.waiting) {
				this.running--;
				this.waiting.remove(task);
			}
			throw ex;
		}
	}

	private void run() {
		for (Runnable task = next(); task != null; task = next()) {
			task.run();
		}
	}

	private @Nullable Runnable next() {
		synchronized (this.waiting) {
			Runnable task = this.waiting.poll();
			if (task == null) {
				this.running--;
			}
			return task;
		}
	}

}
