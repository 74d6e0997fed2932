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

package io.github.sshboot.session;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be told of signals: the handler of a session, or of a command that runs
 * within it. Thread-safe.
 */
final class SignalListeners {

	private static final Log logger = LogFactory.getLog(SignalListeners.class);

	/**
	 * Those of the keyboard are for the command in the foreground.
	 */
	private static final Set<String> FOREGROUND = Set.of("INT", "QUIT");

	private final @Nullable SignalListeners background;

	private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Create new {@link SignalListeners}.
	 * @param background the listeners of what waits for the end of this one, or
	 * {@code null}
	 */
	SignalListeners(@Nullable SignalListeners background) {
		this.background = background;
	}

	void add(Consumer<String> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Pass a signal on.
	 * @return whether anybody listens
	 */
	boolean raise(String name) {
		boolean heard = !this.listeners.isEmpty();
		for (Consumer<String> listener : this.listeners) {
			try {
				listener.accept(name);
			}
			catch (RuntimeException ex) {
				logger.error("A listener for signals failed", ex);
			}
		}
		if (this.background != null && !(heard && FOREGROUND.contains(name))) {
			heard |= this.background.raise(name);
		}
		return heard;
	}

}
