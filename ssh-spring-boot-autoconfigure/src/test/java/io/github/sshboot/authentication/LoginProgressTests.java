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

import java.math.BigInteger;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sshboot.authentication.Outcome.Proven;
import io.github.sshboot.authentication.Outcome.ProvenKey;
import io.github.sshboot.transport.KeyFingerprint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LoginProgressTests {

	private final LoginProgress progress = new LoginProgress(
			new MethodChains(List.of(List.of("publickey", "publickey", "password"))));

	@Test
	void loginMayDoWhatAllItsKeysAllow() throws Exception {
		this.progress.take("publickey", key(new LoginPermissions(true, true, false, true, null, Map.of("A", "1"),
				List.of("db:5432", "web:80"), null)));
		this.progress.take("publickey", key(new LoginPermissions(true, false, true, true, "backup",
				Map.of("A", "2", "B", "2"), List.of("web:80", "mail:25"), List.of("8080"))));
		assertThat(this.progress.take("password", new Proven(null, SshAuthentication.of("clerk")))).isTrue();
		assertThat(this.progress.permissions()).isEqualTo(new LoginPermissions(true, false, false, true, "backup",
				Map.of("A", "1", "B", "2"), List.of("web:80"), List.of("8080")));
	}

	@Test
	void keysThatForceDifferentCommandsDoNotGoTogether() throws Exception {
		this.progress.take("publickey", key(forced("backup")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.progress.take("publickey", key(forced("restore"))));
		assertThat(this.progress.provenKeys()).hasSize(1);
		assertThat(this.progress.next()).isEqualTo("publickey");
		this.progress.take("publickey", key(forced("backup")));
		assertThat(this.progress.permissions()).isEqualTo(forced("backup"));
	}

	@Test
	void loginWithoutAKeyIsNotRestricted() {
		assertThat(this.progress.permissions()).isEqualTo(LoginPermissions.unrestricted());
	}

	@Test
	void identityIsWhatWasProven() throws Exception {
		UserCertificate certificate = new UserCertificate("alice@depot", BigInteger.ONE,
				KeyFingerprint.of(PublicKeys.ed25519()));
		Proven first = key(LoginPermissions.unrestricted());
		ProvenKey plain = key(LoginPermissions.unrestricted()).key();
		Proven second = new Proven(
				new ProvenKey(plain.key(), plain.fingerprint(), certificate, LoginPermissions.unrestricted()),
				new SshAuthentication(Set.of("clerk"), "principal"));
		this.progress.take("publickey", first);
		this.progress.take("publickey", second);
		this.progress.take("password", new Proven(null, SshAuthentication.of()));
		assertThat(this.progress.identity("alice", Set.of("operator")))
			.isEqualTo(new SshIdentity("alice", List.of("publickey", "publickey", "password"), plain.fingerprint(),
					certificate, Set.of("operator", "clerk"), "principal"));
	}

	@Test
	void claimIsNoReasonForAuthorities() {
		LoginProgress none = new LoginProgress(new MethodChains(List.of(List.of("none"))));
		assertThat(none.take("none", new Proven(null, SshAuthentication.of()))).isTrue();
		assertThat(none.identity("alice", Set.of("operator")).authorities()).isEmpty();
	}

	private static LoginPermissions forced(@Nullable String command) {
		return new LoginPermissions(true, true, true, true, command, Map.of(), null, null);
	}

	private static Proven key(LoginPermissions permissions) throws Exception {
		PublicKey key = PublicKeys.ed25519();
		return new Proven(new ProvenKey(key, KeyFingerprint.of(key), null, permissions), SshAuthentication.of());
	}

}
