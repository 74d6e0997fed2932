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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.transport.PublicKeyBlob;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class KeyRevocationListTests {

	@TempDir
	Path directory;

	@BeforeAll
	static void installProviders() {
		CryptoProviders.install();
	}

	/**
	 * Lists of every kind, each asked about many keys and certificates.
	 */
	@Test
	void saysWhatSshKeygenSays() throws Exception {
		SshKeygen keygen = SshKeygen.in(this.directory);
		Path ca = keygen.key("ca", "-t", "ed25519");
		Path otherCa = keygen.key("other-ca", "-t", "ecdsa");
		List<Path> subjects = new ArrayList<>();
		for (String name : List.of("a", "b", "c")) {
			Path key = keygen.key(name, "-t", name.equals("c") ? "rsa" : "ed25519");
			subjects.add(SshKeygen.publicKey(key));
			for (String serial : List.of("0", "1", "2", "5", "9", "10", "64", "100", "1000", "18446744073709551615")) {
				subjects.add(certificate(ca, key, "id-" + name, serial));
			}
			subjects.add(certificate(otherCa, key, "id-" + name, "5"));
			subjects.add(certificate(otherCa, key, "other id", "77"));
		}
		String a = Files.readString(SshKeygen.publicKey(this.directory.resolve("a")));
		int revoked = 0;
		int accepted = 0;
		for (String specification : List.of("serial: 5\nserial: 100\n", "serial: 2-10\nserial: 1000\n",
				"serial: 18446744073709551615\n", "serial: 5-64\nserial: 60-200\n", dense(), "id: id-b\n",
				"id: other id\n", "key: " + a, "sha1: " + a, "sha256: " + a,
				"hash: " + SshKeygen.fingerprint(this.directory.resolve("c")) + "\n",
				"key: " + Files.readString(SshKeygen.publicKey(ca)), "serial: 1\nid: id-a\nsha256: " + a, "")) {
			for (String authority : List.of("ca.pub", "other-ca.pub", "none")) {
				Path list = list(specification, authority);
				RevocationList ours = RevocationList.parse(Files.readAllBytes(list));
				for (Path subject : subjects) {
					boolean theirs = Programs
						.run(this.directory, "ssh-keygen", "-Q", "-f", list.toString(), subject.toString())
						.status() != 0;
					assertThat(revocation(ours, subject) != null)
						.as("%s of %s in %s", subject, authority, specification)
						.isEqualTo(theirs);
					if (theirs) {
						revoked++;
					}
					else {
						accepted++;
					}
				}
			}
		}
		assertThat(revoked).isGreaterThan(100);
		assertThat(accepted).isGreaterThan(100);
	}

	/**
	 * Serial numbers that are written as a bitmap.
	 */
	private static String dense() {
		StringBuilder serials = new StringBuilder();
		for (int serial = 1; serial < 400; serial += 3) {
			serials.append("serial: %d\n".formatted(serial));
		}
		return serials.toString();
	}

	private Path list(String specification, String authority) throws Exception {
		Path file = Files.writeString(this.directory.resolve("specification"), specification);
		Path list = this.directory.resolve("list");
		Files.deleteIfExists(list);
		// without an authority, serial numbers and ids are revoked for any
		Programs.run(this.directory, "ssh-keygen", "-q", "-k", "-f", "list", "-s", authority, file.toString()).output();
		return list;
	}

	private Path certificate(Path authority, Path key, String id, String serial) throws Exception {
		Programs
			.run(this.directory, "ssh-keygen", "-q", "-s", authority.toString(), "-I", id, "-n", "alice", "-z", serial,
					key + ".pub")
			.output();
		return Files.move(Path.of(key + "-cert.pub"), this.directory
			.resolve("%s-%s-%s-cert.pub".formatted(key.getFileName(), authority.getFileName(), serial)));
	}

	private static @Nullable String revocation(RevocationList list, Path subject) throws Exception {
		String line = Files.readString(subject);
		if (!Certificate.isCertificate(line)) {
			return list.revocation(PublicKeyBlob.parse(line), null);
		}
		Certificate certificate = Certificate.parse(line);
		return list.revocation(certificate.key(), certificate);
	}

	@Test
	void refusesListsThatAreCutOff() throws Exception {
		SshKeygen keygen = SshKeygen.in(this.directory);
		keygen.key("ca", "-t", "ed25519");
		keygen.key("a", "-t", "ed25519");
		byte[] list = Files.readAllBytes(
				list("serial: 1\nserial: 7-9\nid: x\nsha256: " + Files.readString(this.directory.resolve("a.pub")),
						"ca.pub"));
		RevocationList.parse(list);
		int sections = header(new ByteArrayOutputStream()).size();
		int whole = 0;
		for (int length = 8; length < list.length; length++) {
			try {
				RevocationList.parse(Arrays.copyOf(list, length));
				whole++;
			}
			catch (IllegalArgumentException ex) {
				// as it should be
			}
		}
		// it may end between sections
		assertThat(whole).isLessThan(3);
		assertThat(list.length).isGreaterThan(sections);
	}

	@Test
	void ignoresExtensionsUnlessTheyAreCritical() {
		for (boolean critical : new boolean[] { true, false }) {
			ByteArrayOutputStream extension = new ByteArrayOutputStream();
			string(extension, "x@example.org".getBytes(StandardCharsets.UTF_8));
			extension.write(critical ? 1 : 0);
			string(extension, new byte[3]);
			ByteArrayOutputStream certificates = new ByteArrayOutputStream();
			string(certificates, new byte[0]);
			string(certificates, new byte[0]);
			section(certificates, 0x39, extension.toByteArray());
			byte[] inList = section(header(new ByteArrayOutputStream()), 255, extension.toByteArray());
			byte[] inCertificates = section(header(new ByteArrayOutputStream()), 1, certificates.toByteArray());
			for (byte[] list : List.of(inList, inCertificates)) {
				if (critical) {
					assertThatIllegalArgumentException().isThrownBy(() -> RevocationList.parse(list))
						.withMessageContaining("x@example.org");
				}
				else {
					assertThatNoException().isThrownBy(() -> RevocationList.parse(list));
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4, 6, 254 })
	void refusesUnknownSections(int type) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RevocationList.parse(section(header(new ByteArrayOutputStream()), type, new byte[0])));
	}

	@Test
	void refusesSerialNumbersThatMakeNoSense() {
		for (byte[] part : List.of(part(0x20, longs(0)), part(0x20, longs(1), new byte[3]), part(0x21, longs(5, 4)),
				part(0x21, longs(0, 4)), part(0x21, longs(1, 2, 3)),
				part(0x22, longs(-1), new byte[] { 0, 0, 0, 1, 2 }),
				part(0x22, longs(1), new byte[] { 0, 0, 0, 1, -1 }), part(0x22, longs(0), new byte[] { 0, 0, 0, 1, 1 }),
				part(0x24, longs(1)))) {
			assertThatIllegalArgumentException().isThrownBy(() -> RevocationList.parse(part));
		}
		assertThatNoException()
			.isThrownBy(() -> RevocationList.parse(part(0x22, longs(-1), new byte[] { 0, 0, 0, 1, 1 })));
	}

	@Test
	void copesWithMillionsOfEntries() throws Exception {
		int count = 1_000_000;
		Random random = new Random(1);
		ByteBuffer fingerprints = ByteBuffer.allocate(count * 36);
		ByteBuffer serials = ByteBuffer.allocate(count * Long.BYTES);
		ByteArrayOutputStream certificates = new ByteArrayOutputStream();
		string(certificates, new byte[0]);
		string(certificates, new byte[0]);
		byte[] fingerprint = new byte[32];
		for (int i = 0; i < count; i++) {
			random.nextBytes(fingerprint);
			fingerprints.putInt(fingerprint.length).put(fingerprint);
			serials.putLong(2L * i + 1);
			if (i % 10 == 0) {
				write(certificates, 0x21, longs(10_000_000L + 4L * i, 10_000_002L + 4L * i));
				write(certificates, 0x22, concat(longs(100_000_000L - 8L * i), new byte[] { 0, 0, 0, 1, 2 }));
			}
		}
		section(certificates, 0x20, serials.array());
		ByteArrayOutputStream list = header(new ByteArrayOutputStream());
		section(list, 5, fingerprints.array());
		byte[] content = section(list, 1, certificates.toByteArray());
		RevocationList parsed = assertTimeoutAndGet(() -> RevocationList.parse(content));
		CertificateWriter writer = CertificateWriter.create().principal("alice");
		assertTimeoutAndGet(() -> {
			for (long serial : new long[] { 1, 1_999_999, 10_000_001, 13_999_962, 100_000_001 }) {
				assertThat(parsed.revokes(Certificate.parse(writer.serial(serial).bytes()))).as("%d", serial).isTrue();
			}
			for (long serial : new long[] { 0, 2, 2_000_000, 10_000_003, 100_000_000, -1 }) {
				assertThat(parsed.revokes(Certificate.parse(writer.serial(serial).bytes()))).as("%d", serial).isFalse();
			}
			return true;
		});
	}

	private static <T> T assertTimeoutAndGet(ThrowingSupplier<T> supplier) {
		// quadratic cost would take hours
		return assertTimeout(Duration.ofMinutes(1), supplier);
	}

	private static byte[] part(int type, byte[]... data) {
		ByteArrayOutputStream certificates = new ByteArrayOutputStream();
		string(certificates, new byte[0]);
		string(certificates, new byte[0]);
		return section(header(new ByteArrayOutputStream()), 1, section(certificates, type, concat(data)));
	}

	private static ByteArrayOutputStream header(ByteArrayOutputStream list) {
		list.writeBytes("SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII));
		list.writeBytes(new byte[] { 0, 0, 0, 1 });
		list.writeBytes(longs(1, 2, 3));
		string(list, new byte[0]);
		string(list, "comment".getBytes(StandardCharsets.UTF_8));
		return list;
	}

	private static byte[] section(ByteArrayOutputStream list, int type, byte[] data) {
		write(list, type, data);
		return list.toByteArray();
	}

	private static void write(ByteArrayOutputStream list, int type, byte[] data) {
		list.write(type);
		string(list, data);
	}

	private static void string(ByteArrayOutputStream out, byte[] data) {
		out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
		out.writeBytes(data);
	}

	private static byte[] longs(long... values) {
		ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES);
		for (long value : values) {
			buffer.putLong(value);
		}
		return buffer.array();
	}

	private static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

}
