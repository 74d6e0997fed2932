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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.github.sshboot.testing.HostKeyFiles;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.transport.CertificateException.Problem;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostCertificateTests {

	@TempDir
	static Path directory;

	private static HostKeyFiles files;

	private static Path authority;

	private static Path key;

	@BeforeAll
	static void generateKeys() {
		files = new HostKeyFiles(directory);
		authority = files.key("authority", "ed25519");
		key = files.key("key", "ed25519");
	}

	@ParameterizedTest
	@CsvSource({ "ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048" })
	void takesCertificateOfAnyAuthority(String type, String bits) {
		Path other = files.key("authority_" + type + bits, type, "-b", bits);
		HostCertificate certificate = load(files.certify(other, key, "-h", "-n", "example.com"));
		assertThat(certificate.type()).isEqualTo("ssh-ed25519-cert-v01@openssh.com");
		assertThat(certificate.keyFingerprint().toString()).isEqualTo("ssh-ed25519 " + fingerprint(key));
		assertThat(certificate.describe()).contains(fingerprint(other));
	}

	@Test
	void ignoresCommentsAndEmptyLines() throws Exception {
		Path certificate = files.certify(authority, key, "-h");
		Files.writeString(certificate, "# the host\n\n" + Files.readString(certificate) + "\r\n");
		assertThat(load(certificate)).isNotNull();
	}

	@Test
	void refusesMissingFile() {
		assertFails(directory.resolve("missing"), Problem.NOT_FOUND).withMessageContaining("does not exist");
	}

	@Test
	void refusesWhatCannotBeRead() {
		assertFails(directory, Problem.UNREADABLE);
	}

	@Test
	void refusesPublicKeyAndPrivateKey() {
		assertFails(Path.of(key + ".pub"), Problem.MALFORMED);
		assertFails(key, Problem.MALFORMED);
	}

	@Test
	void refusesTwoCertificatesInOneFile() throws Exception {
		String line = Files.readString(files.certify(authority, key, "-h"));
		assertFails(write(line + line), Problem.MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519-cert-v01@openssh.com AAAA",
			"ssh-ed25519-cert-v01@openssh.com *", "ssh-unknown-cert-v01@openssh.com AAAA" })
	void refusesGarbage(String content) throws Exception {
		assertFails(write(content), Problem.MALFORMED);
	}

	@Test
	void refusesTruncatedCertificate() throws Exception {
		byte[] blob = blob(files.certify(authority, key, "-h"));
		for (int length = 0; length < blob.length; length += 13) {
			assertFails(write(line(Arrays.copyOf(blob, length))), Problem.MALFORMED, Problem.BAD_SIGNATURE);
		}
	}

	@Test
	void refusesCertificateThatHasBeenTamperedWith() throws Exception {
		byte[] blob = blob(files.certify(authority, key, "-h", "-n", "example.com"));
		String text = new String(blob, StandardCharsets.ISO_8859_1);
		byte[] tampered = text.replace("example.com", "example.org").getBytes(StandardCharsets.ISO_8859_1);
		assertFails(write(line(tampered)), Problem.BAD_SIGNATURE)
			.withMessageContaining("is not signed by the authority that it names")
			.withMessageContaining(fingerprint(authority));
	}

	@Test
	void refusesSignatureWithSha1() {
		Path rsa = files.key("sha1_authority", "rsa", "-b", "2048");
		assertFails(files.certify(rsa, key, "-h", "-t", "ssh-rsa"), Problem.BAD_SIGNATURE)
			.withMessageContaining("is signed with ssh-rsa");
	}

	@Test
	void refusesCertificateOfAUser() {
		assertFails(files.certify(authority, key, "-n", "demo"), Problem.WRONG_KIND).withMessageContaining("of a user");
	}

	@Test
	void knowsWhenItIsValid() {
		HostCertificate certificate = load(
				files.certify(authority, key, "-h", "-V", "20300101000000Z:20310101000000Z"));
		assertThat(certificate.invalidity(Instant.parse("2029-12-31T23:59:59Z")))
			.isEqualTo("is valid only from 2030-01-01T00:00:00Z on");
		assertThat(certificate.invalidity(Instant.parse("2030-01-01T00:00:00Z"))).isNull();
		assertThat(certificate.invalidity(Instant.parse("2030-12-31T23:59:59Z"))).isNull();
		assertThat(certificate.invalidity(Instant.parse("2031-01-01T00:00:00Z")))
			.isEqualTo("has expired at 2031-01-01T00:00:00Z");
	}

	@Test
	void canBeValidForever() {
		HostCertificate certificate = load(files.certify(authority, key, "-h"));
		assertThat(certificate.invalidity(Instant.EPOCH)).isNull();
		assertThat(certificate.invalidity(Instant.parse("9999-12-31T23:59:59Z"))).isNull();
		assertThat(certificate.describe()).endsWith("until the end of time");
	}

	private static ThrowableAssertAlternative<CertificateException> assertFails(Path file, Problem... problems) {
		return assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> load(file)).satisfies((ex) -> {
			assertThat(ex.getProblem()).isIn(List.of(problems));
			assertThat(ex.getLocation()).isEqualTo(file.toString());
			assertThat(ex.getProperty()).isEqualTo("the.property");
		}).withMessageContaining("Certificate '%s' ".formatted(file));
	}

	private static HostCertificate load(Path file) {
		return HostCertificate.load(KeyMaterial.ofFile(file).withProperty("the.property"));
	}

	private static Path write(String content) throws Exception {
		return Files.writeString(Files.createTempDirectory(directory, "written").resolve("cert.pub"), content);
	}

	private static byte[] blob(Path certificate) throws Exception {
		return Base64.getDecoder().decode(Files.readString(certificate).split(" ")[1]);
	}

	private static String line(byte[] blob) {
		return "ssh-ed25519-cert-v01@openssh.com " + Base64.getEncoder().encodeToString(blob);
	}

	private static String fingerprint(Path key) {
		return Programs.run(directory, "ssh-keygen", "-l", "-f", key + ".pub").output().split(" ")[1];
	}

}
