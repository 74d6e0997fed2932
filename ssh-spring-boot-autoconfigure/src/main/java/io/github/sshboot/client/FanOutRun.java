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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * Runs a command on many hosts. A host counts until its result has been taken, so that
 * neither commands nor results are more than there may be at the same time.
 */
final class FanOutRun implements SshFanOutRun {

	private final Function<SshClient, ExecSpec> command;

	private final @Nullable Duration hostTimeout;

	private final Deadline deadline;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Map.Entry<String, SshClient>> waiting;

	private final Set<CompletableFuture<ExecResult>> running = new HashSet<>();

	private final Deque<HostResult> results = new ArrayDeque<>();

	private final ResultIterator iterator = new ResultIterator();

	private @Nullable Future<?> timer;

	private int turns;

	private int missing;

	private boolean closed;

	private FanOutRun(Map<String, SshClient> hosts, Function<SshClient, ExecSpec> command, int concurrency,
			@Nullable Duration hostTimeout, Deadline deadline) {
		this.waiting = new ArrayDeque<>(hosts.entrySet());
		this.missing = hosts.size();
		this.command = command;
		this.turns = concurrency;
		this.hostTimeout = hostTimeout;
		this.deadline = deadline;
	}

	/**
	 * Begin on as many hosts as there may be at the same time.
	 */
	static FanOutRun start(ClientEngine engine, Map<String, SshClient> hosts, Function<SshClient, ExecSpec> command,
			int concurrency, @Nullable Duration hostTimeout, Deadline deadline) {
		FanOutRun run = new FanOutRun(hosts, command, concurrency, hostTimeout, deadline);
		Duration remaining = deadline.remaining();
		if (remaining != null) {
			run.timer = engine.schedule(remaining, run::failWaiting);
		}
		run.begin();
		return run;
	}

	/**
	 * Begin on the next hosts whose turn it is.
	 */
	private void begin() {
		Map.Entry<String, SshClient> host = next();
		while (host != null) {
			begin(host.getKey(), host.getValue());
			host = next();
		}
	}

	private Map.@Nullable Entry<String, SshClient> next() {
		this.lock.lock();
		try {
			if (this.turns == 0 || this.waiting.isEmpty()) {
				return null;
			}
			this.turns--;
			return this.waiting.remove();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void begin(String host, SshClient client) {
		CompletableFuture<ExecResult> future;
		try {
			ExecSpec spec = this.command.apply(client);
			if (spec instanceof DefaultExecSpec own) {
				own.notAfter((this.hostTimeout != null) ? this.deadline.within(this.hostTimeout) : this.deadline);
			}
			future = spec.runAsync();
		}
		catch (RuntimeException ex) {
			future = CompletableFuture.failedFuture(ex);
		}
		boolean closed;
		this.lock.lock();
		try {
			closed = this.closed;
			this.running.add(future);
		}
		finally {
			this.lock.unlock();
		}
		CompletableFuture<ExecResult> run = future;
		run.whenComplete((result, failure) -> end(run, new HostResult(host, result, failure(host, failure))));
		if (closed) {
			run.cancel(true);
		}
	}

	private static @Nullable SshException failure(String host, @Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause == null || cause instanceof SshException) {
			return (SshException) cause;
		}
		return new SshException("The command could not be run on " + host, cause);
	}

	private void end(CompletableFuture<ExecResult> future, HostResult result) {
		this.lock.lock();
		try {
			this.running.remove(future);
			this.results.add(result);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The time is over: those who run find out by themselves, the others never begin.
	 */
	private void failWaiting() {
		Duration timeout = this.deadline.timeout();
		this.lock.lock();
		try {
			for (Map.Entry<String, SshClient> host = this.waiting.poll(); host != null; host = this.waiting.poll()) {
				this.results.add(new HostResult(host.getKey(), null,
						new SshTimeoutException("The command on %s did not begin within %d ms".formatted(host.getKey(),
								(timeout != null) ? timeout.toMillis() : 0), "", "", null)));
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Iterator<HostResult> iterator() {
		return this.iterator;
	}

	@Override
	public Stream<HostResult> stream() {
		return StreamSupport.stream(
				Spliterators.spliteratorUnknownSize(this.iterator, Spliterator.ORDERED | Spliterator.NONNULL), false);
	}

	private @Nullable HostResult take() {
		HostResult result;
		this.lock.lock();
		try {
			while (this.results.isEmpty() && this.missing > 0 && !this.closed) {
				this.changed.await();
			}
			if (this.closed || this.missing == 0) {
				return null;
			}
			result = this.results.remove();
			this.missing--;
			this.turns++;
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new SshException("Interrupted while a command ran on many hosts", ex);
		}
		finally {
			this.lock.unlock();
		}
		begin();
		return result;
	}

	@Override
	public void close() {
		List<CompletableFuture<ExecResult>> running;
		this.lock.lock();
		try {
			this.closed = true;
			this.waiting.clear();
			running = List.copyOf(this.running);
			if (this.timer != null) {
				this.timer.cancel(false);
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		running.forEach((future) -> future.cancel(true));
	}

	/**
	 * Takes the results.
	 */
	private final class ResultIterator implements Iterator<HostResult> {

		private @Nullable HostResult next;

		@Override
		public boolean hasNext() {
			if (this.next == null) {
				this.next = take();
			}
			return this.next != null;
		}

		@Override
		public HostResult next() {
			if (!hasNext() || this.next == null) {
				throw new NoSuchElementException();
			}
			HostResult next = this.next;
			this.next = null;
			return next;
		}

	}

}
