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

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.client.sftp.ChannelSource.Lease;
import io.github.sshboot.client.transfer.TransferJournal;
import io.github.sshboot.client.transfer.TransferOptions;
import org.jspecify.annotations.Nullable;

/**
 * Runs many {@link Job}s on one connection by one thread, so that many small files take
 * hardly longer than one of the same size. Jobs may add more jobs.
 */
final class Pipeline implements Closeable {

	private static final int MAX_JOBS = 64;

	/**
	 * How many jobs may wait. A server can tell about directories without end.
	 */
	private static final int MAX_WAITING = 1_000_000;

	/**
	 * How many handles are left to others.
	 */
	private static final int SPARE_HANDLES = 8;

	private final Exchange exchange;

	private final TransferOptions options;

	private final TransferJournal journal;

	private final ChannelSource channels;

	private final int maxJobs;

	/**
	 * The last is the first, so that a tree is gone through in depth and little of it is
	 * known at a time.
	 */
	private final Deque<Iterator<? extends Job>> waiting = new ArrayDeque<>();

	private final Set<Job> running = new LinkedHashSet<>();

	private final Deque<Finish> finishes = new ArrayDeque<>();

	/**
	 * Further channels that are not there yet.
	 */
	private @Nullable List<CompletableFuture<? extends Lease>> further;

	private final List<Lease> leases = new ArrayList<>();

	private final List<Exchange> others = new ArrayList<>();

	private byte[] buffer = new byte[0];

	private int waitingCount;

	/**
	 * Create a new {@link Pipeline}.
	 * @param exchange the channel
	 * @param options how files are transferred
	 * @param channels where further channels come from
	 */
	Pipeline(Exchange exchange, TransferOptions options, ChannelSource channels) {
		this.exchange = exchange;
		this.options = options;
		this.journal = new TransferJournal(options);
		this.channels = channels;
		this.maxJobs = Math.max(1, Math.min(MAX_JOBS, exchange.connection().maxHandles() - SPARE_HANDLES));
	}

	Exchange exchange() {
		return this.exchange;
	}

	TransferOptions options() {
		return this.options;
	}

	TransferJournal journal() {
		return this.journal;
	}

	/**
	 * Return the further channels that are there by now. They are asked for with the
	 * first call.
	 */
	List<Exchange> further() {
		List<CompletableFuture<? extends Lease>> further = this.further;
		if (further == null) {
			further = new ArrayList<>(this.channels.open());
			this.further = further;
		}
		for (Iterator<CompletableFuture<? extends Lease>> channels = further.iterator(); channels.hasNext();) {
			CompletableFuture<? extends Lease> channel = channels.next();
			if (channel.isDone()) {
				channels.remove();
				if (!channel.isCompletedExceptionally()) {
					Lease lease = channel.join();
					this.leases.add(lease);
					this.others.add(this.exchange.alongside(lease.connection()));
				}
			}
		}
		return this.others;
	}

	/**
	 * Return a buffer for the packet that is sent next.
	 */
	byte[] buffer(int length) {
		if (this.buffer.length < length) {
			this.buffer = new byte[length];
		}
		return this.buffer;
	}

	/**
	 * Add jobs.
	 */
	void add(Collection<? extends Job> jobs) throws IOException {
		this.waitingCount += jobs.size();
		if (this.waitingCount > MAX_WAITING) {
			throw new IOException("The server tells about more than %d files at a time".formatted(MAX_WAITING));
		}
		this.waiting.push(List.copyOf(jobs).iterator());
	}

	/**
	 * Add something to be done when all jobs are, the last first.
	 */
	void addFinish(Finish finish) {
		this.finishes.push(finish);
	}

	/**
	 * Run all jobs.
	 */
	void run() throws IOException {
		boolean completed = false;
		try {
			runJobs();
			List<Request> requests = new ArrayList<>();
			for (Finish finish : this.finishes) {
				requests.addAll(finish.finish());
			}
			for (Request request : requests) {
				this.exchange.await(request).check();
			}
			completed = true;
		}
		finally {
			if (!completed) {
				this.exchange.drain();
				this.running.forEach(Job::abort);
			}
		}
	}

	private void runJobs() throws IOException {
		startJobs();
		while (!this.running.isEmpty()) {
			Request reply = this.exchange.take();
			Job job = reply.job();
			if (job != null) {
				job.proceed(reply);
				remove(job);
			}
			if (this.exchange.isOpen()) {
				fill();
				startJobs();
			}
		}
	}

	private void startJobs() throws IOException {
		while (this.running.size() < this.maxJobs && this.exchange.isOpen()) {
			Iterator<? extends Job> jobs = this.waiting.peek();
			if (jobs == null) {
				return;
			}
			if (!jobs.hasNext()) {
				this.waiting.pop();
				continue;
			}
			Job job = jobs.next();
			this.waitingCount--;
			this.running.add(job);
			job.start();
			remove(job);
		}
	}

	private void fill() throws IOException {
		if (this.running.size() == 1) {
			this.running.iterator().next().fill();
			return;
		}
		for (Job job : this.running) {
			if (!this.exchange.isOpen()) {
				return;
			}
			job.fill();
		}
	}

	private void remove(Job job) {
		if (job.isDone()) {
			this.running.remove(job);
		}
	}

	/**
	 * Give back the further channels.
	 */
	@Override
	public void close() {
		this.leases.forEach(Lease::close);
		if (this.further != null) {
			this.further.forEach((channel) -> channel.thenAccept(Lease::close));
		}
	}

	/**
	 * What is done in the end.
	 */
	@FunctionalInterface
	interface Finish {

		/**
		 * Do it.
		 * @return the requests that must succeed
		 */
		List<Request> finish() throws IOException;

	}

}
