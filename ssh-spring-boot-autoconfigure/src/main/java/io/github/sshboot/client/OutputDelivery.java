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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a command writes to where the caller wants it, in the order in which it
 * comes and one piece after the other, so that standard output and standard error never
 * wait for each other. The server may send more as the pieces are taken, which bounds
 * what is kept here. The work is done by the thread that waits for the command or, if
 * there is none, by one of the engine's for as long as there is something to do.
 */
final class OutputDelivery {

	private static final Log logger = LogFactory.getLog(OutputDelivery.class);

	private static final int MAX_PIECE = 32768;

	/**
	 * What is kept for more output while there is none.
	 */
	private static final int MAX_SPARE = 64 * 1024;

	/**
	 * How long more than that is kept: to make it anew each time a fast target has caught
	 * up costs more than to fill it.
	 */
	private static final long SPARE_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(100);

	private final @Nullable ClientEngine engine;

	private final List<OutputTarget> targets = new ArrayList<>();

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private Batch batch = new Batch();

	/**
	 * What has been delivered, to be filled again.
	 */
	private @Nullable Batch spare;

	private boolean ended;

	private boolean complete;

	private boolean working;

	private volatile boolean discarding;

	private volatile @Nullable Exception failure;

	/**
	 * Create a new {@link OutputDelivery}.
	 * @param engine whose threads do the work, or {@code null} if {@link #run()} does it
	 */
	OutputDelivery(@Nullable ClientEngine engine) {
		this.engine = engine;
	}

	/**
	 * Return what takes output for a target, of which there may be two.
	 */
	OutputSink to(OutputTarget target) {
		int index = this.targets.size();
		this.targets.add(target);
		return new OutputSink() {

			@Override
			public void receive(SessionChannel channel, byte[] data, int offset, int length) {
				change(() -> OutputDelivery.this.batch.add(channel, index, data, offset, length));
			}

			@Override
			public void end(@Nullable IOException failure) {
				// the command ends a little later
			}

		};
	}

	/**
	 * Nothing follows what is there.
	 * @param complete whether this is the end that the command meant
	 */
	void end(boolean complete) {
		change(() -> {
			this.complete = complete;
			this.ended = true;
		});
	}

	/**
	 * Deliver nothing more, also of what is there.
	 */
	void discard() {
		this.discarding = true;
	}

	private void change(Runnable change) {
		boolean start;
		this.lock.lock();
		try {
			change.run();
			this.changed.signal();
			start = this.engine != null && !this.working;
			this.working |= start;
		}
		finally {
			this.lock.unlock();
		}
		if (start && this.engine != null) {
			try {
				this.engine.pump(this::work);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The clients are closed before all output is delivered", ex);
				finish(false);
			}
		}
	}

	/**
	 * Deliver on this thread until nothing follows.
	 */
	void run() throws InterruptedException {
		boolean interrupted = true;
		try {
			while (deliver(awaitBatch())) {
				// one batch after the other
			}
			interrupted = false;
		}
		finally {
			if (interrupted) {
				finish(false);
			}
		}
	}

	private Batch awaitBatch() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long remaining = SPARE_NANOSECONDS;
			while (this.batch.isEmpty() && !this.ended) {
				if (remaining > 0) {
					remaining = this.changed.awaitNanos(remaining);
				}
				else {
					trim();
					this.changed.await();
				}
			}
			return takeBatch();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Batch takeBatch() {
		Batch taken = this.batch;
		this.batch = (this.spare != null) ? this.spare : new Batch();
		this.spare = null;
		return taken;
	}

