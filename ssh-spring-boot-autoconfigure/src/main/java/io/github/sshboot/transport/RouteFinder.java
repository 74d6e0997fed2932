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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * Finds the ways to connect to a host, in the order to try them.
 */
final class RouteFinder {

	private final HostLookups lookups;

	RouteFinder(HostLookups lookups) {
		this.lookups = lookups;
	}

	/**
	 * Find the ways to a host. Does not wait for name servers.
	 * @param host the host name or address
	 * @param port the port
	 * @param settings which addresses to use
	 * @return the ways to come, or a {@link NoRouteException}
	 */
	CompletableFuture<List<Route>> find(String host, int port, ConnectSettings settings) {
		LocalAddress local = settings.localAddress();
		CompletableFuture<List<InetAddress>> remotes = lookUp(host, "the host name");
		CompletableFuture<List<InetAddress>> locals = (local != null)
				? lookUp(local.host(), "the local address '%s'".formatted(local))
				: CompletableFuture.completedFuture(List.of());
		return remotes.thenCombine(locals, (to, from) -> {
			List<InetAddress> addresses = inOrder(to.stream().filter(settings.addressFamily()::includes).toList());
			if (addresses.isEmpty()) {
				throw noRoute("the host has no %s address, see 'address-family'".formatted(settings.addressFamily()));
			}
			List<Route> routes = routes(addresses, port, local, from);
			if (routes.isEmpty()) {
				throw noRoute("the host has no address that the local address '%s' can connect to".formatted(local));
			}
			return routes;
		});
	}

	private CompletableFuture<List<InetAddress>> lookUp(String host, String what) {
		return this.lookups.find(host).exceptionally((failure) -> {
			Throwable cause = cause(failure);
			throw new CompletionException((cause instanceof UnknownHostException)
					? new NoRouteException(ConnectFailureReason.UNKNOWN_HOST, what + " is not known", cause)
					: new NoRouteException(ConnectFailureReason.OTHER,
							"%s cannot be looked up: %s".formatted(what, ConnectProgress.text(cause)), cause));
		});
	}

	/**
	 * Return what a future has failed with, which depends on who asks it.
	 */
	static Throwable cause(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	private static CompletionException noRoute(String message) {
		return new CompletionException(new NoRouteException(ConnectFailureReason.UNREACHABLE, message, null));
	}

	/**
	 * Put addresses in the order of RFC 8305 section 4: IPv6 and IPv4 in turn, IPv6
	 * first, and the addresses of each family as the resolver has ordered them.
	 */
	private static List<InetAddress> inOrder(List<InetAddress> addresses) {
		Deque<InetAddress> v6 = new ArrayDeque<>();
		Deque<InetAddress> v4 = new ArrayDeque<>();
		addresses.stream().distinct().forEach((address) -> ((address instanceof Inet6Address) ? v6 : v4).add(address));
		List<InetAddress> ordered = new ArrayList<>();
		while (!v6.isEmpty() || !v4.isEmpty()) {
			move(v6, ordered);
			move(v4, ordered);
		}
		return ordered;
	}

	private static void move(Deque<InetAddress> from, List<InetAddress> to) {
		InetAddress address = from.poll();
		if (address != null) {
			to.add(address);
		}
	}

	private static List<Route> routes(List<InetAddress> addresses, int port, @Nullable LocalAddress local,
			List<InetAddress> locals) {
		List<Route> routes = new ArrayList<>();
		for (InetAddress address : addresses) {
			InetSocketAddress remote = new InetSocketAddress(address, port);
			if (local == null) {
				routes.add(new Route(remote, null));
				continue;
			}
			locals.stream()
				.filter((from) -> from.getClass() == address.getClass())
				.findFirst()
				.ifPresent((from) -> routes.add(new Route(remote, new InetSocketAddress(from, local.port()))));
		}
		return routes;
	}

}
