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

import java.time.Duration;

import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * What servers and clients set on their sockets.
 */
final class Sockets {

	private Sockets() {
	}

	static void apply(AbstractFactoryManager manager) {
		// an SSH packet is a write of its own: with Nagle each command waits 40 ms
		CoreModuleProperties.TCP_NODELAY.set(manager, true);
		CoreModuleProperties.SOCKET_KEEPALIVE.set(manager, true);
		// the idle timeout decides about stalled peers, not how long one write takes
		CoreModuleProperties.NIO2_READ_TIMEOUT.set(manager, Duration.ZERO);
		CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(manager, Duration.ZERO);
		CoreModuleProperties.IGNORE_MESSAGE_FREQUENCY.set(manager, 0L);
	}

}
