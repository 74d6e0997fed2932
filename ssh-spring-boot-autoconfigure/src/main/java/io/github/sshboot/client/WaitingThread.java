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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Has a thread that waits for something do what there is to do for it, so that nothing is
 * done in another way, or on other threads, for callers who wait.
 */
final class WaitingThread implements Executor {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private boolean left;

	private WaitingThread() {
	}

	/**
	 * Begin something, and wait for it on the current thread.
	 * @param <T> the type of what comes of it
	 * @param beginning begins it, given where its tasks are to run. Is cancelled if the
	 * thread is interrupted.
	 * @return what comes of it
	 * @throws InterruptedException if the thread is interrupted
	 */
	static <T> T await(Function<Executor, CompletableFuture<T>> beginning) throws InterruptedException {
		WaitingThread thread = new WaitingThread();
		CompletableFuture<T> future = beginning.apply(thread);
		future.whenComplete((result, failure) -> thread.wake());
		try {
			for (Runnable task = thread.next(future); task != null; task = thread.next(future)) {
				task.run();
			}
			return future.get();
		}
		catch (CancellationException ex) {
			// a task was interrupted
			Thread.interrupted();
			throw (InterruptedException) new InterruptedException().initCause(ex);
		}
		catch (ExecutionException ex) {
			throw unchecked(ex.getCause());
		}
		finally {
			future.cancel(false);
			thread.leave();
		}
	}

	private static RuntimeException unchecked(@Nullable Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException ex) ? ex : new IllegalStateException(failure);
	}

	private synchronized void wake() {
		notifyAll();
	}

	private synchronized @Nullable Runnable next(CompletableFuture<?> future) throws InterruptedException {
		while (this.tasks.isEmpty() && !future.isDone()) {
			wait();
		}
		return this.tasks.poll();
	}

	/**
	 * What is still to be done is to clean up, which whoever comes along can do.
	 */
	private void leave() {
		synchronized (this) {
			this.left = true;
		}
		this.tasks.forEach(Runnable::run);
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this) {
			if (!this.left) {
				this.tasks.add(task);
				notifyAll();
				return;
			}
		}
		task.run();
	}

}
