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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.sshboot.testing.HostKeyFiles;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.PrivateKeyException.Problem;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class HostKeysTests {

	@TempDir
	Path directory;

	@Test
	void generatesKeyThatOnlyItsOwnerCanRead() throws Exception {
		Path file = this.directory.resolve("config/ssh/host_key");
		generate(file);
		assertThat(permissions(file)).isEqualTo("rw-------");
		assertThat(permissions(file.getParent())).isEqualTo("rwx------");
	}

	@Test
	void leavesPermissionsOfAnExistingDirectoryAlone() throws Exception {
		Path existing = Files.createDirectory(this.directory.resolve("config"));
		Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rwxr-x---"));
		generate(existing.resolve("host_key"));
		assertThat(permissions(existing)).isEqualTo("rwxr-x---");
		assertThat(permissions(existing.resolve("host_key"))).isEqualTo("rw-------");
	}

	@Test
	void generatesKeyThatOpenSshCanRead() {
		Programs.require("ssh-keygen");
		Path file = this.directory.resolve("host_key");
		KeyPair key = generate(file);
		assertThat(Programs.run(this.directory, "ssh-keygen", "-l", "-f", file.toString()).output()).startsWith("256 ")
			.contains(" " + KeyFingerprint.of(key.getPublic()).value() + " ")
			.contains("(ED25519)");
		assertThat(Programs.run(this.directory, "ssh-keygen", "-y", "-P", "", "-f", file.toString()).output())
			.startsWith("ssh-ed25519 ");
	}

	@Test
	void usesTheGeneratedKeyAgain() throws Exception {
		Path file = this.directory.resolve("host_key");
		KeyPair first = generate(file);
		byte[] content = Files.readAllBytes(file);
		assertThat(encoded(generate(file))).isEqualTo(encoded(first));
		assertThat(file).hasBinaryContent(content);
	}

	@Test
	void generatesDifferentKeysForDifferentFiles() {
		assertThat(encoded(generate(this.directory.resolve("one"))))
			.isNotEqualTo(encoded(generate(this.directory.resolve("two"))));
	}

	@Test
	void doesNotReplaceAFileThatIsNoKey() throws Exception {
		Path file = Files.writeString(this.directory.resolve("host_key"), "precious");
		assertThatExceptionOfType(PrivateKeyException.class).isThrownBy(() -> generate(file))
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(Problem.MALFORMED));
		assertThat(file).hasContent("precious");
	}

	@Test
	void threadsThatStartAtOnceUseOneKey() throws Exception {
		int threads = 16;
		Path file = this.directory.resolve("new/host_key");
		CyclicBarrier barrier = new CyclicBarrier(threads);
		Callable<KeyPair> start = () -> {
			barrier.await();
			return generate(file);
		};
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<KeyPair>> keys = executor.invokeAll(Stream.generate(() -> start).limit(threads).toList());
			List<String> encoded = new ArrayList<>();
			for (Future<KeyPair> key : keys) {
				encoded.add(Arrays.toString(encoded(key.get())));
			}
			assertThat(encoded).hasSize(threads).containsOnly(encoded.get(0));
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(list(file.getParent())).containsExactly(file);
	}

	@Test
	void leavesNoTemporaryFiles() throws Exception {
		Path file = this.directory.resolve("host_key");
		generate(file);
		generate(file);
		assertThat(list(this.directory)).containsExactly(file);
	}

	@Test
	void refusesFileBelowAFile() throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "").resolve("host_key");
		assertThatExceptionOfType(PrivateKeyException.class).isThrownBy(() -> generate(file))
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(Problem.NOT_WRITABLE))
			.withMessageContaining(file.toString());
	}

	@Test
	void loadsConfiguredKeysBeforeTheGeneratedOne() {
		KeyMaterial configured = KeyMaterial.ofContent("the property",
				TestKeys.ECDSA_PRIVATE.getBytes(StandardCharsets.US_ASCII));
		Path file = this.directory.resolve("generated");
		HostKeys keys = HostKeys.loadOrGenerate(
				new HostKeySettings(List.of(new PrivateKeySource(configured, null)), List.of(), file, true));
		assertThat(keys.fingerprints()).extracting(KeyFingerprint::type)
			.containsExactly("ecdsa-sha2-nistp256", "ssh-ed25519");
		assertThat(encoded(keys.keys().get(1))).isEqualTo(encoded(generate(file)));
	}

	@Test
	void doesNotStartWithOnlySomeOfTheConfiguredKeys() {
		PrivateKeySource missing = new PrivateKeySource(KeyMaterial.ofFile(this.directory.resolve("missing")), null);
		Path file = this.directory.resolve("host_key");
		assertThatExceptionOfType(PrivateKeyException.class)
			.isThrownBy(() -> HostKeys.loadOrGenerate(new HostKeySettings(List.of(missing), List.of(), file, true)))
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(Problem.NOT_FOUND));
		assertThat(file).doesNotExist();
	}

	@Test
	void refusesToDoWithoutAnyKey() {
		assertThatExceptionOfType(NoHostKeyException.class)
			.isThrownBy(() -> HostKeys.loadOrGenerate(new HostKeySettings(List.of(), List.of(), null, true)));
	}

	@Test
	void refusesToDoWithoutAnAlgorithmForAnyKey() {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path key = files.key("host", "rsa", "-b", "2048");
		HostKeys keys = HostKeys.loadOrGenerate(HostKeyFiles.settings(List.of(key), List.of()));
		assertThatExceptionOfType(UnusableHostKeysException.class)
			.isThrownBy(() -> keys.checkAlgorithms(List.of("ssh-ed25519", "rsa-sha2-512-cert-v01@openssh.com")))
			.withMessageContaining(key.toString())
			.satisfies((ex) -> assertThat(ex.getFitting()).containsExactly("rsa-sha2-512", "rsa-sha2-256"));
		Path certificate = files.certify(files.key("authority", "ed25519"), key, "-h");
		HostKeys certified = HostKeys.loadOrGenerate(HostKeyFiles.settings(List.of(key), List.of(certificate)));
		assertThatNoException()
			.isThrownBy(() -> certified.checkAlgorithms(List.of("rsa-sha2-512-cert-v01@openssh.com")));
	}

	@Test
	void refusesTwoKeysOfOneTypeWithBothNames() {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path one = files.key("one", "ed25519");
		Path two = files.key("two", "ed25519");
		assertThatExceptionOfType(DuplicateHostKeyException.class)
			.isThrownBy(() -> HostKeys.loadOrGenerate(HostKeyFiles.settings(List.of(one, two), List.of())))
			.withMessage("The host keys '%s' and '%s' are both of type ssh-ed25519, of which a server can use one", one,
					two);
		assertThatExceptionOfType(DuplicateHostKeyException.class)
			.isThrownBy(() -> HostKeys.loadOrGenerate(HostKeyFiles.settings(List.of(one, one), List.of())));
	}

	@Test
	void refusesToGenerateAKeyOfATypeThatIsConfigured() {
		Path configured = new HostKeyFiles(this.directory).key("configured", "ed25519");
		PrivateKeySource source = new PrivateKeySource(KeyMaterial.ofFile(configured), null);
		Path file = this.directory.resolve("generated");
		assertThatExceptionOfType(DuplicateHostKeyException.class)
			.isThrownBy(() -> HostKeys.loadOrGenerate(new HostKeySettings(List.of(source), List.of(), file, true)))
			.withMessageContaining(configured.toString())
			.withMessageContaining(file.toString());
	}

	@Test
	void takesKeysOfAllTypesAndTheirCertificates() {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		List<Path> keys = files.keys();
		Path authority = files.key("authority", "ed25519");
		List<Path> certificates = keys.stream().map((key) -> files.certify(authority, key, "-h")).toList();
		HostKeys loaded = HostKeys.loadOrGenerate(HostKeyFiles.settings(keys, certificates));
		assertThat(loaded.fingerprints()).extracting(KeyFingerprint::type)
			.containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
					"ssh-rsa");
		assertThat(loaded.certificates(Instant.now())).extracting(OpenSshCertificate::getKeyType)
			.containsExactly("ssh-ed25519-cert-v01@openssh.com", "ecdsa-sha2-nistp256-cert-v01@openssh.com",
					"ecdsa-sha2-nistp384-cert-v01@openssh.com", "ecdsa-sha2-nistp521-cert-v01@openssh.com",
					"ssh-rsa-cert-v01@openssh.com");
	}

	@Test
	void refusesCertificateOfAKeyThatIsNotConfigured() {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path key = files.key("key", "ed25519");
		Path other = files.key("other", "ed25519");
		Path certificate = files.certify(files.key("authority", "ed25519"), other, "-h");
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> HostKeys.loadOrGenerate(HostKeyFiles.settings(List.of(key), List.of(certificate))))
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(CertificateException.Problem.NO_KEY))
			.withMessageContaining("Certificate '%s' is for the key ssh-ed25519 SHA256:".formatted(certificate))
			.withMessageContaining("which is none of the host keys: '%s' is ssh-ed25519 SHA256:".formatted(key));
	}

	@Test
	void refusesTwoCertificatesOfOneKey() {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path key = files.key("key", "ed25519");
		Path certificate = files.certify(files.key("authority", "ed25519"), key, "-h");
		assertThatExceptionOfType(DuplicateHostKeyException.class).isThrownBy(
				() -> HostKeys.loadOrGenerate(HostKeyFiles.settings(List.of(key), List.of(certificate, certificate))))
			.withMessageContaining("The host certificates ")
			.withMessageContaining("ssh-ed25519-cert-v01@openssh.com");
	}

	private static KeyPair generate(Path file) {
		List<KeyPair> keys = HostKeys.loadOrGenerate(new HostKeySettings(List.of(), List.of(), file, true)).keys();
		assertThat(keys).hasSize(1);
		return keys.get(0);
	}

	private static byte[] encoded(KeyPair key) {
		return key.getPublic().getEncoded();
	}

	private static String permissions(Path path) throws Exception {
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
		return PosixFilePermissions.toString(permissions);
	}

	private static List<Path> list(Path directory) throws Exception {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

}
