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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
import io.github.sshboot.client.tunnel.LimitedExecutor;
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

	private static final int MAX_BEGINNINGS = 32;

	/**
	 * How long servers may take to hear that connections are closed.
	 */
	private static final Duration FAREWELL_TIME = Duration.ofSeconds(2);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final List<SshClientCustomizer> customizers;

	private final List<SshConnectionListener> listeners;

	private final List<SshConnectionListenerFactory> listenerFactories;

	private final Executor pumps;

	private final Executor beginnings;

	private final ScheduledExecutorService scheduler;

	private final Set<CompletableFuture<@Nullable Void>> delays = ConcurrentHashMap.newKeySet();

	private final TunnelEngine tunnels;

	private @Nullable NamedHostClient client;

	private volatile boolean closed;

	ClientEngine(SshClientCallbacks callbacks, boolean virtualThreads) {
		this.customizers = callbacks.customizers();
		this.listeners = callbacks.listeners();
		this.listenerFactories = callbacks.listenerFactories();
		this.pumps = virtualThreads ? new VirtualThreadTaskExecutor(THREADS) : new ThreadPoolExecutor(0,
				Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(THREADS));
		this.beginnings = new LimitedExecutor(this.pumps, MAX_BEGINNINGS);
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
		NamedHostClient client = this.client;
		if (client == null) {
			ClientTransport transport = new ClientTransport();
			client = newClient();
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
	 * Create a client without algorithms, which are the transport layer's to set. MINA
	 * would look for all of its own first, in Bouncy Castle too, whose signed jar takes a
	 * tenth of a second to open.
	 */
	private static NamedHostClient newClient() {
		return (NamedHostClient) ClientBuilder.builder()
			.factory(NamedHostClient::new)
			.keyExchangeFactories(List.of())
			.signatureFactories(List.of())
			.cipherFactories(List.of())
			.macFactories(List.of())
			.compressionFactories(List.of())
			.build();
	}

	/**
	 * Run something that moves bytes and may block.
	 */
	void pump(Runnable pump) {
		this.pumps.execute(pump);
	}

	/**
	 * Run something on a thread that may wait, rather than on one that serves
	 * connections. Once the clients are closed, with all connections, there is nothing
	 * left to wait for.
	 */
	void execute(Runnable task) {
		try {
			pump(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/**
	 * Run the beginning of a connection, with few others at the same time: files are
	 * read, keys decrypted.
	 */
	void begin(Runnable beginning) {
		this.beginnings.execute(beginning);
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
	 * Return what is done after some time, or when the clients are closed. To be
	 * cancelled if nobody wants it any more.
	 */
	CompletableFuture<@Nullable Void> delay(Duration time) {
		CompletableFuture<@Nullable Void> delay = new CompletableFuture<>();
		this.delays.add(delay);
		Future<?> timer = schedule(time, () -> delay.complete(null));
		delay.whenComplete((nothing, cancelled) -> {
			this.delays.remove(delay);
			timer.cancel(false);
		});
		if (this.closed) {
			delay.complete(null);
		}
		return delay;
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
		if (this.client != null) {
			Farewell.sayTo(this.client.sessions(), this, FAREWELL_TIME);
			try {
				this.client.close(true).await(CLOSE_TIMEOUT);
			}
			catch (IOException ex) {
				logger.warn("SSH clients did not close cleanly", ex);
			}
		}
		this.scheduler.shutdownNow();
		this.delays.forEach((delay) -> delay.complete(null));
		if (this.pumps instanceof ExecutorService service) {
			service.shutdownNow();
		}
	}

}
