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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Trusts whoever answers, and says so each time.
 */
final class AnyHostKey implements HostKeyVerifier {

	private static final Log logger = LogFactory.getLog(AnyHostKey.class);

	private final SshEndpoint endpoint;

	AnyHostKey(SshEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public @Nullable HostKeyRejection check(PublicKey key) {
		logger.warn("Host key verification is off: trusting %s of %s unseen".formatted(PresentedHostKey.of(key),
				this.endpoint));
		return null;
	}

}
