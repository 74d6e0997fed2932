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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.sshboot.authentication.Outcome.Proven;
import io.github.sshboot.authentication.Outcome.Refused;
import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordsTests {

	private final RecordingEncoder encoder = new RecordingEncoder();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Passwords passwords = passwords(this.tasks::add);

	@Test
	void acceptsTheRightPassword() {
		assertThat(decide("alice", "wonderland")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Wonderland", "wonderland ", "wonder", "looking-glass", "encoded:wonderland", "\u0000" })
	void refusesTheWrongPassword(String password) {
		assertThat(decide("alice", password)).isFalse();
	}

	@Test
	void refusesThePasswordOfAnotherUser() {
		assertThat(decide("bob", "builder")).isTrue();
		assertThat(decide("alice", "builder")).isFalse();
		assertThat(decide("bob", "wonderland")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mallory", "", "Alice", "alice " })
	void refusesAnyPasswordOfAnUnknownUser(String username) {
		assertThat(decide(username, "wonderland")).isFalse();
		assertThat(decide(username, "builder")).isFalse();
	}

	@Test
	void refusesAnyPasswordOfAUserWithoutOne() {
		assertThat(decide("carol", "wonderland")).isFalse();
		assertThat(decide("carol", "builder")).isFalse();
		assertThat(decide("carol", "null")).isFalse();
	}

	@Test
	void neverAsksAboutTheEmptyPassword() {
		Passwords passwords = passwords(this.tasks::add, Map.of("alice", new User("encoded:", List.of(), Set.of())));
		assertThat(decide(passwords, "alice", "")).isFalse();
		assertThat(this.encoder.asked).isEmpty();
	}

	@Test
	void refusesPasswordsOfMoreThan1024Characters() {
		Passwords passwords = passwords(this.tasks::add,
				Map.of("alice", new User("encoded:" + "a".repeat(1024), List.of(), Set.of()), "bob",
						new User("encoded:" + "a".repeat(1025), List.of(), Set.of())));
		assertThat(decide(passwords, "alice", "a".repeat(1024))).isTrue();
		assertThat(decide(passwords, "bob", "a".repeat(1025))).isFalse();
		assertThat(this.encoder.asked).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alice", "bob", "carol", "mallory", "" })
	void asksTheEncoderOnceForEveryUser(String username) {
		decide(username, "guess");
		assertThat(this.encoder.asked).hasSize(1);
		assertThat(this.encoder.asked.get(0)).isIn("guess encoded:wonderland", "guess encoded:builder");
	}

	@Test
	void asksTheEncoderAboutTheUsersOwnPassword() {
		decide("alice", "guess");
		decide("bob", "guess");
		assertThat(this.encoder.asked).containsExactly("guess encoded:wonderland", "guess encoded:builder");
	}

	@Test
	void unknownUsersGetAllEncodingsThatKnownOnesHave() {
		for (int i = 0; i < 100; i++) {
			decide("mallory" + i, "guess");
		}
		assertThat(this.encoder.asked).contains("guess encoded:wonderland", "guess encoded:builder");
	}

	@Test
	void anUnknownUserAlwaysGetsTheSameEncoding() {
		for (int i = 0; i < 20; i++) {
			decide("mallory", "guess");
		}
		assertThat(Set.copyOf(this.encoder.asked)).hasSize(1);
	}

	@Test
	void decidesOnTheExecutor() {
		CompletableFuture<Outcome> decision = this.passwords.check(LoginRequests.of("alice"), "wonderland");
		assertThat(this.encoder.asked).isEmpty();
		assertThat(decision).isNotDone();
		this.tasks.remove().run();
		assertThat(decision).isCompletedWithValueMatching(Proven.class::isInstance);
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void authenticatorsAreAskedInOrderIfNothingConfiguredLetsTheUserIn() {
		List<String> asked = new ArrayList<>();
		Passwords passwords = new Passwords(Map.of("alice", new User("encoded:wonderland", List.of(), Set.of())),
				new Authenticators(this.encoder, List.of(), List.of((login) -> {
					asked.add("first " + login);
					return null;
				}, (login) -> {
					asked.add("second " + login);
					return ((SshLogin.Password) login).password().equals("directory") ? SshAuthentication.of("clerk")
							: null;
				}), List.of()), new UserSecret(), decisions(Runnable::run));
		assertThat(passwords.check(LoginRequests.of("alice"), "wonderland")).isCompletedWithValueMatching(
				(outcome) -> outcome instanceof Proven proven && proven.authentication().authorities().isEmpty());
		assertThat(asked).isEmpty();
		assertThat(passwords.check(LoginRequests.of("alice"), "directory"))
			.isCompletedWithValueMatching((outcome) -> outcome instanceof Proven proven
					&& proven.authentication().authorities().equals(Set.of("clerk")));
		assertThat(passwords.check(LoginRequests.of("mallory"), "guess"))
			.isCompletedWithValueMatching(Refused.class::isInstance);
		assertThat(asked).containsExactly("first Password[username=alice]", "second Password[username=alice]",
				"first Password[username=mallory]", "second Password[username=mallory]");
	}

	@Test
	void authenticatorThatFailsLetsNobodyIn() {
		Passwords passwords = new Passwords(Map.of(), new Authenticators(this.encoder, List.of(), List.of((login) -> {
			throw new IOException("the directory does not answer");
		}), List.of()), new UserSecret(), decisions(Runnable::run));
		assertThat(passwords.check(LoginRequests.of("alice"), "wonderland"))
			.isCompletedWithValueMatching(Refused.class::isInstance);
	}

	@Test
	void refusesIfTheEncoderFails() {
		this.encoder.failure = new IllegalArgumentException("There is no PasswordEncoder mapped for the id 'x'");
		assertThat(decide("alice", "wonderland")).isFalse();
	}

	@Test
	void refusesIfTheEncoderLacksALibrary() {
		this.encoder.failure = new NoClassDefFoundError("org/bouncycastle/crypto/params/Argon2Parameters$Builder");
		assertThat(decide("alice", "wonderland")).isFalse();
	}

	@Test
	void refusesAtOnceIfNoThreadIsFree() {
		Passwords saturated = passwords((task) -> {
			throw new RejectedExecutionException();
		});
		assertThat(saturated.check(LoginRequests.of("alice"), "wonderland"))
			.isCompletedWithValueMatching(Refused.class::isInstance);
		assertThat(this.encoder.asked).isEmpty();
	}

	private Passwords passwords(Executor executor) {
		return passwords(executor, Map.of("alice", new User("encoded:wonderland", List.of(), Set.of()), "bob",
				new User("encoded:builder", List.of(), Set.of()), "carol", new User(null, List.of(), Set.of())));
	}

	private Passwords passwords(Executor executor, Map<String, User> users) {
		return new Passwords(users, new Authenticators(this.encoder, List.of(), List.of(), List.of()), new UserSecret(),
				decisions(executor));
	}

	private static Decisions decisions(Executor executor) {
		return new Decisions(new LoginThreads(executor, executor, executor), Duration.ofSeconds(30));
	}

	private boolean decide(String username, String password) {
		return decide(this.passwords, username, password);
	}

	private boolean decide(Passwords passwords, String username, String password) {
		CompletableFuture<Outcome> decision = passwords.check(LoginRequests.of(username), password);
		this.tasks.forEach(Runnable::run);
		this.tasks.clear();
		return decision.join() instanceof Proven;
	}

	private static final class RecordingEncoder implements PasswordEncoder {

		private final List<String> asked = new ArrayList<>();

		private @Nullable Throwable failure;

		@Override
		public String encode(@Nullable CharSequence rawPassword) {
			return "encoded:" + rawPassword;
		}

		@Override
		public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
			this.asked.add(rawPassword + " " + encodedPassword);
			if (this.failure instanceof RuntimeException exception) {
				throw exception;
			}
			if (this.failure instanceof Error error) {
				throw error;
			}
			return encode(rawPassword).equals(encodedPassword);
		}

	}

}
