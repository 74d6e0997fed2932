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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.jspecify.annotations.Nullable;

/**
 * What OpenSSH's {@code known_hosts} files say about one host. Hashed names,
 * {@code [host]:port}, wildcards, negation and {@code @revoked} are understood; lines
 * with {@code @cert-authority} say nothing about plain keys.
 */
final class KnownHosts {

	private static final Log logger = LogFactory.getLog(KnownHosts.class);

	private final SshEndpoint endpoint;

	private final HostKeyTrust trust;

	private final List<Line> lines;

	private KnownHosts(SshEndpoint endpoint, HostKeyTrust trust, List<Line> lines) {
		this.endpoint = endpoint;
		this.trust = trust;
		this.lines = lines;
	}

	/**
	 * Read what is known about a host.
	 * @param endpoint the host
	 * @param trust where to look
	 * @return what is known
	 * @throws UncheckedIOException if a file exists but cannot be read
	 */
	static KnownHosts of(SshEndpoint endpoint, HostKeyTrust trust) {
		List<Line> lines = new ArrayList<>();
		if (trust.policy() != HostKeyPolicy.NONE) {
			for (KeyMaterial material : trust.knownHosts()) {
				readLines(endpoint, material, lines);
			}
		}
		return new KnownHosts(endpoint, trust, lines);
	}

	private static void readLines(SshEndpoint endpoint, KeyMaterial material, List<Line> lines) {
		byte[] content;
		try {
			content = material.readIfPresent();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Known hosts '%s' cannot be read".formatted(material), ex);
		}
		if (content == null) {
			return;
		}
		int number = 0;
		for (String text : (Iterable<String>) new String(content, StandardCharsets.UTF_8).lines()::iterator) {
			number++;
			String location = "%s:%d".formatted(material, number);
			try {
				KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(text.strip());
				if (entry != null && entry.isHostMatch(endpoint.host().toLowerCase(Locale.ROOT), endpoint.port())) {
					PublicKey key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
					if (key != null) {
						lines.add(new Line(location, entry.getMarker(), key));
					}
				}
			}
			catch (IOException | GeneralSecurityException | RuntimeException ex) {
				logger.warn("Ignored invalid known_hosts line " + location + ": " + ex.getMessage());
			}
		}
	}

	/**
	 * Return the types of the keys that are known, so that the server can be asked for
	 * one of these first.
	 * @return the key types
	 */
	Set<String> getKeyTypes() {
		return this.lines.stream()
			.filter(Line::isPlain)
			.map((line) -> KeyUtils.getKeyType(line.key()))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Decide about a key, and remember it where the policy says so.
	 * @param key the key the server has proven to hold
	 * @return why it is refused or {@code null} if it is trusted
	 */
	@Nullable HostKeyRejection check(PublicKey key) {
		KeyFingerprint presented = KeyFingerprint.of(key);
		if (this.trust.policy() == HostKeyPolicy.NONE) {
			logger.warn("Host key verification is off: trusting %s of %s unseen".formatted(presented, this.endpoint));
			return null;
		}
		for (Line line : this.lines) {
			if ("revoked".equals(line.marker()) && KeyUtils.compareKeys(line.key(), key)) {
				return reject("The host key of %s is revoked: %s (%s)", this.endpoint, presented, line.location());
			}
		}
		List<Line> known = this.lines.stream().filter(Line::isPlain).toList();
		if (known.stream().anyMatch((line) -> KeyUtils.compareKeys(line.key(), key))) {
			return null;
		}
		if (!known.isEmpty()) {
			return reject(
					"The host key of %s has changed: it presents %s, but known is %s. "
							+ "Someone may be intercepting the connection. If the host really has a new key, "
							+ "remove the old line and add the new key",
					this.endpoint, presented, known.stream().map(Line::describe).collect(Collectors.joining(", ")));
		}
		if (this.trust.policy() == HostKeyPolicy.ACCEPT_NEW) {
			return remember(key, presented);
		}
		return reject(
				"The host key of %s is unknown: it presents %s and there is no line for the host in %s. "
						+ "Compare the fingerprint with the host's own and add its key there ('ssh-keyscan -p %d %s' "
						+ "prints it), or set 'host-key-verification' to 'accept-new' to trust the first key seen",
				this.endpoint, presented, this.trust.knownHosts(), this.endpoint.port(), this.endpoint.host());
	}

	private @Nullable HostKeyRejection remember(PublicKey key, KeyFingerprint presented) {
		Path file = this.trust.knownHosts()
			.stream()
			.map(KeyMaterial::getFile)
			.filter((candidate) -> candidate != null)
			.findFirst()
			.orElse(null);
		if (file == null) {
			return reject("The host key of %s is unknown: it presents %s, which 'accept-new' has no file to add it to: "
					+ "'known-hosts' names none", this.endpoint, presented);
		}
		try {
			synchronized (KnownHosts.class) {
				KnownHosts now = of(this.endpoint, this.trust);
				if (now.lines.stream().anyMatch(Line::isPlain)) {
					// another connection has seen the host's first key in the meantime
					return now.check(key);
				}
				append(file, hostPattern() + " " + PublicKeyEntry.toString(key) + "\n");
			}
			logger.info("Added host key %s of %s to %s".formatted(presented, this.endpoint, file));
			return null;
		}
		catch (IOException | UncheckedIOException ex) {
			return reject("The host key of %s is unknown: it presents %s, which cannot be added to '%s' (%s)",
					this.endpoint, presented, file, ex);
		}
	}

	private String hostPattern() {
		String host = this.endpoint.host().toLowerCase(Locale.ROOT);
		if (host.chars().anyMatch((c) -> c <= ' ' || c == ',' || c == '*' || c == '?' || c == '!' || c == 127)) {
			throw new IllegalArgumentException("Not a host name");
		}
		return (this.endpoint.port() == 22) ? host : "[%s]:%d".formatted(host, this.endpoint.port());
	}

	private static void append(Path file, String line) throws IOException {
		Path directory = file.toAbsolutePath().getParent();
		if (directory != null) {
			Files.createDirectories(directory);
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			// against other processes; between threads there is the monitor
			channel.lock();
			long end = channel.size();
			ByteBuffer last = ByteBuffer.allocate(1);
			boolean open = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
			channel.write(ByteBuffer.wrap(((open ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8)), end);
		}
	}

	private static HostKeyRejection reject(String format, Object... args) {
		return new HostKeyRejection(format.formatted(args));
	}

	private record Line(String location, @Nullable String marker, PublicKey key) {

		private boolean isPlain() {
			return this.marker == null;
		}

		private String describe() {
			return "%s (%s)".formatted(KeyFingerprint.of(this.key), this.location);
		}

	}

}
