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
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The order of addresses, and which are left out.
 */
class RouteFinderTests {

	@Test
	void familiesTakeTurnsAndIpv6IsFirst() throws Exception {
		assertThat(find(AddressFamily.ANY, null, "10.0.0.1", "10.0.0.2", "10.0.0.1", "fd00::1", "10.0.0.3", "fd00::2"))
			.containsExactly("fd00:0:0:0:0:0:0:1", "10.0.0.1", "fd00:0:0:0:0:0:0:2", "10.0.0.2", "10.0.0.3");
		assertThat(find(AddressFamily.ANY, null, "fd00::1", "fd00::2", "10.0.0.1", "fd00::3"))
			.containsExactly("fd00:0:0:0:0:0:0:1", "10.0.0.1", "fd00:0:0:0:0:0:0:2", "fd00:0:0:0:0:0:0:3");
	}

	@Test
	void onlyAddressesOfTheFamilyAreUsed() throws Exception {
		assertThat(find(AddressFamily.IPV4, null, "fd00::1", "10.0.0.1")).containsExactly("10.0.0.1");
		assertThat(find(AddressFamily.IPV6, null, "fd00::1", "10.0.0.1")).containsExactly("fd00:0:0:0:0:0:0:1");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> find(AddressFamily.IPV6, null, "10.0.0.1"))
			.withCauseInstanceOf(NoRouteException.class)
			.withMessageContaining("the host has no IPv6 address");
	}

	@Test
	void localAddressGoesWithItsFamily() throws Exception {
		assertThat(find(AddressFamily.ANY, new LocalAddress("127.0.0.9", 7), "fd00::1", "10.0.0.1"))
			.containsExactly("10.0.0.1 from 127.0.0.9:7");
	}

	@Test
	void callersForOneHostShareALookUp() throws Exception {
		AtomicInteger count = new AtomicInteger();
		CountDownLatch answer = new CountDownLatch(1);
		try (HostLookups lookups = new HostLookups((host) -> {
			count.incrementAndGet();
			await(answer);
			return InetAddress.getAllByName("127.0.0.1");
		}, "test")) {
			List<CompletableFuture<List<InetAddress>>> found = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				found.add(lookups.find("db.test"));
			}
			found.get(0).cancel(true);
			answer.countDown();
			for (CompletableFuture<List<InetAddress>> one : found.subList(1, 10)) {
				assertThat(one.get(20, TimeUnit.SECONDS)).hasSize(1);
			}
			assertThat(count).hasValue(1);
			assertThat(lookups.find("db.test").get(20, TimeUnit.SECONDS)).hasSize(1);
			assertThat(count).hasValue(2);
		}
	}

	private static void await(CountDownLatch latch) throws UnknownHostException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new UnknownHostException();
		}
	}

	private static List<String> find(AddressFamily family, @Nullable LocalAddress local, String... addresses)
			throws Exception {
		try (HostLookups lookups = new HostLookups(
				(host) -> "db.test".equals(host) ? addresses(addresses) : InetAddress.getAllByName(host), "test")) {
			return new RouteFinder(lookups).find("db.test", 22, new ConnectSettings(family, local, null))
				.get(20, TimeUnit.SECONDS)
				.stream()
				.map(RouteFinderTests::text)
				.toList();
		}
	}

	private static String text(Route route) {
		String remote = route.remote().getAddress().getHostAddress();
		return (route.local() != null) ? "%s from %s:%d".formatted(remote, route.local().getAddress().getHostAddress(),
				route.local().getPort()) : remote;
	}

	private static InetAddress[] addresses(String... addresses) {
		return Arrays.stream(addresses).map((address) -> {
			try {
				return InetAddress.getByName(address);
			}
			catch (UnknownHostException ex) {
				throw new IllegalArgumentException(ex);
			}
		}).toArray(InetAddress[]::new);
	}

}
