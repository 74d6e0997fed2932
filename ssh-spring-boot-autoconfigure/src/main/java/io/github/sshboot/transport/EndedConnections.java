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

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells in the log why a server has ended connections. Strangers may be many, and come
 * back as often as they like, so there is a line a minute at most for each kind of reason
 * that theirs were ended for.
 */
final class EndedConnections {

	private static final Log logger = LogFactory.getLog(EndedConnections.class);

	private final Map<Integer, RepeatedMessage> strangers = new ConcurrentHashMap<>();

	/**
	 * A connection is ended before a login.
	 * @param source where it came from
	 * @param kind the number of the reason in the protocol, or 0 if there is none
	 * @param reason the reason
	 */
	void ofStranger(InetSocketAddress source, int kind, String reason) {
		String connection = "%s: %s".formatted(literal(source), PeerText.printable(reason));
		logger.debug("Ending a connection from " + connection);
		this.strangers
			.computeIfAbsent(kind,
					(number) -> new RepeatedMessage(logger::info,
							"Ended %d connections before a login; the last was from %s", System::nanoTime))
			.happened(connection);
	}

	/**
	 * A connection is ended after a login.
	 * @param username who has logged in
	 * @param source where it came from
	 * @param reason the reason
	 */
	void ofUser(String username, InetSocketAddress source, String reason) {
		logger.info("Ending the connection of '%s' from %s: %s".formatted(PeerText.printable(username), literal(source),
				PeerText.printable(reason)));
	}

	private static String literal(InetSocketAddress source) {
		return "%s port %d".formatted(source.getAddress().getHostAddress(), source.getPort());
	}

}
