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

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.sshboot.authentication.Certificate.Option;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a user's certificate say (PROTOCOL.certkeys), read as OpenSSH's
 * {@code sshauthopt_from_cert} does: extensions permit what would be forbidden, critical
 * options forbid what would be permitted and must all be understood.
 */
final class CertificateGrant {

	private boolean pty;

	private boolean portForwarding;

	private boolean agentForwarding;

	private boolean x11Forwarding;

	private boolean touchRequired = true;

	private boolean verifyRequired;

	private @Nullable String forcedCommand;

	private @Nullable SourcePatterns sourceAddress;

	private CertificateGrant() {
	}

	/**
	 * Check a certificate whose authority is trusted.
	 * @param certificate the certificate
	 * @param principals of these it must have one
	 * @param source where the client is
	 * @param now the time
	 * @return what it grants
	 * @throws IllegalArgumentException if it is not valid
	 */
	static CertificateGrant of(Certificate certificate, List<String> principals, InetAddress source, Instant now) {
		CertificateGrant grant = of(certificate, source, now);
		if (certificate.principals().stream().noneMatch(principals::contains)) {
			throw new IllegalArgumentException("it has none of the principals that may log in");
		}
		return grant;
	}

	/**
	 * Check a certificate, whoever it is for.
	 * @param certificate the certificate
	 * @param source where the client is
	 * @param now the time
	 * @return what it grants
	 * @throws IllegalArgumentException if it is not valid
	 */
	static CertificateGrant of(Certificate certificate, InetAddress source, Instant now) {
		if (!certificate.user()) {
			throw new IllegalArgumentException("it is the certificate of a host");
		}
		if (certificate.principals().isEmpty()) {
			throw new IllegalArgumentException("it has no principals");
		}
		String invalidity = certificate.checkTime(now);
		if (invalidity != null) {
			throw new IllegalArgumentException(invalidity);
		}
		CertificateGrant grant = new CertificateGrant();
		certificate.criticalOptions().forEach(grant::criticalOption);
		certificate.extensions().forEach(grant::extension);
		if (grant.sourceAddress != null && !grant.sourceAddress.matches(source)) {
			throw new IllegalArgumentException("it may not be used from where the client is");
		}
		String weakness = certificate.checkSignature();
		if (weakness != null) {
			throw new IllegalArgumentException(weakness);
		}
		return grant;
	}

	private void criticalOption(Option option) {
		switch (option.name()) {
			case "force-command" -> this.forcedCommand = once(option, this.forcedCommand, option.value());
			case "source-address" ->
				this.sourceAddress = once(option, this.sourceAddress, SourcePatterns.parseNetworks(option.value()));
			case "verify-required" -> {
				checkFlag(option);
				this.verifyRequired = true;
			}
			default ->
				throw new IllegalArgumentException("its critical option '%s' is not known".formatted(option.name()));
		}
	}

	private static <T> T once(Option option, @Nullable T earlier, T value) {
		if (earlier != null) {
			throw new IllegalArgumentException("it has the option '%s' twice".formatted(option.name()));
		}
		return value;
	}

	private void extension(Option option) {
		switch (option.name()) {
			case "permit-pty" -> this.pty = true;
			case "permit-port-forwarding" -> this.portForwarding = true;
			case "permit-agent-forwarding" -> this.agentForwarding = true;
			case "permit-X11-forwarding" -> this.x11Forwarding = true;
			case "no-touch-required" -> this.touchRequired = false;
			case "permit-user-rc" -> {
				// there is no ~/.ssh/rc that would be run
			}
			default -> {
				// may be ignored
				return;
			}
		}
		checkFlag(option);
	}

	private static void checkFlag(Option option) {
		if (option.data().length > 0) {
			throw new IllegalArgumentException("its option '%s' has a value".formatted(option.name()));
		}
	}

	/**
	 * Return what a login with the certificate may do.
	 */
	LoginPermissions permissions() {
		return new LoginPermissions(this.pty, this.portForwarding, this.agentForwarding, this.x11Forwarding,
				this.forcedCommand, Map.of(), null, null);
	}

	/**
	 * Return what a login may do if the line of the authority has options as well: what
	 * both permit.
	 * @throws IllegalArgumentException if they force different commands
	 */
	LoginPermissions permissions(KeyOptions line) {
		String command = line.command();
		if (command != null && this.forcedCommand != null && !command.equals(this.forcedCommand)) {
			throw new IllegalArgumentException("it forces another command than the line of its authority");
		}
		return new LoginPermissions(line.pty() && this.pty, line.portForwarding() && this.portForwarding,
				line.agentForwarding() && this.agentForwarding, line.x11Forwarding() && this.x11Forwarding,
				(command != null) ? command : this.forcedCommand, line.environment(), line.permitOpen(),
				line.permitListen());
	}

	boolean touchRequired() {
		return this.touchRequired;
	}

	boolean verifyRequired() {
		return this.verifyRequired;
	}

}
