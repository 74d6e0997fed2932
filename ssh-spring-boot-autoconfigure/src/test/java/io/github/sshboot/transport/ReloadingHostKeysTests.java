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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.github.sshboot.testing.HostKeyFiles;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ReloadingHostKeysTests {

	private static final String FIRST = "ssh-ed25519";

	private static final String SECOND = "ecdsa-sha2-nistp256";

	private static final List<String> ALGORITHMS = AlgorithmSettings.of(AlgorithmProfile.DEFAULT)
		.get(AlgorithmCategory.HOST_KEY);

	@TempDir
	Path directory;

	private Path file;

	@BeforeEach
	void writeKey() {
		this.file = TestKeys.write(this.directory, "key", TestKeys.ED25519_PRIVATE);
	}

	@Test
	void takesANewKeyOnceItsFileIsAtRest() {
		ReloadingHostKeys keys = keys();
		keys.check();
		assertThat(type(keys)).isEqualTo(FIRST);
		TestKeys.write(this.directory, "key", TestKeys.ECDSA_PRIVATE);
		keys.check();
		assertThat(type(keys)).isEqualTo(FIRST);
		keys.check();
		assertThat(type(keys)).isEqualTo(SECOND);
	}

	@Test
	void followsTheLinksThatKubernetesSwaps() throws Exception {
		Path first = Files.createDirectory(this.directory.resolve("..2026_01"));
		Path second = Files.createDirectory(this.directory.resolve("..2026_02"));
		TestKeys.write(first, "key", TestKeys.ED25519_PRIVATE);
		TestKeys.write(second, "key", TestKeys.ECDSA_PRIVATE);
		Path data = Files.createSymbolicLink(this.directory.resolve("..data"), first.getFileName());
		this.file = Files.createSymbolicLink(this.directory.resolve("mounted"), Path.of("..data/key"));
		ReloadingHostKeys keys = keys();
		Path swapped = Files.createSymbolicLink(this.directory.resolve("..data_tmp"), second.getFileName());
		Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);
		checkTwice(keys);
		assertThat(type(keys)).isEqualTo(SECOND);
	}

	@Test
	void keepsTheLastGoodKeyAndSaysWhyOnce(CapturedOutput output) throws Exception {
		ReloadingHostKeys keys = keys();
		TestKeys.write(this.directory, "key", "garbage");
		checkTwice(keys);
		checkTwice(keys);
		assertThat(type(keys)).isEqualTo(FIRST);
		assertThat(output).containsOnlyOnce("The host keys have changed but cannot be used")
			.contains("Private key '%s' is not a private key".formatted(this.file))
			.doesNotContain("garbage");
		Files.delete(this.file);
		checkTwice(keys);
		assertThat(type(keys)).isEqualTo(FIRST);
		assertThat(output).contains("Private key '%s' does not exist".formatted(this.file));
		TestKeys.write(this.directory, "key", TestKeys.ECDSA_PRIVATE);
		checkTwice(keys);
		assertThat(type(keys)).isEqualTo(SECOND);
	}

	@Test
	void seesThatOnlyThePermissionsHaveBeenMended(CapturedOutput output) throws Exception {
		ReloadingHostKeys keys = keys();
		TestKeys.write(this.directory, "key", TestKeys.ECDSA_PRIVATE);
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-r--r--"));
		checkTwice(keys);
		assertThat(type(keys)).isEqualTo(FIRST);
		assertThat(output).contains("run 'chmod 600 %s'".formatted(this.file));
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-------"));
		checkTwice(keys);
		assertThat(type(keys)).isEqualTo(SECOND);
	}

	@Test
	void doesNotTakeAKeyThatNoAlgorithmFits(CapturedOutput output) {
		ReloadingHostKeys keys = new ReloadingHostKeys(HostKeyFiles.settings(List.of(this.file), List.of()),
				List.of(FIRST));
		TestKeys.write(this.directory, "key", TestKeys.ECDSA_PRIVATE);
		checkTwice(keys);
		assertThat(type(keys)).isEqualTo(FIRST);
		assertThat(output).contains("The host-key algorithms ssh-ed25519 fit none of the host keys: '" + this.file);
	}

	@Test
	void doesNotServeANewKeyWithTheOldCertificate(CapturedOutput output) throws Exception {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path authority = files.key("authority", "ed25519");
		Path key = files.key("host", "ed25519");
		Path certificate = files.certify(authority, key, "-h");
		Path newKey = files.key("new", "ed25519");
		Path newCertificate = files.certify(authority, newKey, "-h");
		ReloadingHostKeys keys = new ReloadingHostKeys(HostKeyFiles.settings(List.of(key), List.of(certificate)),
				ALGORITHMS);
		HostKeys before = keys.current();
		Files.move(newKey, key, StandardCopyOption.ATOMIC_MOVE);
		checkTwice(keys);
		assertThat(keys.current()).isSameAs(before);
		assertThat(output).contains("which is none of the host keys");
		Files.move(newCertificate, certificate, StandardCopyOption.ATOMIC_MOVE);
		checkTwice(keys);
		assertThat(keys.current().fingerprints()).isNotEqualTo(before.fingerprints());
		assertThat(keys.current().describe()).hasSize(2);
	}

	@Test
	void takesARenewedCertificate() throws Exception {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path authority = files.key("authority", "ed25519");
		Path key = files.key("host", "ed25519");
		Path certificate = files.certify(authority, key, "-h", "-z", "1");
		ReloadingHostKeys keys = new ReloadingHostKeys(HostKeyFiles.settings(List.of(key), List.of(certificate)),
				ALGORITHMS);
		assertThat(keys.current().describe()).anyMatch((line) -> line.contains("serial 1 "));
		files.certify(authority, key, "-h", "-z", "2");
		checkTwice(keys);
		assertThat(keys.current().describe()).anyMatch((line) -> line.contains("serial 2 "));
	}

	@Test
	void doesNotGenerateAKeyAgainThatIsGone() throws Exception {
		Path generated = this.directory.resolve("generated");
		ReloadingHostKeys keys = new ReloadingHostKeys(new HostKeySettings(List.of(), List.of(), generated, true),
				ALGORITHMS);
		HostKeys before = keys.current();
		checkTwice(keys);
		assertThat(keys.current()).isSameAs(before);
		Files.delete(generated);
		checkTwice(keys);
		assertThat(keys.current()).isSameAs(before);
		assertThat(generated).doesNotExist();
	}

	@Test
	void looksAtTheFilesByItself() {
		try (ReloadingHostKeys keys = keys()) {
			keys.start();
			TestKeys.write(this.directory, "key", TestKeys.ECDSA_PRIVATE);
			await().until(() -> type(keys).equals(SECOND));
		}
		await().until(() -> threads().isEmpty());
	}

	@Test
	void doesNotLookWhereNothingCanChangeOrNothingShall() {
		PrivateKeySource inline = new PrivateKeySource(
				KeyMaterial.ofContent("inline", TestKeys.ED25519_PRIVATE.getBytes()), null);
		try (ReloadingHostKeys fixed = new ReloadingHostKeys(
				new HostKeySettings(List.of(inline), List.of(), null, true), ALGORITHMS);
				ReloadingHostKeys off = new ReloadingHostKeys(
						new HostKeySettings(List.of(new PrivateKeySource(KeyMaterial.ofFile(this.file), null)),
								List.of(), null, false),
						ALGORITHMS)) {
			fixed.start();
			off.start();
			assertThat(threads()).isEmpty();
		}
	}

	private ReloadingHostKeys keys() {
		return new ReloadingHostKeys(HostKeyFiles.settings(List.of(this.file), List.of()), ALGORITHMS);
	}

	private static void checkTwice(ReloadingHostKeys keys) {
		keys.check();
		keys.check();
	}

	private static String type(ReloadingHostKeys keys) {
		return keys.current().fingerprints().get(0).type();
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("ssh-host-keys-"))
			.toList();
	}

}
