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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.sshboot.authentication.Outcome.ProvenKey;
import io.github.sshboot.authentication.PublicKeyDecision.Granted;
import io.github.sshboot.authentication.PublicKeyDecision.Refused;
import io.github.sshboot.transport.PeerText;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * Logs in with a public key or certificate (RFC 4252 section 7), also bound to the host
 * key of the server (OpenSSH's {@code PROTOCOL}, section 3.1). What was answered to a
 * query is not remembered: each signed request is decided about anew.
 */
final class PublicKeyMethod implements AuthenticationMethod {

	private final PublicKeyAuthority authority;

	private final List<String> algorithms;

	private final Authenticators authenticators;

	private final Decisions decisions;

	PublicKeyMethod(PublicKeyAuthority authority, List<String> algorithms, Authenticators authenticators,
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
		PublicKeyDecision decision = this.authority.decide(request.username(), key, request.source());
		if (decision instanceof Granted granted) {
			return granted(request, offer, key, granted);
		}
		if (decision instanceof Refused refused) {
			return new Outcome.Refused(refused.reason(), key.fingerprint());
		}
		return undecided(request, offer, key);
	}

	/**
	 * Nothing is configured about the key, so that authenticators may decide, once it has
	 * signed.
	 */
	private Outcome undecided(LoginRequest request, PublicKeyOffer offer, PresentedKey key) {
		Candidate candidate;
		try {
			candidate = Candidate.of(request, key);
		}
		catch (IllegalArgumentException ex) {
			return new Outcome.Refused(
					"the certificate is not valid: " + PeerText.printable(String.valueOf(ex.getMessage())),
					key.fingerprint());
		}
		List<SshAuthenticator> asked = this.authenticators.supporting(candidate.login().getClass());
		if (asked.isEmpty()) {
			return new Outcome.Refused("the key is not authorized", key.fingerprint());
		}
		if (!offer.isSigned()) {
			return new Outcome.Undecided(
					() -> isAcceptable(asked, candidate.login()) ? new Outcome.Answered(offer.acceptance(request))
							: new Outcome.Refused("no authenticator accepts the key", key.fingerprint()));
		}
		Granted grant = candidate.grant();
		if (!offer.isSignedWith(key, request, grant.touchRequired(), grant.verifyRequired())) {
			return new Outcome.Refused("the signature is not valid", key.fingerprint());
		}
		return new Outcome.Undecided(() -> authenticate(asked, candidate.login(),
				new ProvenKey(key.plain(), key.fingerprint(), grant.certificate(), grant.permissions())));
	}

	private static boolean isAcceptable(List<SshAuthenticator> authenticators, SshLogin login) throws Exception {
		for (SshAuthenticator authenticator : authenticators) {
			if (authenticator.isAcceptable(login)) {
				return true;
			}
		}
		return false;
	}

	private static Outcome authenticate(List<SshAuthenticator> authenticators, SshLogin login, ProvenKey key)
			throws Exception {
		for (SshAuthenticator authenticator : authenticators) {
			SshAuthentication authentication = authenticator.authenticate(login);
			if (authentication != null) {
				return new Outcome.Proven(key, authentication);
			}
		}
		return new Outcome.Refused("no authenticator accepts the key", key.fingerprint());
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

	/**
	 * What authenticators are asked about, and what a login with it may do if one of them
	 * agrees.
	 *
	 * @param login what they are asked about
	 * @param grant what it may do
	 */
	private record Candidate(SshLogin login, Granted grant) {

		private static final String ORIGIN = "authenticators";

		/**
		 * Make a candidate of a key.
		 * @throws IllegalArgumentException if it is a certificate that is not valid
		 */
		static Candidate of(LoginRequest request, PresentedKey key) {
			Certificate certificate = key.certificate();
			if (certificate == null) {
				return new Candidate(
						new SshLogin.PublicKey(request.username(), key.plain(), key.fingerprint(),
								request.connection()),
						new Granted(LoginPermissions.unrestricted(), null, true, false, ORIGIN));
			}
			CertificateGrant grant = CertificateGrant.of(certificate, request.source(), Instant.now());
			UserCertificate description = certificate.describe();
			return new Candidate(
					new SshLogin.Certificate(request.username(), description, certificate.principals(),
							key.fingerprint(), request.connection()),
					new Granted(grant.permissions(), description, grant.touchRequired(), grant.verifyRequired(),
							ORIGIN));
		}

	}

}
