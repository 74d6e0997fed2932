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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sshboot.authentication.ClientAuthentication;
import io.github.sshboot.client.tunnel.TunnelEngine;
import io.github.sshboot.connection.ClientConnection;
import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.SshConnectionListenerFactory;
import io.github.sshboot.transport.ClientTransport;
import io.github.sshboot.transport.SshClientCustomizer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The one MINA client of the application, its threads, and the layers put together on it.
 * It starts when the first connection is made.
 */
final class ClientEngine implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ClientEngine.class);

	private static final String THREADS = "ssh-client-";

	private static final int KEEP_ALIVE_SECONDS = 10;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final List<SshClientCustomizer> customizers;

	private final List<SshConnectionListener> listeners;

	private final List<SshConnectionListenerFactory> listenerFactories;

	private final Executor pumps;

	private final ScheduledExecutorService scheduler;

	private final TunnelEngine tunnels;

	private org.apache.sshd.client.@Nullable SshClient client;

	private volatile boolean closed;

	ClientEngine(SshClientCallbacks callbacks, boolean virtualThreads) {
		this.customizers = callbacks.customizers();
		this.listeners = callbacks.listeners();
		this.listenerFactories = callbacks.listenerFactories();
		this.pumps = virtualThreads ? new VirtualThreadTaskExecutor(THREADS) : new ThreadPoolExecutor(0,
				Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(THREADS));
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, daemons("ssh-client-timer-"));
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
		scheduler.allowCoreThreadTimeOut(true);
		this.scheduler = scheduler;
		this.tunnels = new TunnelEngine(this.pumps, this.scheduler);
	}

	private static CustomizableThreadFactory daemons(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	/**
	 * Return the MINA client, started.
	 */
	synchronized org.apache.sshd.client.SshClient client() {
		if (this.closed) {
			throw new SshException("The SSH clients are closed", null);
		}
		org.apache.sshd.client.SshClient client = this.client;
		if (client == null) {
			// registers the cryptography that the builder looks for
			ClientTransport transport = new ClientTransport();
			client = ClientBuilder.builder().factory(NamedHostClient::new).build();
			transport.customize(client);
			new ClientAuthentication(this.pumps).customize(client);
			new ClientConnection().customize(client);
			this.tunnels.customize(client);
			// the pool decides when a connection has been idle for too long
			CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
			for (SshClientCustomizer customizer : this.customizers) {
				customizer.customize(client);
			}
			client.start();
			this.client = client;
		}
		return client;
	}

	/**
	 * Run something that moves bytes and may block.
	 */
	void pump(Runnable pump) {
		this.pumps.execute(pump);
	}

	/**
	 * Run something later that does not block, unless the clients are closed.
	 */
	Future<?> schedule(Duration delay, Runnable task) {
		try {
			return this.scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.completedFuture(null);
		}
	}

	/**
	 * Begin to tell of a connection.
	 * @param own listeners of this connection only
	 */
	ConnectionEvents events(List<SshConnectionListener> own) {
		return new ConnectionEvents(this.pumps, Stream.concat(this.listeners.stream(), own.stream()).toList(),
				this.listenerFactories);
	}

	boolean isClosed() {
		return this.closed;
	}

	TunnelEngine tunnels() {
		return this.tunnels;
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.tunnels.close();
		this.scheduler.shutdownNow();
		if (this.client != null) {
			try {
				this.client.close(true).await(CLOSE_TIMEOUT);
			}
			catch (IOException ex) {
				logger.warn("SSH clients did not close cleanly", ex);
			}
		}
		if (this.pumps instanceof ExecutorService service) {
			service.shutdownNow();
		}
	}

}
