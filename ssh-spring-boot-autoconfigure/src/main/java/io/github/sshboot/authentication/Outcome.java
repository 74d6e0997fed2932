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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.transport.KeyFingerprint;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request to log in.
 */
sealed interface Outcome {

	static Outcome refused(String reason) {
		return new Refused(reason, null);
	}

	static CompletableFuture<Outcome> completed(Outcome outcome) {
		return CompletableFuture.completedFuture(outcome);
	}

	/**
	 * Something is proven.
	 *
	 * @param key the key that has signed, or {@code null}
	 * @param authentication what is known about the user beside what is configured
	 */
	record Proven(@Nullable ProvenKey key, SshAuthentication authentication) implements Outcome {

		static final SshAuthentication NOTHING_MORE = new SshAuthentication(Set.of(), null);

	}

	/**
	 * A key that has signed.
	 *
	 * @param key the key, without a certificate around it
	 * @param fingerprint its fingerprint
	 * @param certificate the certificate it was presented in, or {@code null}
	 * @param permissions what a login with it may do
	 */
	record ProvenKey(PublicKey key, KeyFingerprint fingerprint, @Nullable UserCertificate certificate,
			LoginPermissions permissions) {

	}

	/**
	 * The attempt has failed.
	 *
	 * @param reason why, for the log
	 * @param key the key that was offered, or {@code null}
	 */
	record Refused(String reason, @Nullable KeyFingerprint key) implements Outcome {

	}

	/**
	 * A question was answered, and nothing decided.
	 *
	 * @param reply the answer
	 */
	record Answered(Buffer reply) implements Outcome {

	}

	/**
	 * What may take long has the last word.
	 *
	 * @param decision decides
	 */
	record Undecided(Callable<Outcome> decision) implements Outcome {

	}

}
