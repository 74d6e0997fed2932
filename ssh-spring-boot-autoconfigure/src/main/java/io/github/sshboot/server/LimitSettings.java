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

import java.time.Duration;
import java.util.List;

import io.github.sshboot.transport.AddressPrefix;

/**
 * How many connections a server has.
 *
 * @param maxConnections how many at once
 * @param maxUnauthenticated how many of them may not have logged in; beyond that the
 * source with most of them loses one
 * @param maxUnauthenticatedPerSource how many of them may come from one source; beyond
 * that it loses one
 * @param sourcePrefix which addresses are one source
 * @param penalties what keeps sources away for some time
 * @since 0.1.0
 */
public record LimitSettings(int maxConnections, int maxUnauthenticated, int maxUnauthenticatedPerSource,
		SourcePrefix sourcePrefix, Penalties penalties) {

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static LimitSettings defaults() {
		return new LimitSettings(10_000, 1024, 20, new SourcePrefix(32, 64), Penalties.defaults());
	}

	/**
	 * Which addresses are one source (OpenSSH's {@code PerSourceNetBlockSize}).
	 *
	 * @param ipv4 how many bits IPv4 addresses have in common
	 * @param ipv6 how many bits IPv6 addresses have in common
	 */
	public record SourcePrefix(int ipv4, int ipv6) {

	}

	/**
	 * What keeps sources away for some time (OpenSSH's {@code PerSourcePenalties}). A
	 * connection that ends without a login has one penalty, the longest of those that it
	 * deserves.
	 *
	 * @param enabled whether there are penalties
	 * @param protocolError for breaking the protocol
	 * @param failedLogin for attempts to log in that have failed
	 * @param unknownUser for attempts of users who do not exist
	 * @param noLogin for leaving without an attempt
	 * @param loginTimeout for not logging in in time
	 * @param min above which sum of penalties a source is refused
	 * @param max the most they sum up to
	 * @param maxSources how many sources are remembered, of IPv4 and of IPv6 each
	 * @param exempt who has no penalties
	 */
	public record Penalties(boolean enabled, Duration protocolError, Duration failedLogin, Duration unknownUser,
			Duration noLogin, Duration loginTimeout, Duration min, Duration max, int maxSources,
			List<AddressPrefix> exempt) {

		/**
		 * Create new {@link Penalties}.
		 */
		public Penalties {
			exempt = List.copyOf(exempt);
		}

		/**
		 * Return the defaults, which are those of OpenSSH.
		 * @return the defaults
		 */
		public static Penalties defaults() {
			return new Penalties(true, Duration.ofSeconds(90), Duration.ofSeconds(5), Duration.ofSeconds(5),
					Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(10),
					65_536, List.of());
		}

		/**
		 * Return that there are no penalties.
		 * @return no penalties
		 */
		public static Penalties none() {
			return new Penalties(false, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
					Duration.ZERO, Duration.ZERO, 1, List.of());
		}

	}

}
