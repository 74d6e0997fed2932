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

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.List;

/**
 * Has something done when a channel is ready for it. The system is not told each time
 * that this is no longer of interest, and soon that it is again: that would be a system
 * call or two for each packet. It is told if it goes on to find the channel ready while
 * nobody has asked. Thread-safe.
 */
final class Readiness {

	private final SocketGroup group;

	private final SelectionKey key;

	private final int operation;

	private final Runnable task;

	private boolean asked;

	private boolean found;

	/**
	 * Create a new {@link Readiness}.
	 * @param group whose channel it is
	 * @param key the key of the channel
	 * @param operation what to be ready for
	 * @param task what to do, on a thread of the group, when the channel is, or has been
	 * just now
	 */
	Readiness(SocketGroup group, SelectionKey key, int operation, Runnable task) {
		this.group = group;
		this.key = key;
		this.operation = operation;
		this.task = task;
	}

	/**
	 * Do it once, when the channel is ready.
	 * @param likely whether the channel is likely to be ready
	 */
	void await(boolean likely) {
		synchronized (this) {
			if (!likely && !this.found && watch()) {
				this.asked = true;
				return;
			}
			this.found = false;
		}
		this.group.execute(this.task);
	}

	private boolean watch() {
		try {
			if ((this.key.interestOpsOr(this.operation) & this.operation) == 0) {
				this.group.changed();
			}
			return true;
		}
		catch (CancelledKeyException ex) {
			// the task finds out that the channel is closed
			return false;
		}
	}

	/**
	 * The channel is ready for some operations.
	 * @param operations these operations
	 * @param tasks takes what is to be done now
	 */
	void ready(int operations, List<Runnable> tasks) {
		if ((operations & this.operation) == 0) {
			return;
		}
		synchronized (this) {
			if (this.asked) {
				this.asked = false;
				tasks.add(this.task);
			}
			else {
				this.found = true;
				this.key.interestOpsAnd(~this.operation);
			}
		}
	}

	/**
	 * It is done, and there may be nothing more to do for long. Only for the task.
	 */
	synchronized void rest() {
		this.found = false;
		try {
			this.key.interestOpsAnd(~this.operation);
		}
		catch (CancelledKeyException ex) {
			// closed meanwhile
		}
	}

}
