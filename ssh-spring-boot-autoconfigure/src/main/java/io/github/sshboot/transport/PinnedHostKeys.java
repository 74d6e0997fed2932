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

import java.security.PublicKey;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Trusts the keys that are pinned for a connection and nothing else.
 */
final class PinnedHostKeys implements HostKeyVerifier {

	private final SshEndpoint endpoint;

	private final List<HostKeyPin> pins;

	PinnedHostKeys(SshEndpoint endpoint, List<HostKeyPin> pins) {
		this.endpoint = endpoint;
		this.pins = pins;
	}

	@Override
	public boolean knowsAuthority() {
		return this.pins.stream().anyMatch(HostKeyPin::isAuthority);
	}

	@Override
	public List<String> getKeyTypes() {
		return this.pins.stream().flatMap((pin) -> pin.keyType().stream()).distinct().toList();
	}

	@Override
	public @Nullable HostKeyRejection check(PublicKey key) {
		PresentedHostKey presented = PresentedHostKey.of(key);
		PublicKeyBlob authority = presented.authority();
		String problem = null;
		if (authority != null && this.pins.stream().anyMatch((pin) -> pin.isAuthority(authority))) {
			problem = presented.checkCertificate(this.endpoint);
			if (problem == null) {
				return null;
			}
		}
		if (this.pins.stream().anyMatch((pin) -> pin.isKey(presented.key()))) {
			return null;
		}
		return HostKeyRejection.of(
				"The host key of %s is not the pinned one: it presents %s%s, but pinned is %s. "
						+ "Someone may be intercepting the connection. If the host really has a new key, "
						+ "change 'host-key'",
				this.endpoint, presented, (problem != null) ? ", which is not valid: " + problem : "",
				this.pins.stream().map(HostKeyPin::toString).collect(Collectors.joining(", ")));
	}

}
