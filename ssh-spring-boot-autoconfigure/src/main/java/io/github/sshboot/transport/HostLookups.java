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

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.sshd.common.util.threads.SshdThreadFactory;

/**
 * Looks hosts up on threads of its own: a name server that does not answer keeps nobody
 * waiting who has given up, and only one thread for each host.
 */
final class HostLookups implements AutoCloseable {

	private static final int KEEP_ALIVE_SECONDS = 10;

	private final HostResolver resolver;

	private final ExecutorService threads;

	private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();

	HostLookups(HostResolver resolver, String name) {
		this.resolver = resolver;
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), new SshdThreadFactory(name));
	}

	/**
	 * Look a host up, or join the look-up that runs.
	 * @param host the host name or address
	 * @return its addresses, to come
	 */
	CompletableFuture<List<InetAddress>> find(String host) {
		CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
		CompletableFuture<List<InetAddress>> other = this.running.putIfAbsent(host, lookup);
		if (other != null) {
			return other.copy();
		}
		try {
			this.threads.execute(() -> run(host, lookup));
		}
		catch (RuntimeException | Error ex) {
			this.running.remove(host, lookup);
			lookup.completeExceptionally(ex);
		}
		return lookup.copy();
	}

	private void run(String host, CompletableFuture<List<InetAddress>> lookup) {
		try {
			List<InetAddress> addresses = List.of(this.resolver.resolve(host));
			this.running.remove(host, lookup);
			lookup.complete(addresses);
		}
		catch (Exception ex) {
			this.running.remove(host, lookup);
			lookup.completeExceptionally(ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.running.values().forEach((lookup) -> lookup.cancel(false));
	}

}