	private void recycle(Batch delivered) {
		this.lock.lock();
		try {
			delivered.clear();
			this.spare = delivered;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keep little for what may never come.
	 */
	private void trim() {
		this.spare = null;
		if (this.batch.data.length > MAX_SPARE) {
			this.batch = new Batch();
		}
	}

	private void work() {
		while (true) {
			Batch batch;
			this.lock.lock();
			try {
				if (this.batch.isEmpty() && !this.ended) {
					this.working = false;
					trim();
					return;
				}
				batch = takeBatch();
			}
			finally {
				this.lock.unlock();
			}
			if (!deliver(batch)) {
				return;
			}
		}
	}

	/**
	 * Deliver what is there.
	 * @return whether more may follow
	 */
	private boolean deliver(Batch batch) {
		if (batch.isEmpty()) {
			finish(this.complete);
			return false;
		}
		for (int run = 0, offset = 0; run < batch.runs; run++) {
			OutputTarget target = this.targets.get(batch.target(run));
			int end = offset + batch.length(run);
			while (offset < end) {
				int length = Math.min(end - offset, MAX_PIECE);
				deliver(batch, target, offset, length);
				offset += length;
			}
		}
		attempt(batch.channel, () -> {
			for (OutputTarget target : this.targets) {
				target.flush();
			}
		});
		recycle(batch);
		return true;
	}

	private void deliver(Batch batch, OutputTarget target, int offset, int length) {
		SessionChannel channel = batch.channel;
		attempt(channel, () -> target.write(batch.data, offset, length));
		if (channel != null) {
			channel.consumed(length);
		}
	}

	private void attempt(@Nullable SessionChannel channel, Attempt attempt) {
		if (this.discarding) {
			return;
		}
		try {
			attempt.run();
		}
		catch (IOException | RuntimeException ex) {
			this.failure = ex;
			this.discarding = true;
			if (channel != null) {
				channel.abandon();
			}
		}
	}

	/**
	 * Close what was opened, after all is delivered or because nothing will be.
	 */
	void finish(boolean complete) {
		for (OutputTarget target : this.targets) {
			try {
				target.end(complete && !this.discarding);
			}
			catch (IOException | RuntimeException ex) {
				if (this.failure == null) {
					this.failure = ex;
				}
			}
		}
		this.done.complete(null);
	}

	/**
	 * Return a future that is completed once nothing is delivered any more.
	 */
	CompletableFuture<Void> done() {
		return this.done;
	}

	/**
	 * Return why something could not be delivered, or {@code null} if there is no reason.
	 */
	@Nullable Exception failure() {
		return this.failure;
	}

	private interface Attempt {

		void run() throws IOException;

	}

	/**
	 * What has come for the targets: the bytes, and how many in a row are for which one,
	 * so that many small packets take little more than their bytes.
	 */
	private static final class Batch {

		private static final int INITIAL_CAPACITY = 1024;

		private byte[] data = new byte[0];

		private int size;

		private int[] lengths = new int[4];

		private int firstTarget;

		private int runs;

		private @Nullable SessionChannel channel;

		boolean isEmpty() {
			return this.runs == 0;
		}

		void clear() {
			this.size = 0;
			this.runs = 0;
		}

		void add(SessionChannel channel, int target, byte[] data, int offset, int length) {
			this.channel = channel;
			if (this.data.length - this.size < length) {
				this.data = Arrays.copyOf(this.data,
						Math.max(INITIAL_CAPACITY, Math.max(2 * this.data.length, this.size + length)));
			}
			System.arraycopy(data, offset, this.data, this.size, length);
			this.size += length;
			if (this.runs == 0) {
				this.firstTarget = target;
			}
			if (this.runs == 0 || target(this.runs - 1) != target) {
				if (this.runs == this.lengths.length) {
					this.lengths = Arrays.copyOf(this.lengths, 2 * this.runs);
				}
				this.lengths[this.runs++] = 0;
			}
			this.lengths[this.runs - 1] += length;
		}

		int length(int run) {
			return this.lengths[run];
		}

		/**
		 * Of two targets, each run is for the other one than the last.
		 */
		int target(int run) {
			return (this.firstTarget + run) % 2;
		}

	}

}
