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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.sshboot.authentication.ServerAuthenticationSettings.User;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;

class PasswordVerifierTests {

	private final ServerSession session = mock(ServerSession.class);

	private final RecordingEncoder encoder = new RecordingEncoder();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final PasswordVerifier verifier = verifier(this.tasks::add);

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
		PasswordVerifier verifier = new PasswordVerifier(
				new ServerAuthenticationSettings(List.of(), Map.of("alice", new User("encoded:", List.of(), Set.of()))),
				this.encoder, this.tasks::add);
		assertThat(decide(verifier, "alice", "")).isFalse();
		assertThat(this.encoder.asked).isEmpty();
	}

	@Test
	void refusesPasswordsOfMoreThan1024Characters() {
		PasswordVerifier verifier = new PasswordVerifier(
				new ServerAuthenticationSettings(List.of(),
						Map.of("alice", new User("encoded:" + "a".repeat(1024), List.of(), Set.of()), "bob",
								new User("encoded:" + "a".repeat(1025), List.of(), Set.of()))),
				this.encoder, this.tasks::add);
		assertThat(decide(verifier, "alice", "a".repeat(1024))).isTrue();
		assertThat(decide(verifier, "bob", "a".repeat(1025))).isFalse();
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
	void decidesOnTheExecutor() {
		AsyncAuthException decision = start(this.verifier, "alice", "wonderland");
		AtomicReference<@Nullable Boolean> decided = new AtomicReference<>();
		decision.addListener(decided::set);
		assertThat(this.encoder.asked).isEmpty();
		assertThat(decided).hasNullValue();
		this.tasks.remove().run();
		assertThat(decided).hasValue(true);
		assertThat(this.tasks).isEmpty();
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
		PasswordVerifier saturated = verifier((task) -> {
			throw new RejectedExecutionException();
		});
		assertThat(saturated.authenticate("alice", "wonderland", this.session)).isFalse();
		assertThat(this.encoder.asked).isEmpty();
	}

	private PasswordVerifier verifier(Executor executor) {
		Map<String, User> users = Map.of("alice", new User("encoded:wonderland", List.of(), Set.of()), "bob",
				new User("encoded:builder", List.of(), Set.of()), "carol", new User(null, List.of(), Set.of()));
		return new PasswordVerifier(new ServerAuthenticationSettings(List.of(), users), this.encoder, executor);
	}

	private @Nullable Boolean decide(String username, String password) {
		return decide(this.verifier, username, password);
	}

	private @Nullable Boolean decide(PasswordVerifier verifier, String username, String password) {
		AsyncAuthException decision = start(verifier, username, password);
		AtomicReference<@Nullable Boolean> decided = new AtomicReference<>();
		decision.addListener(decided::set);
		try {
			this.tasks.remove().run();
		}
		catch (Error ex) {
			// as a thread of a pool ends without anybody being told
			assertThat(ex).isSameAs(this.encoder.failure);
		}
		return decided.get();
	}

	private AsyncAuthException start(PasswordVerifier verifier, String username, String password) {
		return catchThrowableOfType(AsyncAuthException.class,
				() -> verifier.authenticate(username, password, this.session));
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
