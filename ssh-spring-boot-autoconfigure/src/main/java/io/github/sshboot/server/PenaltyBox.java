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

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.github.sshboot.transport.AddressPrefix;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Who gets penalties, and for what. IPv4 and IPv6 have room of their own, since nobody
 * has so many IPv4 addresses that others are forgotten for them.
 * <p>
 * Thread-safe.
 */
final class PenaltyBox {

	private static final Log logger = LogFactory.getLog(PenaltyBox.class);

	private final LimitSettings.Penalties settings;

	private final PenaltyTable ipv4;

	private final PenaltyTable ipv6;

	private final LongAdder begun = new LongAdder();

	PenaltyBox(LimitSettings.Penalties settings, LongSupplier nanoTime) {
		this.settings = settings;
		this.ipv4 = new PenaltyTable(settings.min(), settings.max(), settings.maxSources(), nanoTime);
		this.ipv6 = new PenaltyTable(settings.min(), settings.max(), settings.maxSources(), nanoTime);
	}

	/**
	 * Punish an offence.
	 * @param source who has committed it
	 * @param address the address it came from
	 * @param offence the offence
	 */
	void punish(AddressPrefix source, InetAddress address, Offence offence) {
		if (!this.settings.enabled()
				|| this.settings.exempt().stream().anyMatch((exempt) -> exempt.contains(address))) {
			return;
		}
		Duration refused = table(source).add(source, offence.penalty(this.settings));
		if (!refused.isZero()) {
			this.begun.increment();
			logger.info("Refusing connections from %s for %d s: %s".formatted(source, refused.toSeconds(), offence));
		}
	}

	/**
	 * Return which of two offences counts.
	 */
	Offence graver(Offence one, Offence other) {
		return (one.penalty(this.settings).compareTo(other.penalty(this.settings)) > 0) ? one : other;
	}

	boolean refuses(AddressPrefix source) {
		return table(source).refuses(source);
	}

	void forgive(AddressPrefix source) {
		table(source).forgive(source);
	}

	/**
	 * Return how often a source began to be refused.
	 */
	long begun() {
		return this.begun.sum();
	}

	private PenaltyTable table(AddressPrefix source) {
		return (source.network() instanceof Inet4Address) ? this.ipv4 : this.ipv6;
	}

}
