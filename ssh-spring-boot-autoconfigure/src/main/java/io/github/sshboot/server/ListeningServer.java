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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sshboot.server.SshServerSettings.Listen;
import io.github.sshboot.transport.AddressFamily;
import org.apache.sshd.server.SshServer;

/**
 * A MINA server that listens on all its addresses or on none, and lets go of them before
 * it closes its connections.
 */
final class ListeningServer extends SshServer {

	private static final int FREE_PORT_ATTEMPTS = 10;

	/**
	 * Begin to listen.
	 * @param listen where to listen
	 * @param loopbackOnly whether other machines must not be able to connect
	 * @throws SshServerBindException if that is not possible
	 * @throws UnprotectedServerException if other machines could connect
	 */
	void listen(Listen listen, boolean loopbackOnly) {
		Set<InetAddress> addresses = resolve(listen);
		if (loopbackOnly) {
			addresses.stream().filter((address) -> !address.isLoopbackAddress()).findFirst().ifPresent((address) -> {
				throw new UnprotectedServerException(address.getHostAddress());
			});
		}
		checkConfig();
		setupSessionTimeout(getSessionFactory());
		this.acceptor = createAcceptor();
		for (int attempt = 1;; attempt++) {
			try {
				setPort(bind(addresses, listen.port()));
				return;
			}
			catch (SshServerBindException ex) {
				// a port that is free at one address need not be at another
				boolean other = listen.port() == 0 && !this.acceptor.getBoundAddresses().isEmpty();
				unbind();
				if (!other || attempt == FREE_PORT_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private static Set<InetAddress> resolve(Listen listen) {
		AddressFamily family = listen.listener().addressFamily();
		Set<InetAddress> addresses = new LinkedHashSet<>();
		for (String host : listen.addresses().isEmpty() ? List.of(wildcard(family)) : listen.addresses()) {
			try {
				List<InetAddress> found = Arrays.stream(InetAddress.getAllByName(host))
					.filter(family::includes)
					.toList();
				if (found.isEmpty()) {
					throw new SshServerBindException(host, listen.port(), "this is no %s address".formatted(family),
							null);
				}
				addresses.addAll(found);
			}
			catch (UnknownHostException ex) {
				throw new SshServerBindException(host, listen.port(), "the host name is not known", ex);
			}
		}
		return addresses;
	}

	private static String wildcard(AddressFamily family) {
		return switch (family) {
			case ANY -> new InetSocketAddress(0).getAddress().getHostAddress();
			case IPV4 -> "0.0.0.0";
			case IPV6 -> "::";
		};
	}

	private int bind(Set<InetAddress> addresses, int port) {
		int boundPort = port;
		for (InetAddress address : addresses) {
			try {
				this.acceptor.bind(new InetSocketAddress(address, boundPort));
			}
			catch (IOException | UnsupportedAddressTypeException ex) {
				String reason = (ex.getMessage() != null) ? ex.getMessage()
						: "this kind of address cannot be used here";
				throw new SshServerBindException(address.getHostAddress(), boundPort, reason, ex);
			}
			if (boundPort == 0) {
				InetSocketAddress bound = (InetSocketAddress) this.acceptor.getBoundAddresses().iterator().next();
				boundPort = bound.getPort();
			}
		}
		return boundPort;
	}

	/**
	 * Stop to listen.
	 */
	void unbind() {
		if (this.acceptor != null) {
			this.acceptor.unbind();
		}
	}

}
