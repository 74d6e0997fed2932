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

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * That a user is who they say they are, and what an {@link SshAuthenticator} or
 * {@link SshInteractiveAuthenticator} knows about them.
 *
 * @param authorities what the user may do
 * @param principal what stands for the user in the application, or {@code null}
 * @since 0.1.0
 */
public record SshAuthentication(Set<String> authorities, @Nullable Object principal) {

	/**
	 * Create a new {@link SshAuthentication}.
	 * @param authorities what the user may do
	 * @param principal what stands for the user in the application, or {@code null}
	 */
	public SshAuthentication {
		authorities = Set.copyOf(authorities);
	}

	/**
	 * Create a new {@link SshAuthentication}.
	 * @param authorities what the user may do
	 * @return the authentication
	 */
	public static SshAuthentication of(String... authorities) {
		return new SshAuthentication(Set.of(authorities), null);
	}

	/**
	 * The principal may know secrets.
	 */
	@Override
	public String toString() {
		return "SshAuthentication[authorities=%s]".formatted(this.authorities);
	}

}
