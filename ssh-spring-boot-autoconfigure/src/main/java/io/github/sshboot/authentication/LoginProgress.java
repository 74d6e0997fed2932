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

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.sshboot.authentication.Outcome.Proven;
import io.github.sshboot.authentication.Outcome.ProvenKey;
import io.github.sshboot.transport.KeyFingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What has been proven on a connection so far.
 */
final class LoginProgress {

	private MethodChains remaining;

	private final List<String> methods = new ArrayList<>();

	private final List<ProvenKey> keys = new ArrayList<>();

	private final Set<String> authorities = new LinkedHashSet<>();

	private @Nullable Object principal;

	private LoginPermissions permissions = LoginPermissions.unrestricted();

	LoginProgress(MethodChains chains) {
		this.remaining = chains;
	}

	boolean allows(String method) {
		return this.remaining.allows(method);
	}

	String next() {
		return this.remaining.next();
	}

	List<PublicKey> provenKeys() {
		return this.keys.stream().map(ProvenKey::key).toList();
	}

	/**
	 * Take what was proven.
	 * @param method the method
	 * @param proven what was proven
	 * @return whether nothing more needs to be
	 * @throws IllegalArgumentException if it contradicts what was proven before
	 */
	boolean take(String method, Proven proven) {
		ProvenKey key = proven.key();
		if (key != null) {
			this.permissions = this.permissions.restrictedBy(key.permissions());
			this.keys.add(key);
		}
		this.methods.add(method);
		this.authorities.addAll(proven.authentication().authorities());
		if (proven.authentication().principal() != null) {
			this.principal = proven.authentication().principal();
		}
		if (this.remaining.isCompletedBy(method)) {
			return true;
		}
		this.remaining = this.remaining.after(method);
		return false;
	}

	LoginPermissions permissions() {
		return this.permissions;
	}

	/**
	 * Return who it is.
	 * @param username the user name
	 * @param configuredAuthorities what is configured for a user of that name
	 */
	SshIdentity identity(String username, Set<String> configuredAuthorities) {
		Set<String> authorities = new LinkedHashSet<>(this.authorities);
		if (!this.methods.equals(List.of(AuthenticationMethod.NONE))) {
			authorities.addAll(configuredAuthorities);
		}
		@Nullable ProvenKey key = this.keys.isEmpty() ? null : this.keys.get(this.keys.size() - 1);
		@Nullable KeyFingerprint fingerprint = (key != null) ? key.fingerprint() : null;
		@Nullable UserCertificate certificate = (key != null) ? key.certificate() : null;
		return new SshIdentity(username, this.methods, fingerprint, certificate, authorities, this.principal);
	}

}
