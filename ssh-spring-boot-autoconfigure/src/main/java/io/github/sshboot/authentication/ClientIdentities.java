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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link ClientCredentials} with their keys loaded. Put into the scope of a connection,
 * they are what it logs in with.
 *
 * @since 0.1.0
 */
public final class ClientIdentities {

	private static final Log logger = LogFactory.getLog(ClientIdentities.class);

	private static final int MAX_ANSWERS = 3;

	private final ClientCredentials credentials;

	private final List<ClientKey> keys;

	private final List<ClientKey> defaultKeys;

	private final List<ClientCertificate> certificatesForAgent;

	ClientIdentities(ClientCredentials credentials, List<ClientKey> keys, List<ClientKey> defaultKeys,
			List<ClientCertificate> certificatesForAgent) {
		this.credentials = credentials;
		this.keys = keys;
		this.defaultKeys = defaultKeys;
		this.certificatesForAgent = certificatesForAgent;
	}

	/**
	 * Return the user name.
	 * @return the user name
	 */
	public String getUsername() {
		return this.credentials.username();
	}

	/**
	 * Return what to log in with, in the order to try it in: what is configured first, so
	 * that the attempts a server allows are not spent on anything else. Asks the agent.
	 * @param endpoint where the connection is to
	 * @param binding what an agent must know of the connection, if that is known
	 */
	List<ClientMethod> methods(SshEndpoint endpoint, @Nullable SessionBinding binding) {
		List<ClientMethod> methods = new ArrayList<>();
		this.keys.forEach((key) -> methods.add(new ClientPublicKeyMethod(key)));
		if (this.credentials.agent() != null) {
			methods.addAll(agentMethods(this.credentials.agent(), binding));
		}
		this.defaultKeys.forEach((key) -> methods.add(new ClientPublicKeyMethod(key)));
		ClientPassword password = password(endpoint);
		SshPromptResponder responder = this.credentials.promptResponder();
		if (password != null) {
			methods.add(new ClientPasswordMethod(password));
		}
		if (password != null || responder != null) {
			ClientMethod answers = new ClientKeyboardInteractiveMethod(endpoint, getUsername(), password, responder);
			for (int i = 0; i < ((responder != null) ? MAX_ANSWERS : 1); i++) {
				methods.add(answers);
			}
		}
		return methods;
	}

	private List<ClientMethod> agentMethods(ClientAgentSettings settings, @Nullable SessionBinding binding) {
		List<ClientMethod> methods = new ArrayList<>();
		try {
			for (ClientKey key : ClientAgent.at(settings, binding).keys(this.certificatesForAgent)) {
				if (this.keys.stream().noneMatch((other) -> Arrays.equals(other.blob(), key.blob()))) {
					methods.add(new ClientPublicKeyMethod(key));
				}
			}
		}
		catch (IOException ex) {
			logger.warn("Not logging in with an agent: " + ex.getMessage());
			methods
				.add(new ClientMissingMethod(ClientPublicKeyMethod.NAME, "no keys from the agent: " + ex.getMessage()));
		}
		return methods;
	}

	private @Nullable ClientPassword password(SshEndpoint endpoint) {
		String password = this.credentials.password();
		if (password != null) {
			return new ClientPassword(() -> password);
		}
		SshPasswordSupplier supplier = this.credentials.passwordSupplier();
		return (supplier != null) ? new ClientPassword(() -> supplier.getPassword(endpoint, getUsername())) : null;
	}

	@Override
	public String toString() {
		return "ClientIdentities[%s, keys=%s, defaultKeys=%s]".formatted(this.credentials, this.keys, this.defaultKeys);
	}

}
