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
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.transport.KnownHostsLine.Marker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What OpenSSH's {@code known_hosts} files say about one host. As OpenSSH does, a key of
 * a host on another port than 22 is also trusted where it is known for the host without a
 * port; and a certificate that cannot be verified counts as the plain key in it.
 * <p>
 * One thing is stricter: a host that has a {@code @cert-authority} line is never taken
 * for a new one. {@code accept-new} would otherwise trust whoever leaves out the
 * certificate, or presents one that has expired.
 */
final class KnownHosts implements HostKeyVerifier {

	private static final Log logger = LogFactory.getLog(KnownHosts.class);

	/**
	 * What would mean something else in a line, or is in no host name.
	 */
	private static final String NOT_IN_NAMES = ",*?!@#|'\"\\";

	private final SshEndpoint endpoint;

	private final HostKeyTrust trust;

	private final List<KnownHostsLine> lines;

	private final List<KnownHostsLine> linesWithoutPort;

	private @Nullable KnownHostsLine trustedLine;

	private KnownHosts(SshEndpoint endpoint, HostKeyTrust trust, List<KnownHostsLine> lines,
			List<KnownHostsLine> linesWithoutPort) {
		this.endpoint = endpoint;
		this.trust = trust;
		this.lines = lines;
		this.linesWithoutPort = linesWithoutPort;
	}

	/**
	 * Read what is known about a host.
	 * @param endpoint the host
	 * @param trust where to look
	 * @return what is known
	 * @throws UncheckedIOException if a file exists but cannot be read
	 */
	static KnownHosts of(SshEndpoint endpoint, HostKeyTrust trust) {
		String name = HostNames.name(endpoint);
		String host = HostNames.host(endpoint);
		List<KnownHostsLine> lines = new ArrayList<>();
		List<KnownHostsLine> linesWithoutPort = new ArrayList<>();
		for (KeyMaterial source : trust.knownHosts()) {
			for (KnownHostsLine line : KnownHostsLine.read(source, (names) -> names.match(name) || names.match(host))) {
				(line.names().match(name) ? lines : linesWithoutPort).add(line);
			}
		}
		return new KnownHosts(endpoint, trust, lines, linesWithoutPort);
	}

	@Override
	public boolean knowsAuthority() {
		return authorities().findAny().isPresent();
	}

	@Override
	public List<String> getKeyTypes() {
		return Stream.concat(plainKeys(this.lines), plainKeys(this.linesWithoutPort))
			.map((line) -> line.key().type())
			.distinct()
			.toList();
	}

	private static Stream<KnownHostsLine> plainKeys(List<KnownHostsLine> lines) {
		return lines.stream().filter(KnownHostsLine::isPlain);
	}

	private Stream<KnownHostsLine> authorities() {
		return marked(Marker.CERT_AUTHORITY);
	}

	private Stream<KnownHostsLine> marked(Marker marker) {
		return Stream.concat(this.lines.stream(), this.linesWithoutPort.stream())
			.filter((line) -> line.marker() == marker);
	}

	@Override
	public @Nullable KnownHostsLine getTrustedLine() {
		return this.trustedLine;
	}

	@Override
	public @Nullable HostKeyRejection check(PublicKey key) {
		return check(PresentedHostKey.of(key));
	}

