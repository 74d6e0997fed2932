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

package io.github.sshboot.server;

import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops an {@link SshServer} with the application context, and keeps the
 * application alive while it runs.
 *
 * @since 0.1.0
 */
public final class SshServerLifecycle implements SmartLifecycle {

	/**
	 * The phase: that in which Spring Boot's web server drains its requests.
	 */
	public static final int PHASE = DEFAULT_PHASE - 1024;

	private static final Log logger = LogFactory.getLog(SshServerLifecycle.class);

	private final SshServer server;

	private final ApplicationEventPublisher eventPublisher;

	private @Nullable CountDownLatch keepAlive;

	/**
	 * Create a new {@link SshServerLifecycle}.
	 * @param server the server
	 * @param eventPublisher is told when the server has started and stopped
	 */
	public SshServerLifecycle(SshServer server, ApplicationEventPublisher eventPublisher) {
		this.server = server;
		this.eventPublisher = eventPublisher;
	}

	@Override
	public void start() {
		this.server.start();
		keepAlive();
		logger.info("SSH server started on %s with host key %s".formatted(
				this.server.getAddresses().stream().map(SshServerLifecycle::describe).collect(Collectors.joining(", ")),
				this.server.getHostKeyFingerprints().stream().map(Object::toString).collect(Collectors.joining(", "))));
		this.eventPublisher.publishEvent(new SshServerStartedEvent(this.server));
	}

	private static String describe(InetSocketAddress address) {
		return "%s port %d".formatted(
				address.getAddress().isAnyLocalAddress() ? "all addresses" : address.getAddress().getHostAddress(),
				address.getPort());
	}

	/**
	 * All threads of the engine are daemons, as are virtual ones, so without a thread
	 * like this an application that is nothing but an SSH server would end at once.
	 */
	private void keepAlive() {
		CountDownLatch stopped = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			try {
				stopped.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "ssh-server");
		thread.setDaemon(false);
		thread.start();
		this.keepAlive = stopped;
	}

	@Override
	public void stop() {
		this.server.stop();
		if (this.keepAlive != null) {
			this.keepAlive.countDown();
		}
		logger.info("SSH server stopped");
		this.eventPublisher.publishEvent(new SshServerStoppedEvent(this.server));
	}

	@Override
	public void stop(Runnable callback) {
		// the context bounds only what returns at once
		new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "ssh-server-stop").start();
	}

	@Override
	public boolean isRunning() {
		return this.server.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * A paused context that comes back with port 0 would have another port.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

}
