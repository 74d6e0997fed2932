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
import java.util.Map;
import java.util.Set;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import io.github.sshboot.transport.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a server share to log in.
 *
 * @param settings the settings
 * @param users the configured users
 * @param onlyConfiguredUsers whether there can be no other users
 * @param methods the methods there are
 * @param chains what has to succeed
 * @param delay how long refusals take
 * @param timer watches the connections
 * @param journal records decisions
 * @param observer is told how connections get on
 */
record LoginRules(LoginSettings settings, Map<String, User> users, boolean onlyConfiguredUsers,
		List<AuthenticationMethod> methods, MethodChains chains, FailureDelay delay, LoginTimer timer,
		LoginJournal journal, LoginObserver observer) {

	private static final int MAX_USERNAME = 255;

	/**
	 * Find a method by the name clients ask for it with.
	 */
	@Nullable AuthenticationMethod method(String name) {
		String plain = PublicKeyOffer.HOST_BOUND_METHOD.equals(name) ? AuthenticationMethod.PUBLIC_KEY : name;
		return this.methods.stream().filter((method) -> method.name().equals(plain)).findFirst().orElse(null);
	}

	/**
	 * Return whether a name is one that could be that of a user, and does no harm where
	 * it is written.
	 */
	static boolean isUsername(String name) {
		return !name.isEmpty() && name.length() <= MAX_USERNAME && name.equals(PeerText.printable(name));
	}

	Set<String> authorities(String username) {
		User user = this.users.get(username);
		return (user != null) ? user.authorities() : Set.of();
	}

	boolean isUnknown(String username) {
		return this.onlyConfiguredUsers && !this.users.containsKey(username);
	}

}
