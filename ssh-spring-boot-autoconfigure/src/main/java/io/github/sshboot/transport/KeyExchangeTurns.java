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

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Lets so many key exchanges with strangers be worked on at once and no more, so that
 * processors are left for those who have logged in. Sources take turns: however many
 * exchanges one of them begins, another waits for one of them only.
 * <p>
 * Nobody waits with a thread. Who ends an exchange does those that have come meanwhile;
 * so they are done by the threads that read, of which there are more than turns.
 */
final class KeyExchangeTurns {

	private final int limit;

	private final Map<Object, Queue<Runnable>> waiting = new LinkedHashMap<>();

	private final ThreadLocal<Boolean> passing = ThreadLocal.withInitial(() -> false);

	private int taken;

	KeyExchangeTurns(int limit) {
		this.limit = limit;
	}

	/**
	 * Return turns for half the processors of this machine.
	 */
	static KeyExchangeTurns forHalfTheProcessors() {
		return new KeyExchangeTurns(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
	}

	/**
	 * Take a turn if there is one.
	 * @return whether there was; then it must be given back
	 */
	boolean take() {
		// who works for others already does what comes meanwhile in that turn
		return !this.passing.get() && tryTake();
	}

	private synchronized boolean tryTake() {
		if (this.taken == this.limit) {
			return false;
		}
		this.taken++;
		return true;
	}

	/**
	 * Wait for a turn if there is none.
	 * @param source who waits
	 * @param work what to do in that turn, which must not fail
	 * @return whether there is a turn at once; then the caller has it and the work is
	 * left to it
	 */
	synchronized boolean takeOrWait(Object source, Runnable work) {
		if (take()) {
			return true;
		}
		this.waiting.computeIfAbsent(source, (key) -> new ArrayDeque<>()).add(work);
		return false;
	}

	/**
	 * Give a turn back unless someone waits for it.
	 * @return whether it was given back; otherwise {@link #pass()} must follow
	 */
	synchronized boolean giveBack() {
		if (this.waiting.isEmpty()) {
			this.taken--;
			return true;
		}
		return false;
	}

	/**
	 * Work for those who wait, one after the other, then give the turn back.
	 */
	void pass() {
		this.passing.set(true);
		try {
			for (Runnable work = next(); work != null; work = next()) {
				work.run();
			}
		}
		finally {
			this.passing.set(false);
		}
	}

	private synchronized @Nullable Runnable next() {
		Iterator<Map.Entry<Object, Queue<Runnable>>> sources = this.waiting.entrySet().iterator();
		if (!sources.hasNext()) {
			this.taken--;
			return null;
		}
		Map.Entry<Object, Queue<Runnable>> first = sources.next();
		Object source = first.getKey();
		Queue<Runnable> works = first.getValue();
		Runnable work = works.remove();
		sources.remove();
		if (!works.isEmpty()) {
			// behind all others
			this.waiting.put(source, works);
		}
		return work;
	}

}
