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

package io.github.sshboot.connection;

import java.time.Duration;

import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * What servers and clients set on their channels.
 */
final class Windows {

	/**
	 * As good as for ever, which the engine cannot be told. A writer waits for a slow
	 * reader as it would on a pipe; only the end of the connection ends the wait.
	 */
	private static final Duration NO_LIMIT = Duration.ofDays(365);

	private Windows() {
	}

	static void apply(AbstractFactoryManager manager) {
		CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(manager, NO_LIMIT);
		manager.setChannelStreamWriterResolver((channel, command) -> new BoundedStreamWriter(channel));
	}

}