	private @Nullable HostKeyRejection check(PresentedHostKey presented) {
		KnownHostsLine revocation = revocation(presented);
		if (revocation != null) {
			return HostKeyRejection.of("The host key of %s is revoked: it presents %s, but revoked is %s",
					this.endpoint, presented, revocation);
		}
		if (isCertifiedBy(presented) && presented.checkCertificate(this.endpoint) == null) {
			return null;
		}
		KnownHostsLine known = find(plainKeys(this.lines), presented);
		if (known != null) {
			this.trustedLine = (presented.certificate() == null) ? known : null;
			return null;
		}
		if (plainKeys(this.lines).findAny().isPresent()) {
			return HostKeyRejection.of(
					"The host key of %s has changed: it presents %s, but known is %s. "
							+ "Someone may be intercepting the connection. If the host really has a new key, "
							+ "remove the old line and add the new key",
					this.endpoint, presented, describe(plainKeys(this.lines)));
		}
		if (find(plainKeys(this.linesWithoutPort), presented) != null) {
			return null;
		}
		if (knowsAuthority()) {
			return notCertified(presented);
		}
		if (this.trust.policy() == HostKeyPolicy.ACCEPT_NEW) {
			return remember(presented);
		}
		return HostKeyRejection.of(
				"The host key of %s is unknown: it presents %s and there is no line for '%s' in %s. "
						+ "Compare the fingerprint with the host's own and add its key there ('ssh-keyscan -p %d %s' "
						+ "prints it), or set 'host-key-verification' to 'accept-new' to trust the first key seen",
				this.endpoint, presented, HostNames.name(this.endpoint), this.trust.knownHosts(), this.endpoint.port(),
				this.endpoint.host());
	}

	private @Nullable KnownHostsLine revocation(PresentedHostKey presented) {
		return marked(Marker.REVOKED)
			.filter((line) -> line.key().equals(presented.key()) || line.key().equals(presented.authority()))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable KnownHostsLine find(Stream<KnownHostsLine> lines, PresentedHostKey presented) {
		return lines.filter((line) -> line.key().equals(presented.key())).findFirst().orElse(null);
	}

	private static String describe(Stream<KnownHostsLine> lines) {
		return lines.map(KnownHostsLine::toString).collect(Collectors.joining(", "));
	}

	private boolean isCertifiedBy(PresentedHostKey presented) {
		return authorities().anyMatch((line) -> line.key().equals(presented.authority()));
	}

	private HostKeyRejection notCertified(PresentedHostKey presented) {
		String problem = (presented.certificate() == null) ? "it has no certificate"
				: isCertifiedBy(presented)
						? "its certificate is not valid: " + presented.checkCertificate(this.endpoint)
						: "its certificate is from another authority";
		return HostKeyRejection.of(
				"The host key of %s is not certified: it presents %s, but known is only the certificate authority %s, "
						+ "and %s. Renew the host's certificate, or add the key itself to trust it",
				this.endpoint, presented, describe(authorities()), problem);
	}

	private @Nullable HostKeyRejection remember(PresentedHostKey presented) {
		Path file = this.trust.knownHosts()
			.stream()
			.map(KeyMaterial::getFile)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		if (file == null) {
			return cannotRemember(presented, "there is no file to add it to: 'known-hosts' names none");
		}
		String name = HostNames.name(this.endpoint);
		String host = HostNames.host(this.endpoint);
		if (host.chars()
			.anyMatch((c) -> c <= ' ' || c >= 127 || c == '[' || c == ']' || NOT_IN_NAMES.indexOf(c) >= 0)) {
			return cannotRemember(presented, "the name of the host would mean something else in the file");
		}
		try {
			return KnownHostsFile.change(file, (content) -> {
				KnownHosts now = of(this.endpoint, this.trust);
				if (!now.isNew(presented)) {
					// another connection has seen the host's first key in the meantime
					return now.check(presented);
				}
				content.append("%s %s\n".formatted(name, presented.key()));
				logger.info(
						"Added host key %s of %s to %s".formatted(presented.key().fingerprint(), this.endpoint, file));
				return null;
			});
		}
		catch (IOException | UncheckedIOException ex) {
			return cannotRemember(presented, "it cannot be added to '%s' (%s)".formatted(file, ex));
		}
	}

	private boolean isNew(PresentedHostKey presented) {
		return revocation(presented) == null && plainKeys(this.lines).findAny().isEmpty()
				&& find(plainKeys(this.linesWithoutPort), presented) == null && !knowsAuthority();
	}

	private HostKeyRejection cannotRemember(PresentedHostKey presented, String reason) {
		return HostKeyRejection.of("The host key of %s is unknown: it presents %s, and %s", this.endpoint, presented,
				reason);
	}

}
