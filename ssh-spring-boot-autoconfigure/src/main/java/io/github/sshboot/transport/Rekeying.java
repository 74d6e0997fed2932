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

import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Tells MINA when to agree on new keys.
 */
final class Rekeying {

	private Rekeying() {
	}

	static void apply(PropertyResolver target, RekeySettings settings) {
		CoreModuleProperties.REKEY_BYTES_LIMIT.set(target, settings.bytes());
		CoreModuleProperties.REKEY_TIME_LIMIT.set(target, settings.time());
		CoreModuleProperties.REKEY_PACKETS_LIMIT.set(target, settings.packets());
	}

}
