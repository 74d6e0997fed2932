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

import java.util.List;

/**
 * Which host keys a client trusts.
 *
 * @param policy what to do about a key
 * @param knownHosts where known keys are, in the format of OpenSSH's {@code known_hosts};
 * files that do not exist count as empty; new keys are added to the first file
 * @param pins the only keys to trust; where there are any, neither the policy nor the
 * known keys matter
 * @since 0.1.0
 */
public record HostKeyTrust(HostKeyPolicy policy, List<KeyMaterial> knownHosts, List<HostKeyPin> pins) {

	/**
	 * Create new {@link HostKeyTrust}.
	 * @param policy what to do about a key
	 * @param knownHosts where known keys are
	 * @param pins the only keys to trust
	 */
	public HostKeyTrust {
		knownHosts = List.copyOf(knownHosts);
		pins = List.copyOf(pins);
	}

	/**
	 * Create new {@link HostKeyTrust} without pins.
	 * @param policy what to do about a key
	 * @param knownHosts where known keys are
	 */
	public HostKeyTrust(HostKeyPolicy policy, List<KeyMaterial> knownHosts) {
		this(policy, knownHosts, List.of());
	}

}
