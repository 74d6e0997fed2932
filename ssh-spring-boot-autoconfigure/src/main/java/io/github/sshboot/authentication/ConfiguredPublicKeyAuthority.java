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
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.sshboot.authentication.ParsedMaterial.FileCheck;
import io.github.sshboot.authentication.PublicKeyDecision.Granted;
import io.github.sshboot.authentication.PublicKeyDecision.Refused;
import io.github.sshboot.authentication.PublicKeyDecision.Unknown;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.PublicKeyBlob;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentLruCache;

/**
 * Decides about public keys and certificates by what is configured, in OpenSSH's order:
 * first whether they are revoked, then the user's own keys, the {@code authorized_keys}
 * files, the trusted authorities, and the sources of the application.
 */
final class ConfiguredPublicKeyAuthority implements PublicKeyAuthority {

	/**
	 * A name that leads nowhere else when it becomes part of a location.
	 */
	private static final Pattern SAFE_USERNAME = Pattern.compile("[A-Za-z0-9_@+-][A-Za-z0-9._@+-]{0,254}");

	/**
	 * Strangers choose the names of users, so not all of them are remembered.
	 */
	private static final int REMEMBERED_USERS = 1000;

	private static final Unknown UNKNOWN = new Unknown();

	private final PublicKeySettings settings;

	private final List<AuthorizedKeysSource> sources;

	private final Clock clock;

	private final StrictModes strictModes = new StrictModes();

	private final Complaints complaints = new Complaints();

	private final Map<String, List<ParsedMaterial<AuthorizedKeys>>> configuredKeys = new HashMap<>();

	private final ConcurrentLruCache<String, List<ParsedMaterial<AuthorizedKeys>>> files;

	private final List<ParsedMaterial<Set<PublicKeyBlob>>> authorities;

	private final List<ParsedMaterial<RevocationList>> revocations;

	/**
	 * Create a new {@link ConfiguredPublicKeyAuthority}.
	 * @param settings where keys are
	 * @param userKeys the keys of users by name
	 * @param sources further sources of keys
	 * @param clock tells which keys and certificates have expired
	 */
	ConfiguredPublicKeyAuthority(PublicKeySettings settings, Map<String, List<KeyMaterial>> userKeys,
			List<AuthorizedKeysSource> sources, Clock clock) {
		this.settings = settings;
		this.sources = List.copyOf(sources);
		this.clock = clock;
		userKeys.forEach((username, keys) -> this.configuredKeys.put(username,
				keys.stream().map((key) -> authorizedKeys(key, username)).toList()));
		this.files = new ConcurrentLruCache<>(REMEMBERED_USERS, this::files);
		this.authorities = settings.trustedUserCaKeys()
			.stream()
			.map((material) -> new ParsedMaterial<>(material, strictModes(null),
					(content) -> KeyLines.keys(content, PublicKeyBlob::parse)))
			.toList();
		this.revocations = settings.revokedKeys()
			.stream()
			.map((material) -> new ParsedMaterial<>(material, null, RevocationList::parse))
			.toList();
	}

	private ParsedMaterial<AuthorizedKeys> authorizedKeys(KeyMaterial material, String username) {
		return new ParsedMaterial<>(material, strictModes(username),
				(content) -> parse(material.getDescription(), content));
	}

	private @Nullable FileCheck strictModes(@Nullable String username) {
		return this.settings.strictModes() ? (file) -> this.strictModes.check(file, username) : null;
	}

	private AuthorizedKeys parse(String source, byte[] content) {
		return AuthorizedKeys.parse(source, content, (origin, problem) -> this.complaints.add(origin,
				"Refused the key at %s: %s".formatted(origin, PeerText.printable(problem))));
	}

	private List<ParsedMaterial<AuthorizedKeys>> files(String username) {
		return this.settings.authorizedKeys()
			.stream()
			.map((location) -> authorizedKeys(location.forUser(username), username))
			.toList();
	}

	/**
	 * Look at everything that is configured, so that the log tells at the start what is
	 * wrong.
	 * @throws NoPublicKeyException if what is configured as a user's key is none
	 */
	void check() {
		this.configuredKeys.forEach((username, keys) -> keys.forEach((material) -> {
			AuthorizedKeys found = read(material, false);
			if (found == null || found.isEmpty()) {
				throw new NoPublicKeyException(username, material.material());
			}
		}));
		this.authorities.forEach((authority) -> read(authority, true));
		this.revocations.forEach((revocation) -> read(revocation, true));
	}

	@Override
	public PublicKeyDecision decide(String username, PresentedKey key, InetAddress source) {
		Certificate certificate = key.certificate();
		return (certificate != null) ? decide(username, certificate, source) : decide(username, key.blob(), source);
	}

	private PublicKeyDecision decide(String username, PublicKeyBlob key, InetAddress source) {
		Refused refused = checkRevocations(key, null);
		return (refused != null) ? refused
				: decide(username, key, (line) -> line.options().authority() ? UNKNOWN : grant(line, source));
	}

	private PublicKeyDecision decide(String username, Certificate certificate, InetAddress source) {
		Refused refused = checkRevocations(certificate.key(), certificate);
		if (refused != null) {
			return refused;
		}
		PublicKeyDecision decision = decide(username, certificate.authority(),
				(line) -> line.options().authority() ? grant(line, certificate, username, source) : UNKNOWN);
		return (decision == UNKNOWN && SAFE_USERNAME.matcher(username).matches())
				? grantIfTrusted(certificate, username, source) : decision;
	}

