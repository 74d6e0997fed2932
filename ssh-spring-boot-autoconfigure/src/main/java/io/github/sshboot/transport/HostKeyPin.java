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

package io.github.sshboot.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A key that a server must have, or that must have signed its certificate, whatever the
 * {@code known_hosts} files say.
 *
 * @since 0.1.0
 */
public final class HostKeyPin {

	private static final String CERT_AUTHORITY = "@cert-authority";

	private static final Pattern INLINE = Pattern
		.compile("^\\s*(@|(\\S+\\s+)?[A-Z][A-Z0-9]{2,}:[A-Za-z0-9+/=:]+\\s*$)");

	private static final int FINGERPRINT_LENGTH = 32;

	private final String location;

	private final boolean authority;

	private final @Nullable PublicKeyBlob key;

	private final @Nullable String type;

	private final String fingerprint;

	private HostKeyPin(String location, boolean authority, PublicKeyBlob key) {
		this.location = location;
		this.authority = authority;
		this.key = key;
		this.type = key.type();
		this.fingerprint = key.fingerprint().value();
	}

	private HostKeyPin(String location, @Nullable String type, String fingerprint) {
		this.location = location;
		this.authority = false;
		this.key = null;
		this.type = type;
		this.fingerprint = fingerprint;
	}

	/**
	 * Read pins, one in each line: a public key as in a {@code .pub} file; one after
	 * {@code @cert-authority}, which pins the key that signs host certificates; or the
	 * fingerprint of a key as {@code ssh-keygen -l} shows it, {@code SHA256:...}, perhaps
	 * after the type of the key. Empty lines and those that begin with {@code #} are
	 * skipped.
	 * @param source the lines
	 * @return the pins, at least one
	 * @throws IllegalArgumentException if there is none or a line is something else
	 */
	public static List<HostKeyPin> read(KeyMaterial source) {
		List<HostKeyPin> pins = new ArrayList<>();
		int number = 0;
		for (String line : content(source).split("\n", -1)) {
			number++;
			String text = line.strip();
			if (!text.isEmpty() && !text.startsWith("#")) {
				pins.add(parseLine((source.getFile() != null) ? "%s:%d".formatted(source, number) : source.toString(),
						text));
			}
		}
		if (pins.isEmpty()) {
			throw new IllegalArgumentException("%s holds no key".formatted(source));
		}
		return pins;
	}

	/**
	 * Read pins from text.
	 * @param description says where the text was given, for messages
	 * @param text the lines, see {@link #read(KeyMaterial)}
	 * @return the pins, at least one
	 * @throws IllegalArgumentException if there is none or a line is something else
	 */
	public static List<HostKeyPin> parse(String description, String text) {
		return read(KeyMaterial.ofContent(description, text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Return whether a text looks like a pin, rather than like the name of a file that
	 * holds one.
	 * @param text the text
	 * @return whether it looks like a pin
	 */
	public static boolean isInline(String text) {
		return INLINE.matcher(text).find();
	}

	private static String content(KeyMaterial source) {
		try {
			return new String(source.read(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(
					"%s cannot be read (%s)".formatted(source, ex.getClass().getSimpleName()), ex);
		}
	}

	private static HostKeyPin parseLine(String location, String text) {
		try {
			if (text.contains("PRIVATE KEY")) {
				throw new IllegalArgumentException("it is a private key; only its public key is to be given");
			}
			String[] words = text.split("[ \t]+", 2);
			if (words[0].equals(CERT_AUTHORITY)) {
				return new HostKeyPin(location, true, key((words.length > 1) ? words[1] : ""));
			}
			if (words[0].startsWith(KeyFingerprint.PREFIX)) {
				return new HostKeyPin(location, null, fingerprint(words[0]));
			}
			if (words.length > 1 && words[1].startsWith(KeyFingerprint.PREFIX)) {
				return new HostKeyPin(location, words[0], fingerprint(words[1].split("[ \t]", 2)[0]));
			}
			return new HostKeyPin(location, false, key(text));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"%s is no public key ('ssh-ed25519 AAAA...'), certificate authority ".formatted(location)
							+ "('@cert-authority ssh-ed25519 AAAA...') or fingerprint ('SHA256:...'): "
							+ ex.getMessage(),
					ex);
		}
	}

	private static PublicKeyBlob key(String text) {
		PublicKeyBlob key = PublicKeyBlob.parse(text);
		if (key.key() == null) {
			throw new IllegalArgumentException("keys of its type are not supported");
		}
		String weakness = key.weakness();
		if (weakness != null) {
			throw new IllegalArgumentException(weakness);
		}
		return key;
	}

	private static String fingerprint(String text) {
		byte[] digest;
		try {
			digest = Base64.getDecoder().decode(text.substring(KeyFingerprint.PREFIX.length()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("its fingerprint is not valid", ex);
		}
		if (digest.length != FINGERPRINT_LENGTH) {
			throw new IllegalArgumentException("its fingerprint is not complete");
		}
		return KeyFingerprint.PREFIX + Base64.getEncoder().withoutPadding().encodeToString(digest);
	}

	boolean isAuthority() {
		return this.authority;
	}

	boolean isAuthority(PublicKeyBlob key) {
		return this.authority && key.equals(this.key);
	}

	boolean isKey(PublicKeyBlob key) {
		if (this.authority) {
			return false;
		}
		return (this.key != null) ? key.equals(this.key) : this.fingerprint.equals(key.fingerprint().value())
				&& (this.type == null || this.type.equals(key.type()));
	}

	/**
	 * Return the type that the key of the host must have.
	 */
	Optional<String> keyType() {
		return this.authority ? Optional.empty() : Optional.ofNullable(this.type);
	}

	@Override
	public String toString() {
		return "%s%s%s (%s)".formatted(this.authority ? "certificate authority " : "",
				(this.type != null) ? this.type + " " : "", this.fingerprint, this.location);
	}

}
