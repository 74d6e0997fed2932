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
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.authentication.Outcome.ProvenKey;
import io.github.sshboot.authentication.PublicKeyDecision.Granted;
import io.github.sshboot.authentication.PublicKeyDecision.Refused;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * Logs in with a public key or certificate (RFC 4252 section 7), also bound to the host
 * key of the server (OpenSSH's {@code PROTOCOL}, section 3.1). What was answered to a
 * query is not remembered: each signed request is decided about anew.
 */
final class PublicKeyMethod implements AuthenticationMethod {

	private final PublicKeyAuthority authority;

	private final List<String> algorithms;

	private final List<SshAuthenticator> authenticators;

	private final Decisions decisions;

	PublicKeyMethod(PublicKeyAuthority authority, List<String> algorithms, List<SshAuthenticator> authenticators,
			Decisions decisions) {
		this.authority = authority;
		this.algorithms = List.copyOf(algorithms);
		this.authenticators = authenticators;
		this.decisions = decisions;
	}

	@Override
	public String name() {
		return PUBLIC_KEY;
	}

	@Override
	public boolean isQuery(LoginRequest request) {
		return !request.body().getBoolean();
	}

	@Override
	public CompletableFuture<Outcome> attempt(LoginRequest request) {
		PublicKeyOffer offer = PublicKeyOffer.read(request);
		return this.decisions.decide(request, () -> decide(request, offer));
	}

	private Outcome decide(LoginRequest request, PublicKeyOffer offer) {
		PresentedKey key;
		try {
			key = offer.key(this.algorithms);
		}
		catch (IllegalArgumentException ex) {
			return Outcome.refused(String.valueOf(ex.getMessage()));
		}
		if (request.provenKeys().stream().anyMatch((proven) -> KeyUtils.compareKeys(proven, key.plain()))) {
			return new Outcome.Refused("the key has been used on this connection", key.fingerprint());
		}
		PublicKeyDecision decision = this.authority.decide(request.username(), key.presented(), request.source());
		if (decision instanceof Granted granted) {
			return granted(request, offer, key, granted);
		}
		if (decision instanceof Refused refused) {
			return new Outcome.Refused(refused.reason(), key.fingerprint());
		}
		// what is in a certificate is nothing that authenticators could check
		if (this.authenticators.isEmpty() || key.isCertificate()) {
			return new Outcome.Refused("the key is not authorized", key.fingerprint());
		}
		if (offer.isSigned() && !offer.isSignedWith(key, request, true, false)) {
			return new Outcome.Refused("the signature is not valid", key.fingerprint());
		}
		return new Outcome.Undecided(() -> askAuthenticators(request, offer, key));
	}

	private static Outcome granted(LoginRequest request, PublicKeyOffer offer, PresentedKey key, Granted granted) {
		if (!offer.isSigned()) {
			return new Outcome.Answered(offer.acceptance(request));
		}
		if (!offer.isSignedWith(key, request, granted.touchRequired(), granted.verifyRequired())) {
			return new Outcome.Refused("the signature is not valid", key.fingerprint());
		}
		return new Outcome.Proven(
				new ProvenKey(key.plain(), key.fingerprint(), granted.certificate(), granted.permissions()),
				Outcome.Proven.NOTHING_MORE);
	}

	private Outcome askAuthenticators(LoginRequest request, PublicKeyOffer offer, PresentedKey key) throws Exception {
		SshLogin.PublicKey login = new SshLogin.PublicKey(request.username(), key.plain(), key.fingerprint(),
				request.connection());
		for (SshAuthenticator authenticator : this.authenticators) {
			if (!offer.isSigned()) {
				if (authenticator.isAcceptable(login)) {
					return new Outcome.Answered(offer.acceptance(request));
				}
				continue;
			}
			SshAuthentication authentication = authenticator.authenticate(login);
			if (authentication != null) {
				return new Outcome.Proven(
						new ProvenKey(key.plain(), key.fingerprint(), null, LoginPermissions.unrestricted()),
						authentication);
			}
		}
		return new Outcome.Refused("no authenticator accepts the key", key.fingerprint());
	}

}
