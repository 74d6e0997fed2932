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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeyException;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.SshEndpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientCredentialsTests {

	private final PrivateKeySource source = new PrivateKeySource(
			KeyMaterial.ofContent("the property 'private-key'", "top-secret-key".getBytes(StandardCharsets.UTF_8)),
			"top-secret-passphrase");

	@Test
	void isShownWithoutSecrets() {
		ClientCredentials credentials = new ClientCredentials("alice", "top-secret-password", List.of(this.source));
		assertThat(credentials.toString()).contains("alice", "the property 'private-key'").doesNotContain("top-secret");
	}

	@Test
	void showsWhetherThereIsAPassword() {
		assertThat(new ClientCredentials("alice", null, List.of())).asString().contains("password=null");
		assertThat(new ClientCredentials("alice", "top-secret", List.of())).asString()
			.doesNotContain("password=null")
			.doesNotContain("top-secret");
	}

	@Test
	void doesNotChangeWithTheListItWasMadeFrom() {
		List<PrivateKeySource> keys = new ArrayList<>(List.of(this.source));
		ClientCredentials credentials = new ClientCredentials("alice", null, keys);
		keys.clear();
		assertThat(credentials.privateKeys()).containsExactly(this.source);
	}

	@Test
	void identitiesAreShownWithoutSecrets() {
		ClientIdentities identities = new ClientIdentityLoader(
				new ClientCredentials("alice", "top-secret-password", List.of()))
			.load();
		assertThat(identities.toString()).contains("alice", "password").doesNotContain("top-secret");
	}

	@Test
	void identitiesAreGoodForTheMethodsThatHaveASecret() {
		assertThat(new ClientIdentityLoader(new ClientCredentials("alice", null, List.of())).load()
			.methods(new SshEndpoint("db", 22), null)).isEmpty();
		assertThat(new ClientIdentityLoader(new ClientCredentials("alice", "secret", List.of())).load()
			.methods(new SshEndpoint("db", 22), null)).extracting(ClientMethod::name)
			.containsExactly("password", "keyboard-interactive");
	}

	@Test
	void messageAboutAKeyThatCannotBeLoadedHasNoSecrets() {
		assertThatExceptionOfType(PrivateKeyException.class)
			.isThrownBy(
					() -> new ClientIdentityLoader(new ClientCredentials("alice", null, List.of(this.source))).load())
			.withMessageContaining("the property 'private-key'")
			.withMessageNotContaining("top-secret");
	}

}
