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

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.github.sshboot.authentication.PublicKeyDecision.Granted;
import io.github.sshboot.authentication.PublicKeyDecision.Refused;
import io.github.sshboot.authentication.PublicKeyDecision.Unknown;
import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The certificates of users, by which {@code alice} logs in from 192.0.2.1.
 */
class UserCertificateTests {

	private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

	private CertificateWriter certificate;

	private boolean trusted = true;

	private String line = "";

	private String revoked = "";

	@BeforeAll
	static void installProviders() {
		CryptoProviders.install();
	}

	@BeforeEach
	void createCertificate() throws Exception {
		this.certificate = CertificateWriter.create();
	}

	@Test
	void grantsWhatTheExtensionsPermit() throws Exception {
		this.certificate.principal("bob", "alice").keyId("id").serial(-1);
		assertThat(decide())
			.isEqualTo(
					new Granted(new LoginPermissions(false, false, false, false, null, Map.of(), null, null),
							new UserCertificate("id", new BigInteger("18446744073709551615"),
									KeyFingerprint.of(this.certificate.authority.getPublic())),
							true, false, "trusted"));
		this.certificate.extension("permit-pty")
			.extension("permit-port-forwarding")
			.extension("permit-agent-forwarding")
			.extension("permit-X11-forwarding")
			.extension("permit-user-rc")
			.extension("no-touch-required");
		assertThat(granted()).returns(LoginPermissions.unrestricted(), Granted::permissions)
			.returns(false, Granted::touchRequired);
	}

	@Test
	void enforcesTheCriticalOptions() throws Exception {
		this.certificate.principal("alice")
			.criticalOption("force-command", " spaces count ")
			.criticalOption("source-address", "10.0.0.0/8,192.0.2.0/24")
			.criticalOption("verify-required", new byte[0]);
		assertThat(granted()).returns(" spaces count ", (granted) -> granted.permissions().forcedCommand())
			.returns(true, Granted::verifyRequired);
	}

	@Test
	void ignoresUnknownExtensions() throws Exception {
		this.certificate.principal("alice").extension("unheard-of@example.org", "x").extension("force-command", "x");
		assertThat(granted().permissions().forcedCommand()).isNull();
	}

	@Test
	void refusesWithoutATrustedAuthority() throws Exception {
		this.certificate.principal("alice");
		this.trusted = false;
		assertThat(decide()).isInstanceOf(Unknown.class);
		this.line = this.certificate.authorityLine();
		assertThat(decide()).isInstanceOf(Unknown.class);
		this.line = PublicKeys.line(this.certificate.user.getPublic());
		assertThat(decide()).isInstanceOf(Unknown.class);
	}

	@Test
	void refusesWithoutThePrincipal() throws Exception {
		assertThat(reason()).endsWith("it has no principals");
		this.certificate.principal("bob", "Alice", "*", "alic?", "alice ", "", "bob,alice");
		assertThat(reason()).endsWith("it has none of the principals that may log in");
	}

	@Test
	void aCommaDoesNotSeparatePrincipals() throws Exception {
		this.trusted = false;
		this.line = "cert-authority,principals=\"root,deploy\" " + this.certificate.authorityLine();
		this.certificate.principal("x,deploy", "root,deploy");
		assertThat(decide()).isInstanceOf(Refused.class);
		this.certificate.principal("deploy");
		assertThat(decide()).isInstanceOf(Granted.class);
	}

