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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.transport.KeyMaterial;
import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class ServerAuthenticationSettingsTests {

	private static final KeyMaterial KEY = KeyMaterial.ofContent("the property 'public-keys'",
			"top-secret-key".getBytes(StandardCharsets.UTF_8));

	@Test
	void isShownWithoutSecrets() {
		User user = new User("{bcrypt}top-secret-hash", List.of(KEY), Set.of("ROLE_ADMIN"));
		assertThat(user.toString()).contains("the property 'public-keys'", "ROLE_ADMIN")
			.doesNotContain("top-secret")
			.doesNotContain("bcrypt");
		assertThat(new ServerAuthenticationSettings(PublicKeySettings.none(), Map.of("alice", user),
				LoginSettings.defaults())
			.toString()).contains("alice").doesNotContain("top-secret");
	}

	@Test
	void knowsWhichMethodsMakeSense() {
		User withKey = new User(null, List.of(KEY), Set.of());
		assertThat(settings(withKey).hasPublicKeys()).isTrue();
		assertThat(settings(new User("encoded", List.of(), Set.of())).hasPublicKeys()).isFalse();
		assertThat(settings(new User(null, List.of(), Set.of())).hasPublicKeys()).isFalse();
		assertThat(new ServerAuthenticationSettings(
				new PublicKeySettings(List.of((username) -> KEY), List.of(), List.of(), true), Map.of(),
				LoginSettings.defaults()))
			.returns(true, ServerAuthenticationSettings::hasPublicKeys);
	}

	@Test
	void serverThatNobodyCouldLogInToIsRefused() {
		Authenticators authenticators = new Authenticators(mock(PasswordEncoder.class), List.of(), List.of(),
				List.of());
		LoginThreads threads = new LoginThreads(Runnable::run, Runnable::run, Runnable::run);
		ServerAuthenticationSettings settings = settings(new User(null, List.of(), Set.of("ROLE_ADMIN")));
		assertThatExceptionOfType(NoAuthenticationException.class)
			.isThrownBy(() -> ServerAuthentication.create(settings, List.of("ssh-ed25519"), authenticators, threads,
					mock(AuthenticationListener.class), LoginObserver.NONE));
	}

	@Test
	void doesNotChangeWithTheMapItWasMadeFrom() {
		Map<String, User> users = new HashMap<>(Map.of("alice", new User(null, List.of(KEY), Set.of())));
		ServerAuthenticationSettings settings = new ServerAuthenticationSettings(PublicKeySettings.none(), users,
				LoginSettings.defaults());
		users.clear();
		assertThat(settings.users()).containsOnlyKeys("alice");
	}

	private static ServerAuthenticationSettings settings(User user) {
		return new ServerAuthenticationSettings(PublicKeySettings.none(), Map.of("alice", user),
				LoginSettings.defaults());
	}

}
