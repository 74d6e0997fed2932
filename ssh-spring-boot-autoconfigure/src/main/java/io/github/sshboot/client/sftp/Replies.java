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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The replies that one thread waits for, on one connection or several. Threads that
 * receive replies leave them here, and wake that one up only if it waits.
 */
final class Replies {

	/**
	 * How long replies are waited for that nobody wants any more.
	 */
	private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final List<Exchange> exchanges = new ArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Request> finished = new ArrayDeque<>();

	private boolean waiting;

	private int outstanding;

	private long drainUntil;

	private boolean interrupted;

	/**
	 * Wait for the replies of an exchange too.
	 */
	void include(Exchange exchange) {
		this.exchanges.add(exchange);
	}

	/**
	 * Expect one more.
	 */
	void expect() {
		this.lock.lock();
		try {
			this.outstanding++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A reply has come, or none will.
	 */
	void finished(Request request) {
		this.lock.lock();
		try {
			request.markDone();
			this.outstanding--;
			if (request.job() != null) {
				this.finished.add(request);
			}
			if (this.waiting) {
				this.changed.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the next reply for a job, in the order in which they come, if there is one.
	 */
	@Nullable Request poll() {
		this.lock.lock();
		try {
			return this.finished.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the next reply for a job.
	 */
	Request take() throws IOException {
		flush();
		this.lock.lock();
		try {
			Request next = this.finished.poll();
			while (next == null) {
				if (this.outstanding == 0) {
					throw new IllegalStateException("A job waits for nothing");
				}
				pause();
				next = this.finished.poll();
			}
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the reply to a request.
	 */
	void await(Request request) throws IOException {
		flush();
		this.lock.lock();
		try {
			while (!request.isDone()) {
				pause();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether a reply is there.
	 */
	boolean isDone(Request request) {
		this.lock.lock();
		try {
			return request.isDone();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for all replies, whatever they are, and from now on without being interrupted,
	 * but not for long.
	 */
	void drain() {
		this.drainUntil = System.nanoTime() + DRAIN_NANOS;
		this.interrupted |= Thread.interrupted();
		try {
			flush();
		}
		catch (IOException ex) {
			// the connection is lost, and its requests have failed
		}
		this.lock.lock();
		try {
			while (this.outstanding > 0) {
				pauseBriefly();
			}
			this.finished.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether the thread was interrupted while it could not be.
	 */
	boolean wasInterrupted() {
		return this.interrupted;
	}

	private void flush() throws IOException {
		for (Exchange exchange : this.exchanges) {
			exchange.flush();
		}
	}

	/**
	 * Wait for a reply, with the lock.
	 */
	private void pause() throws IOException {
		if (this.drainUntil != 0) {
			pauseBriefly();
			return;
		}
		this.waiting = true;
		try {
			this.changed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (IOException) new InterruptedIOException("Interrupted while waiting for an SFTP server")
				.initCause(ex);
		}
		finally {
			this.waiting = false;
		}
	}

	private void pauseBriefly() {
		long remaining = this.drainUntil - System.nanoTime();
		if (remaining <= 0) {
			this.exchanges.forEach(
					(exchange) -> exchange.connection().abandon("No answer to requests that are no longer wanted"));
			return;
		}
		this.waiting = true;
		try {
			this.changed.awaitNanos(remaining);
		}
		catch (InterruptedException ex) {
			this.interrupted = true;
		}
		finally {
			this.waiting = false;
		}
	}

}