	@Test
	void theLineSaysWhichPrincipalsMayLogIn() throws Exception {
		this.trusted = false;
		this.line = "cert-authority,principals=\"root,deploy\" " + this.certificate.authorityLine();
		this.certificate.principal("alice");
		assertThat(reason()).endsWith("it has none of the principals that may log in");
		this.line = "cert-authority " + this.certificate.authorityLine();
		assertThat(decide()).isInstanceOf(Granted.class);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1 })
	void theTimesAreInclusiveAndExclusive(long delta) throws Exception {
		long now = NOW.getEpochSecond();
		this.certificate.principal("alice").valid(now + delta, -1);
		assertThat(decide() instanceof Granted).isEqualTo(delta == 0);
		this.certificate.valid(0, now + delta);
		assertThat(decide() instanceof Granted).isEqualTo(delta == 1);
	}

	@Test
	void timesAreUnsigned() throws Exception {
		this.certificate.principal("alice").valid(Long.MIN_VALUE, -1);
		assertThat(reason()).endsWith("it is not yet valid");
	}

	@Test
	void refusesCertificatesOfHosts() throws Exception {
		this.certificate.principal("alice").kind(2);
		assertThat(reason()).endsWith("it is the certificate of a host");
		this.certificate.kind(1);
		assertThat(decide()).isInstanceOf(Granted.class);
	}

	@Test
	void refusesUnknownCriticalOptions() throws Exception {
		this.certificate.principal("alice").criticalOption("unheard\u001bof", "x");
		assertThat(reason()).endsWith("its critical option 'unheard of' is not known");
	}

	@ParameterizedTest
	@ValueSource(strings = { "permit-pty", "no-touch-required", "Force-Command" })
	void extensionsAndOtherSpellingsAreNoCriticalOptions(String name) throws Exception {
		this.certificate.principal("alice").criticalOption(name, new byte[0]);
		assertThat(decide()).isInstanceOf(Refused.class);
	}

	@Test
	void refusesOptionsThatAreThereTwice() throws Exception {
		this.certificate.principal("alice").criticalOption("force-command", "a").criticalOption("force-command", "b");
		assertThat(reason()).endsWith("it has the option 'force-command' twice");
		this.certificate = CertificateWriter.create();
		this.certificate.principal("alice")
			.criticalOption("source-address", "192.0.2.1")
			.criticalOption("source-address", "0.0.0.0/0");
		assertThat(reason()).endsWith("it has the option 'source-address' twice");
	}

	@Test
	void refusesOptionsWithWrongData() throws Exception {
		this.certificate.principal("alice").criticalOption("force-command", new byte[0]);
		assertThat(decide()).isInstanceOf(Refused.class);
		this.certificate = CertificateWriter.create();
		this.certificate.principal("alice").criticalOption("verify-required", "x");
		assertThat(decide()).isInstanceOf(Refused.class);
		this.certificate = CertificateWriter.create();
		this.certificate.principal("alice").extension("permit-pty", "x");
		assertThat(decide()).isInstanceOf(Refused.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/8", "192.0.2.2", "", "192.0.2.1/24", "192.0.2.*", "*", "!10.0.0.1" })
	void refusesOtherSources(String sources) throws Exception {
		this.certificate.principal("alice").criticalOption("source-address", sources);
		assertThat(decide()).isInstanceOf(Refused.class);
	}

	@Test
	void refusesSignaturesThatAreNotValid() throws Exception {
		this.certificate.principal("alice").spoiled((signed) -> signed[40] ^= 1);
		assertThat(reason()).contains("its signature is not valid");
	}

	@Test
	void refusesAuthoritiesThatSignWithSha1OrAreTooShort() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		KeyPair rsa = generator.generateKeyPair();
		this.certificate = new CertificateWriter(rsa).signedWith(BuiltinSignatures.rsa).principal("alice");
		assertThat(reason()).contains("an algorithm that is not safe");
		this.certificate = new CertificateWriter(rsa).signedWith(BuiltinSignatures.rsaSHA256).principal("alice");
		assertThat(decide()).isInstanceOf(Granted.class);
		generator.initialize(1024);
		this.certificate = new CertificateWriter(generator.generateKeyPair()).signedWith(BuiltinSignatures.rsaSHA256)
			.principal("alice");
		this.line = "cert-authority " + this.certificate.authorityLine();
		assertThat(decide()).isInstanceOf(Refused.class);
	}

	@Test
	void refusesAuthoritiesThatAreCertificates() throws Exception {
		CertificateWriter middle = new CertificateWriter(this.certificate.authority).principal("alice");
		this.certificate = new CertificateWriter(middle.user).principal("alice").authorityBlob(middle.bytes());
		this.trusted = false;
		this.line = "cert-authority " + PublicKeys.line(middle.authority.getPublic()) + "\ncert-authority "
				+ PublicKeys.line(middle.user.getPublic());
		assertThat(malformed())
			.isEqualTo("the certificate is not valid: its authority: it holds a certificate instead of a key");
	}

	@Test
	void refusesTextThatIsNotUtf8() throws Exception {
		this.certificate.principal("alice").principal(new byte[] { (byte) 0xff });
		assertThat(malformed()).contains("UTF-8");
		this.certificate = CertificateWriter.create();
		this.certificate.principal("alice\0");
		assertThat(malformed()).contains("UTF-8");
	}

	@Test
	void bothTheLineAndTheCertificateMustPermit() throws Exception {
		this.trusted = false;
		this.line = "cert-authority,no-pty,no-touch-required,environment=\"A=b\",permitopen=\"db:1\" "
				+ this.certificate.authorityLine();
		this.certificate.principal("alice").extension("permit-pty").extension("permit-port-forwarding");
		assertThat(granted())
			.returns(new LoginPermissions(false, true, false, false, null, Map.of("A", "b"), List.of("db:1"), null),
					Granted::permissions)
			.returns(true, Granted::touchRequired)
			.returns("keys of alice:1", Granted::origin);
		this.certificate.extension("no-touch-required");
		assertThat(granted().touchRequired()).isFalse();
		this.line = "verify-required," + this.line;
		assertThat(granted().verifyRequired()).isTrue();
	}

	@Test
	void theirCommandsMustBeTheSame() throws Exception {
		this.trusted = false;
		this.line = "cert-authority,command=\"a\" " + this.certificate.authorityLine();
		this.certificate.principal("alice");
		assertThat(granted().permissions().forcedCommand()).isEqualTo("a");
		this.certificate.criticalOption("force-command", "a");
		assertThat(granted().permissions().forcedCommand()).isEqualTo("a");
		this.line = "cert-authority,command=\"a \" " + this.certificate.authorityLine();
		assertThat(reason()).endsWith("it forces another command than the line of its authority");
	}

	@Test
	void theLineRestrictsTheSourceToo() throws Exception {
		this.trusted = false;
		this.certificate.principal("alice");
		this.line = "cert-authority,from=\"10.0.0.1\" " + this.certificate.authorityLine();
		assertThat(decide()).isInstanceOf(Refused.class);
		this.line = "cert-authority,expiry-time=\"20291231Z\" " + this.certificate.authorityLine();
		assertThat(decide()).isInstanceOf(Refused.class);
		this.line = "cert-authority,from=\"192.0.2.1\",expiry-time=\"20300102Z\" " + this.certificate.authorityLine();
		assertThat(decide()).isInstanceOf(Granted.class);
	}

	@Test
	void aLineThatRefusesIsNotOverruledByTheTrustedAuthority() throws Exception {
		this.certificate.principal("alice");
		this.line = "cert-authority,from=\"10.0.0.1\" " + this.certificate.authorityLine();
		assertThat(decide()).isInstanceOf(Refused.class);
	}

	@Test
	void refusesWhatIsRevoked() throws Exception {
		this.certificate.principal("alice");
		this.revoked = PublicKeys.line(this.certificate.user.getPublic());
		assertThat(reason()).isEqualTo("the key is revoked in 'revoked'");
		this.revoked = this.certificate.authorityLine();
		assertThat(reason()).isEqualTo("the authority of the certificate is revoked in 'revoked'");
		this.revoked = "ssh-ed25519-cert-v01@openssh.com "
				+ Base64.getEncoder().encodeToString(this.certificate.bytes());
		assertThat(reason()).isEqualTo("the key is revoked in 'revoked'");
		this.revoked = PublicKeys.line(PublicKeys.ed25519());
		assertThat(decide()).isInstanceOf(Granted.class);
	}

	@Test
	void certificatesAreReadCompletelyOrNotAtAll() throws Exception {
		byte[] bytes = this.certificate.principal("alice").extension("permit-pty").bytes();
		Certificate.parse(bytes);
		for (int length = 0; length < bytes.length; length++) {
			byte[] part = Arrays.copyOf(bytes, length);
			assertThat(catchThrowable(() -> Certificate.parse(part))).as("%d bytes", length)
				.isInstanceOf(IllegalArgumentException.class);
		}
		assertThat(catchThrowable(() -> Certificate.parse(Arrays.copyOf(bytes, bytes.length + 1))))
			.isInstanceOf(IllegalArgumentException.class);
	}

	private Granted granted() throws Exception {
		return (Granted) decide();
	}

	private String reason() throws Exception {
		return ((Refused) decide()).reason();
	}

	private PublicKeyDecision decide() throws Exception {
		List<KeyMaterial> authorities = this.trusted
				? List.of(material("trusted", this.certificate.authorityLine() + " the authority\n")) : List.of();
		return new ConfiguredPublicKeyAuthority(
				new PublicKeySettings(List.of((username) -> material("keys of " + username, this.line)), authorities,
						List.of(material("revoked", this.revoked)), true),
				Map.of(), List.of(), Clock.fixed(NOW, ZoneOffset.UTC))
			.decide("alice", this.certificate.read(), InetAddress.getByName("192.0.2.1"));
	}

	private String malformed() {
		return String.valueOf(catchThrowable(this.certificate::read).getMessage());
	}

	private static KeyMaterial material(String description, String content) {
		return KeyMaterial.ofContent(description, content.getBytes(StandardCharsets.UTF_8));
	}

}
