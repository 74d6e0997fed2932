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

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A message about what may happen many thousand times: it is logged at once, then at most
 * once a minute with how often it has happened since.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class RepeatedMessage {

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final Consumer<String> logger;

	private final String text;

	private final LongSupplier nanoTime;

	private long count;

	private long last;

	private boolean logged;

	/**
	 * Create a new {@link RepeatedMessage}.
	 * @param logger where to log it
	 * @param text what to log, with room for how often it has happened and for whom it
	 * concerned last
	 * @param nanoTime the time
	 */
	public RepeatedMessage(Consumer<String> logger, String text, LongSupplier nanoTime) {
		this.logger = logger;
		this.text = text;
		this.nanoTime = nanoTime;
	}

	/**
	 * It has happened.
	 * @param concerned whom it concerns
	 * @return whether it was logged
	 */
	public boolean happened(Object concerned) {
		long count;
		synchronized (this) {
			this.count++;
			long now = this.nanoTime.getAsLong();
			if (this.logged && now - this.last < INTERVAL) {
				return false;
			}
			this.logged = true;
			this.last = now;
			count = this.count;
			this.count = 0;
		}
		this.logger.accept(this.text.formatted(count, concerned));
		return true;
	}

}
