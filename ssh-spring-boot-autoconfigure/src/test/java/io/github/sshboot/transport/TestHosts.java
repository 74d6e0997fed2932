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
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.apache.sshd.client.SshClient;

/**
 * A name server for the clients of a test.
 */
public final class TestHosts implements SshClientCustomizer {

	private final Map<String, InetAddress[]> hosts = new ConcurrentHashMap<>();

	private final CountDownLatch never = new CountDownLatch(1);

	/**
	 * Add a host.
	 * @param name the name
	 * @param addresses the addresses; none for a host that the name server never answers
	 * for
	 * @return this name server
	 */
	public TestHosts host(String name, String... addresses) {
		this.hosts.put(name,
				Arrays.stream(addresses).map((address) -> address(name, address)).toArray(InetAddress[]::new));
		return this;
	}

	private static InetAddress address(String name, String address) {
		try {
			return InetAddress.getByAddress(name, InetAddress.getByName(address).getAddress());
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	InetAddress[] resolve(String host) throws UnknownHostException {
		InetAddress[] addresses = this.hosts.get(host);
		if (addresses == null) {
			return InetAddress.getAllByName(host);
		}
		if (addresses.length == 0) {
			try {
				this.never.await();
			}
			catch (InterruptedException ex) {
				throw new UnknownHostException(host);
			}
		}
		return addresses;
	}

	@Override
	public void customize(SshClient client) {
		client.setIoServiceFactoryFactory(new SocketServices(null, this::resolve));
	}

}
