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

package io.github.sshboot.authentication;

import java.util.List;

import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.TransportSettings;
import org.apache.sshd.client.auth.AbstractUserAuthFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.session.ClientSession;

/**
 * Logs in with keys, signing with the algorithms that are set for the connection. MINA
 * makes the methods before a connection could be given its own.
 */
final class ConfiguredPublicKeyFactory extends AbstractUserAuthFactory {

	ConfiguredPublicKeyFactory() {
		super(UserAuthPublicKey.NAME);
	}

	@Override
	public UserAuthPublicKey createUserAuth(ClientSession session) {
		List<String> algorithms = ((ConnectionScoped) session).getConnectionScope()
			.getRequired(TransportSettings.class)
			.algorithms()
			.get(AlgorithmCategory.PUBLIC_KEY);
		return new UserAuthPublicKey(Signatures.named(algorithms));
	}

}
