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

package io.github.sshboot.sftp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes the events of a session in their order. The thread of the session is
 * interrupted when its client goes away, which is what clients do when they are done, and
 * must not happen to listeners: they run on another thread.
 */
final class EventQueue {

	private static final Log logger = LogFactory.getLog(EventQueue.class);

	private static final int MAX_WAITING = 1000;

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	private final Deque<Supplier<SftpEvent>> waiting = new ArrayDeque<>();

	private boolean publishing;

	EventQueue(ApplicationEventPublisher publisher, Executor executor) {
		this.publisher = publisher;
		this.executor = executor;
	}

	/**
	 * Publish an event soon. Waits if too many events wait already.
	 * @param event makes the event
	 */
	void publish(Supplier<SftpEvent> event) {
		synchronized (this.waiting) {
			awaitUninterruptibly(MAX_WAITING);
			this.waiting.add(event);
			if (this.publishing) {
				return;
			}
			this.publishing = true;
		}
		try {
			this.executor.execute(this::publishAll);
		}
		catch (RejectedExecutionException ex) {
			publishAll();
		}
	}

	/**
	 * Wait until all events are published.
	 */
	void awaitPublished() {
		synchronized (this.waiting) {
			awaitUninterruptibly(0);
		}
	}

	private void awaitUninterruptibly(int max) {
		boolean interrupted = false;
		while (this.waiting.size() > max || max == 0 && this.publishing) {
			try {
				this.waiting.wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void publishAll() {
		for (Supplier<SftpEvent> event = next(); event != null; event = next()) {
			try {
				this.publisher.publishEvent(event.get());
			}
			catch (RuntimeException | Error ex) {
				logger.error("A listener for events of file transfer failed", ex);
			}
		}
	}

	private @Nullable Supplier<SftpEvent> next() {
		synchronized (this.waiting) {
			Supplier<SftpEvent> event = this.waiting.poll();
			this.publishing = event != null;
			this.waiting.notifyAll();
			return event;
		}
	}

}