	private @Nullable Refused checkRevocations(PublicKeyBlob key, @Nullable Certificate certificate) {
		for (ParsedMaterial<RevocationList> revocation : this.revocations) {
			KeyMaterial material = revocation.material();
			RevocationList list = read(revocation, true);
			if (list == null) {
				return refused("'%s' cannot be used, so nobody knows what is revoked".formatted(material));
			}
			String revoked = list.revocation(key, certificate);
			if (revoked != null) {
				return refused("%s is revoked in '%s'".formatted(revoked, material));
			}
		}
		return null;
	}

	/**
	 * Try the lines that a key is in until one of them grants the login.
	 */
	private PublicKeyDecision decide(String username, PublicKeyBlob key,
			Function<AuthorizedKey, PublicKeyDecision> decider) {
		PublicKeyDecision refused = UNKNOWN;
		for (Supplier<@Nullable AuthorizedKeys> place : places(username)) {
			AuthorizedKeys keys = place.get();
			for (AuthorizedKey line : (keys != null) ? keys.find(key) : List.<AuthorizedKey>of()) {
				PublicKeyDecision decision = decider.apply(line);
				if (decision instanceof Granted) {
					return decision;
				}
				refused = (decision != UNKNOWN) ? decision : refused;
			}
		}
		return refused;
	}

	private List<Supplier<@Nullable AuthorizedKeys>> places(String username) {
		List<Supplier<@Nullable AuthorizedKeys>> places = new ArrayList<>();
		this.configuredKeys.getOrDefault(username, List.of())
			.forEach((material) -> places.add(() -> read(material, false)));
		if (SAFE_USERNAME.matcher(username).matches()) {
			this.files.get(username).forEach((material) -> places.add(() -> read(material, false)));
			this.sources.forEach((source) -> places.add(() -> read(source, username)));
		}
		return places;
	}

	private PublicKeyDecision grant(AuthorizedKey line, InetAddress source) {
		KeyOptions options = line.options();
		String obstacle = obstacle(options, source);
		return (obstacle != null) ? refused(line.origin() + ": " + obstacle) : new Granted(options.permissions(), null,
				options.touchRequired(), options.verifyRequired(), line.origin());
	}

	private @Nullable String obstacle(KeyOptions options, InetAddress source) {
		Instant expiry = options.expiry();
		if (expiry != null && this.clock.instant().getEpochSecond() > expiry.getEpochSecond()) {
			return "the key has expired";
		}
		SourcePatterns from = options.from();
		return (from != null && !from.matches(source)) ? "the key may not be used from where the client is" : null;
	}

	private PublicKeyDecision grant(AuthorizedKey line, Certificate certificate, String username, InetAddress source) {
		KeyOptions options = line.options();
		String obstacle = obstacle(options, source);
		if (obstacle != null) {
			return refused(line.origin() + ": " + obstacle);
		}
		List<String> principals = options.principals();
		try {
			CertificateGrant grant = CertificateGrant.of(certificate,
					(principals != null) ? principals : List.of(username), source, this.clock.instant());
			return new Granted(grant.permissions(options), certificate.describe(),
					options.touchRequired() || grant.touchRequired(),
					options.verifyRequired() || grant.verifyRequired(), line.origin());
		}
		catch (IllegalArgumentException ex) {
			return refused(certificate, line.origin(), ex);
		}
	}

	private PublicKeyDecision grantIfTrusted(Certificate certificate, String username, InetAddress source) {
		for (ParsedMaterial<Set<PublicKeyBlob>> authority : this.authorities) {
			Set<PublicKeyBlob> keys = read(authority, true);
			if (keys != null && keys.contains(certificate.authority())) {
				String origin = authority.material().getDescription();
				try {
					CertificateGrant grant = CertificateGrant.of(certificate, List.of(username), source,
							this.clock.instant());
					return new Granted(grant.permissions(), certificate.describe(), grant.touchRequired(),
							grant.verifyRequired(), origin);
				}
				catch (IllegalArgumentException ex) {
					return refused(certificate, origin, ex);
				}
			}
		}
		return UNKNOWN;
	}

	private static Refused refused(Certificate certificate, String origin, IllegalArgumentException ex) {
		return refused("%s: certificate '%s' with serial %s: %s".formatted(origin, certificate.describe().keyId(),
				certificate.describe().serial(), ex.getMessage()));
	}

	/**
	 * The reason may repeat what the client has sent.
	 */
	private static Refused refused(String reason) {
		return new Refused(PeerText.printable(reason));
	}

	private @Nullable AuthorizedKeys read(AuthorizedKeysSource source, String username) {
		String place = "keys of AuthorizedKeysSource %d for '%s'".formatted(this.sources.indexOf(source) + 1, username);
		try {
			String content = source.getAuthorizedKeys(username);
			this.complaints.remove(place);
			return (content != null) ? parse(place, content.getBytes(StandardCharsets.UTF_8)) : null;
		}
		catch (RuntimeException ex) {
			this.complaints.add(place, "The %s cannot be used: %s".formatted(place, ex));
			return null;
		}
	}

	/**
	 * Read a file.
	 * @param required whether it must be there
	 * @return what it says or {@code null} if that cannot be used, which the log tells
	 */
	private <T> @Nullable T read(ParsedMaterial<T> material, boolean required) {
		String name = material.material().getDescription();
		try {
			T found = material.get();
			if (found == null && required) {
				throw new IOException("it does not exist");
			}
			this.complaints.remove(name);
			return found;
		}
		catch (IOException ex) {
			String reason = (ex instanceof FileSystemException) ? ex.toString()
					: PeerText.printable(String.valueOf(ex.getMessage()));
			this.complaints.add(name, "'%s' cannot be used: %s".formatted(name, reason));
			return null;
		}
	}

}
