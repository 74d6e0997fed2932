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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.PrivateKeyException.Problem;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PrivateKeysTests {

	private static final String PASSPHRASE = "correct horse";

	@TempDir
	static Path directory;

	@BeforeAll
	static void generateKeys() {
		Programs.require("ssh-keygen");
		Programs.require("openssl");
		generate("ed25519", "-t", "ed25519");
		generate("ecdsa256", "-t", "ecdsa", "-b", "256");
		generate("ecdsa384", "-t", "ecdsa", "-b", "384");
		generate("ecdsa521", "-t", "ecdsa", "-b", "521");
		generate("rsa", "-t", "rsa", "-b", "2048");
	}

	static Stream<Arguments> forms() {
		// OpenSSH 9.2 writes Ed25519 in its own form only
		Stream<Arguments> ed25519 = Stream.of(Arguments.of("ed25519", "RFC4716", "BEGIN OPENSSH PRIVATE KEY"));
		Stream<Arguments> ecdsa = Stream.of("ecdsa256", "ecdsa384", "ecdsa521")
			.flatMap((key) -> Stream.of(Arguments.of(key, "RFC4716", "BEGIN OPENSSH PRIVATE KEY"),
					Arguments.of(key, "PEM", "BEGIN EC PRIVATE KEY"), Arguments.of(key, "PKCS8", "PRIVATE KEY")));
		Stream<Arguments> rsa = Stream.of(Arguments.of("rsa", "RFC4716", "BEGIN OPENSSH PRIVATE KEY"),
				Arguments.of("rsa", "PEM", "BEGIN RSA PRIVATE KEY"), Arguments.of("rsa", "PKCS8", "PRIVATE KEY"));
		return Stream.of(ed25519, ecdsa, rsa).flatMap((arguments) -> arguments);
	}

	@ParameterizedTest
	@MethodSource("forms")
	void loadsPlainKey(String key, String form, String marker) throws Exception {
		Path file = converted(key, form, "");
		assertThat(file).content().contains(marker).doesNotContain("ENCRYPTED");
		assertThat(openSshLine(load(file, null))).isEqualTo(sshKeygenLine(file, ""));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void loadsPlainKeyThatHasANeedlessPassphrase(String key, String form) throws Exception {
		Path file = converted(key, form, "");
		assertThat(openSshLine(load(file, PASSPHRASE))).isEqualTo(sshKeygenLine(file, ""));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void loadsEncryptedKey(String key, String form, String marker) throws Exception {
		Path file = converted(key, form, PASSPHRASE);
		assertThat(file).content().contains(marker);
		assertThat(openSshLine(load(file, PASSPHRASE))).isEqualTo(sshKeygenLine(file, PASSPHRASE));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void refusesWrongPassphrase(String key, String form) throws Exception {
		Path file = converted(key, form, PASSPHRASE);
		assertFails(file, "wrong horse", Problem.WRONG_PASSPHRASE).withMessageNotContaining("wrong horse");
	}

	@ParameterizedTest
	@MethodSource("forms")
	void refusesEncryptedKeyWithoutPassphrase(String key, String form) throws Exception {
		assertFails(converted(key, form, PASSPHRASE), null, Problem.ENCRYPTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "aes128-ctr", "aes256-ctr", "aes256-cbc", "aes128-gcm@openssh.com",
			"aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com" })
	void loadsOpenSshKeyOfAnyCipher(String cipher) throws Exception {
		Path file = copy("ed25519");
		sshKeygen("-p", "-Z", cipher, "-P", "", "-N", PASSPHRASE, "-f", file.toString());
		assertThat(openSshLine(load(file, PASSPHRASE))).isEqualTo(sshKeygenLine(file, PASSPHRASE));
	}

	@ParameterizedTest
	@CsvSource({ "aes-128-cbc, hmacWithSHA1", "aes-128-cbc, hmacWithSHA256", "aes-256-cbc, hmacWithSHA1",
			"aes-256-cbc, hmacWithSHA256", "aes-256-cbc, hmacWithSHA512" })
	void loadsPkcs8OfPbes2(String cipher, String prf) throws Exception {
		Path plain = converted("ecdsa256", "PKCS8", "");
		Path file = encryptedPkcs8(plain, "-v2", cipher, "-v2prf", prf);
		assertThat(file).content().contains("BEGIN ENCRYPTED PRIVATE KEY");
		assertThat(openSshLine(load(file, PASSPHRASE))).isEqualTo(sshKeygenLine(plain, ""));
		assertFails(file, "wrong horse", Problem.WRONG_PASSPHRASE);
	}

	@Test
	void loadsPkcs8OfPbes1() throws Exception {
		Path plain = converted("ecdsa256", "PKCS8", "");
		Path file = encryptedPkcs8(plain, "-v1", "PBE-SHA1-3DES");
		assertThat(openSshLine(load(file, PASSPHRASE))).isEqualTo(sshKeygenLine(plain, ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-scrypt", "-v2 des3" })
	void doesNotBlameThePassphraseForAnEncryptionThatIsNotSupported(String options) throws Exception {
		assertFails(encryptedPkcs8(converted("ecdsa256", "PKCS8", ""), options.split(" ")), PASSPHRASE,
				Problem.MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-aes128", "-aes192", "-aes256", "-des3" })
	void loadsLegacyPemOfAnyCipher(String cipher) throws Exception {
		Path file = unused("dek");
		openssl("rsa", "-traditional", "-in", converted("rsa", "PEM", "").toString(), "-out", file.toString(), cipher,
				"-passout", "pass:" + PASSPHRASE);
		assertThat(file).content().contains("DEK-Info:");
		assertThat(openSshLine(load(file, PASSPHRASE))).isEqualTo(sshKeygenLine(file, PASSPHRASE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "RFC4716", "PEM", "PKCS8" })
	void opensKeyWithPassphraseOutsideOfAscii(String form) throws Exception {
		String passphrase = "pässwörd ☃";
		Path file = unused("unicode");
		Path passphraseFile = Files.writeString(unused("passphrase"), passphrase + "\n");
		// the passphrase goes through files since program arguments depend on the locale
		if ("RFC4716".equals(form)) {
			Programs
				.run(directory, "sh", "-c", "cp ecdsa256 \"$1\" && ssh-keygen -p -P '' -N \"$(cat \"$2\")\" -f \"$1\"",
						"sh", file.toString(), passphraseFile.toString())
				.output();
		}
		else if ("PEM".equals(form)) {
			openssl("ec", "-in", converted("ecdsa256", "PEM", "").toString(), "-out", file.toString(), "-aes128",
					"-passout", "file:" + passphraseFile);
		}
		else {
			openssl("pkcs8", "-topk8", "-in", converted("ecdsa256", "PKCS8", "").toString(), "-out", file.toString(),
					"-v2", "aes-256-cbc", "-passout", "file:" + passphraseFile);
		}
		assertThat(openSshLine(load(file, passphrase))).isEqualTo(sshKeygenLine(directory.resolve("ecdsa256"), ""));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 16, 100 })
	void loadsOpenSshKeyOfAnyReasonableNumberOfRounds(int rounds) throws Exception {
		Path file = copy("ed25519");
		sshKeygen("-p", "-a", Integer.toString(rounds), "-P", "", "-N", PASSPHRASE, "-f", file.toString());
		assertThat(openSshLine(load(file, PASSPHRASE))).isEqualTo(sshKeygenLine(file, PASSPHRASE));
	}

	@Test
	void refusesOpenSshKeyOfTooManyRounds() throws Exception {
		Path file = copy("ed25519");
		sshKeygen("-p", "-a", "256", "-P", "", "-N", PASSPHRASE, "-f", file.toString());
		assertFails(file, PASSPHRASE, Problem.UNSUPPORTED).withMessageContaining("256 bcrypt rounds")
			.withMessageContaining("ssh-keygen -p -a 100");
	}

	@ParameterizedTest
	@ValueSource(strings = { "RFC4716", "PEM", "PKCS8" })
	void refusesShortRsaKey(String form) throws Exception {
		Path file = unused("short");
		sshKeygen("-q", "-t", "rsa", "-b", "1024", "-m", form, "-N", "", "-f", file.toString());
		assertFails(file, null, Problem.UNSUPPORTED).withMessageContaining("RSA key of 1024 bits")
			.withMessageContaining("less than 2048");
	}

	@Test
	void refusesDsaKey() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
		generator.initialize(1024);
		assertFails(write(pkcs8(generator.generateKeyPair())), null, Problem.UNSUPPORTED)
			.withMessageContaining("DSA key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "secp256k1", "brainpoolP256r1", "secp224r1" })
	void refusesCurveThatSshDoesNotUse(String curve) throws Exception {
		Path file = unused("curve");
		openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve, "-out", file.toString());
		assertRefused(file);
		Path sec1 = unused("curve");
		openssl("ec", "-in", file.toString(), "-out", sec1.toString());
		assertRefused(sec1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x25519", "ed448", "RSA-PSS" })
	void refusesKeyTypeThatSshDoesNotUse(String algorithm) throws Exception {
		Path file = unused("type");
		openssl("genpkey", "-algorithm", algorithm, "-out", file.toString());
		assertRefused(file);
	}

	private static void assertRefused(Path file) {
		assertThatExceptionOfType(PrivateKeyException.class).isThrownBy(() -> load(file, null))
			.satisfies((ex) -> assertThat(ex.getProblem()).isIn(Problem.UNSUPPORTED, Problem.MALFORMED));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "rw-r-----", "rw--w----", "rwx--x---", "rw----r--", "rw-----w-", "rw------x", "rwxrwxrwx" })
	void refusesFileThatOthersMayAccess(String permissions) throws Exception {
		Path file = copy("ed25519");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
		assertFails(file, null, Problem.TOO_OPEN).withMessageContaining("run 'chmod 600 %s'".formatted(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-------", "r--------", "rwx------" })
	void takesFileThatOnlyItsOwnerMayAccess(String permissions) throws Exception {
		Path file = copy("ed25519");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
		assertThat(load(file, null).getPublic().getAlgorithm()).startsWith("Ed");
	}

	@Test
	void looksAtThePermissionsOfTheTargetOfALink() throws Exception {
		Path file = copy("ed25519");
		Path link = Files.createSymbolicLink(unused("link"), file);
		assertThat(load(link, null)).isNotNull();
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		assertFails(link, null, Problem.TOO_OPEN).withMessageContaining("mode 0644");
	}

	@Test
	void leavesThePermissionsOfSomebodyElsesFileToThem() throws Exception {
		Path file = Path.of("/etc/passwd");
		if (Files.getOwner(directory).equals(Files.getOwner(file))) {
			file = copy("ed25519");
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
			assertThat(PrivateKeyPermissions.areTooOpen(file)).isTrue();
			Files.setAttribute(file, "unix:uid", 12345);
			assertThat(load(file, null)).isNotNull();
		}
		assertThat(PrivateKeyPermissions.areTooOpen(file)).isFalse();
	}

	@Test
	void loadsEd25519InPkcs8() throws Exception {
		Path file = unused("ed25519-pkcs8");
		openssl("genpkey", "-algorithm", "ed25519", "-out", file.toString());
		byte[] publicKey = publicKeyOf(file);
		assertThat(load(file, null).getPublic().getEncoded()).isEqualTo(publicKey);
		Path encrypted = unused("ed25519-pkcs8");
		openssl("pkcs8", "-topk8", "-in", file.toString(), "-out", encrypted.toString(), "-passout",
				"pass:" + PASSPHRASE);
		assertThat(load(encrypted, PASSPHRASE).getPublic().getEncoded()).isEqualTo(publicKey);
		assertFails(encrypted, null, Problem.ENCRYPTED);
		assertFails(encrypted, "wrong horse", Problem.WRONG_PASSPHRASE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "RFC4716", "PEM", "PKCS8" })
	void loadsKeyWithWindowsLineEndingsAndTextAroundIt(String form) throws Exception {
		Path file = converted("rsa", form, "");
		String line = sshKeygenLine(file, "");
		String text = "# the deploy key\n\n" + Files.readString(file) + "\n\n";
		assertThat(openSshLine(PrivateKeys.load(source(text.replace("\n", "\r\n"))))).isEqualTo(line);
	}

	@Test
	void loadedHalvesBelongTogether() throws Exception {
		for (String name : List.of("ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa")) {
			KeyPair key = load(directory.resolve(name), null);
			Signature signature = Signature.getInstance(switch (key.getPrivate().getAlgorithm()) {
				case "EC" -> "SHA256withECDSA";
				case "RSA" -> "SHA256withRSA";
				default -> "Ed25519";
			});
			signature.initSign(key.getPrivate());
			signature.update(name.getBytes(StandardCharsets.UTF_8));
			byte[] signed = signature.sign();
			signature.initVerify(key.getPublic());
			signature.update(name.getBytes(StandardCharsets.UTF_8));
			assertThat(signature.verify(signed)).as(name).isTrue();
		}
	}

	@Test
	void refusesMissingFile() {
		Path file = directory.resolve("missing");
		assertFails(file, null, Problem.NOT_FOUND).withMessage("Private key '%s' does not exist".formatted(file));
	}

	@Test
	void refusesDirectory() {
		assertFails(directory, null, Problem.UNREADABLE).withMessageContaining(directory.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ed25519", "ecdsa256", "rsa" })
	void refusesPublicKey(String key) {
		assertFails(directory.resolve(key + ".pub"), null, Problem.MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "garbage", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
			"-----BEGIN PRIVATE KEY-----\n*secret*\n-----END PRIVATE KEY-----\n",
			"-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n",
			"-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n",
			"-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n" })
	void refusesGarbage(String content) {
		assertThatExceptionOfType(PrivateKeyException.class).isThrownBy(() -> PrivateKeys.load(source(content)))
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(Problem.MALFORMED))
			.withMessageContaining("Private key 'configured text'")
			.withMessageNotContaining("secret")
			.withMessageNotContaining("c2VjcmV0");
	}

	@Test
	void refusesGarbageThatClaimsToBeEncrypted() {
		String content = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n";
		PrivateKeySource source = new PrivateKeySource(
				KeyMaterial.ofContent("configured text", content.getBytes(StandardCharsets.UTF_8)), PASSPHRASE);
		assertThatExceptionOfType(PrivateKeyException.class).isThrownBy(() -> PrivateKeys.load(source))
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(Problem.MALFORMED));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void refusesTruncatedFile(String key, String form) throws Exception {
		String whole = Files.readString(converted(key, form, ""));
		for (int part = 1; part < 8; part++) {
			Path file = write(whole.substring(0, whole.length() * part / 8));
			assertFails(file, null, Problem.MALFORMED);
		}
	}

	@Test
	void sourceHidesThePassphrase() {
		PrivateKeySource source = new PrivateKeySource(KeyMaterial.ofFile(Path.of("deploy.key")), PASSPHRASE);
		assertThat(source).hasToString("deploy.key (with passphrase)");
		assertThat(new PrivateKeySource(source.material(), null)).hasToString("deploy.key");
	}

	private static Path write(String content) throws IOException {
		Path file = unused("written");
		return TestKeys.write(file.getParent(), file.getFileName().toString(), content);
	}

	private static String pkcs8(KeyPair key) {
		return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
			.formatted(Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded()));
	}

	private static ThrowableAssertAlternative<PrivateKeyException> assertFails(Path file, @Nullable String passphrase,
			Problem problem) {
		return assertThatExceptionOfType(PrivateKeyException.class).isThrownBy(() -> load(file, passphrase))
			.satisfies((ex) -> {
				assertThat(ex.getProblem()).isEqualTo(problem);
				assertThat(ex.getLocation()).isEqualTo(file.toString());
			});
	}

	private static KeyPair load(Path file, @Nullable String passphrase) {
		return PrivateKeys.load(new PrivateKeySource(KeyMaterial.ofFile(file), passphrase));
	}

	private static PrivateKeySource source(String content) {
		return new PrivateKeySource(KeyMaterial.ofContent("configured text", content.getBytes(StandardCharsets.UTF_8)),
				null);
	}

	private static String openSshLine(KeyPair key) {
		return PublicKeyEntry.toString(key.getPublic());
	}

	private static void generate(String name, String... options) {
		sshKeygen(Stream.concat(Stream.of("-q", "-N", "", "-C", "", "-f", name), Stream.of(options))
			.toArray(String[]::new));
	}

	private static Path converted(String key, String form, String passphrase) throws IOException {
		Path file = copy(key);
		sshKeygen("-p", "-m", form, "-P", "", "-N", passphrase, "-f", file.toString());
		return file;
	}

	private static Path copy(String key) throws IOException {
		return Files.copy(directory.resolve(key), unused(key), StandardCopyOption.COPY_ATTRIBUTES);
	}

	private static Path encryptedPkcs8(Path plain, String... options) throws IOException {
		Path file = unused("encrypted");
		openssl(Stream
			.concat(Stream.of("pkcs8", "-topk8", "-in", plain.toString(), "-out", file.toString(), "-passout",
					"pass:" + PASSPHRASE), Stream.of(options))
			.toArray(String[]::new));
		return file;
	}

	private static Path unused(String name) throws IOException {
		return Files.createTempDirectory(directory, name).resolve("key");
	}

	private static String sshKeygenLine(Path file, String passphrase) {
		String line = sshKeygen("-y", "-P", passphrase, "-f", file.toString()).strip();
		String[] words = line.split(" ");
		return words[0] + " " + words[1];
	}

	private static byte[] publicKeyOf(Path file) {
		return Base64.getMimeDecoder()
			.decode(openssl("pkey", "-in", file.toString(), "-pubout").replaceAll("-----[A-Z ]+-----", ""));
	}

	private static String sshKeygen(String... arguments) {
		return run("ssh-keygen", arguments);
	}

	private static String openssl(String... arguments) {
		return run("openssl", arguments);
	}

	private static String run(String program, String... arguments) {
		return Programs.run(directory, Stream.concat(Stream.of(program), Stream.of(arguments)).toArray(String[]::new))
			.output();
	}

}
