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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.BuiltinFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms there are, by their names in the protocol: those of the profiles, and
 * those that are there to be added for old devices.
 */
final class AlgorithmCatalog {

	static {
		// before the first look at an algorithm, which is when MINA chooses providers
		CryptoProviders.install();
	}

	private static final List<BuiltinDHFactories> POST_QUANTUM = List.of(BuiltinDHFactories.mlkem768x25519,
			BuiltinDHFactories.sntrup761x25519, BuiltinDHFactories.sntrup761x25519_openssh);

	private static final List<BuiltinDHFactories> CURVE25519 = List.of(BuiltinDHFactories.curve25519,
			BuiltinDHFactories.curve25519_libssh);

	private static final List<BuiltinCiphers> CIPHERS = List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm,
			BuiltinCiphers.cc20p1305_openssh, BuiltinCiphers.aes128ctr, BuiltinCiphers.aes192ctr,
			BuiltinCiphers.aes256ctr);

	private static final List<BuiltinMacs> ENCRYPT_THEN_MAC = List.of(BuiltinMacs.hmacsha256etm,
			BuiltinMacs.hmacsha512etm);

	private static final List<BuiltinMacs> ENCRYPT_AND_MAC = List.of(BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512);

	private static final List<BuiltinSignatures> CERTIFICATES = List.of(BuiltinSignatures.ed25519_cert,
			BuiltinSignatures.nistp256_cert, BuiltinSignatures.nistp384_cert, BuiltinSignatures.nistp521_cert,
			BuiltinSignatures.rsaSHA512_cert, BuiltinSignatures.rsaSHA256_cert);

	private static final List<BuiltinSignatures> KEYS = List.of(BuiltinSignatures.ed25519, BuiltinSignatures.nistp256,
			BuiltinSignatures.nistp384, BuiltinSignatures.nistp521, BuiltinSignatures.sk_ssh_ed25519,
			BuiltinSignatures.sk_ecdsa_sha2_nistp256, BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256);

	private static final UserSignature SK_ECDSA_CERTIFICATE = new UserSignature(
			SignatureAlgorithms.SK_ECDSA_CERTIFICATE, BuiltinSignatures.sk_ecdsa_sha2_nistp256);

	private static final List<UserSignature> SECURITY_KEY_CERTIFICATES = List.of(
			new UserSignature(SignatureAlgorithms.SK_ED25519_CERTIFICATE, BuiltinSignatures.sk_ssh_ed25519),
			SK_ECDSA_CERTIFICATE);

	/**
	 * As with OpenSSH, only for those who ask for it.
	 */
	private static final UserSignature WEBAUTHN = new UserSignature(SignatureAlgorithms.WEBAUTHN,
			BuiltinSignatures.nistp256);

	private static final Set<NamedResource> NIST_CURVES = Set.of(BuiltinSignatures.nistp256, BuiltinSignatures.nistp384,
			BuiltinSignatures.nistp521, BuiltinSignatures.nistp256_cert, BuiltinSignatures.nistp384_cert,
			BuiltinSignatures.nistp521_cert, BuiltinSignatures.sk_ecdsa_sha2_nistp256, SK_ECDSA_CERTIFICATE);

	private AlgorithmCatalog() {
	}

	/**
	 * Return the algorithms of a profile that this Java runtime has.
	 */
	static List<String> getDefaults(AlgorithmCategory category, AlgorithmProfile profile) {
		boolean strict = profile == AlgorithmProfile.STRICT;
		Stream<? extends NamedResource> defaults = switch (category) {
			case KEY_EXCHANGE ->
				strict ? POST_QUANTUM.stream() : Stream.of(POST_QUANTUM, CURVE25519).flatMap(List::stream);
			case HOST_KEY -> signatures(Stream.of(CERTIFICATES, KEYS), strict);
			case PUBLIC_KEY -> signatures(Stream.of(CERTIFICATES, SECURITY_KEY_CERTIFICATES, KEYS), strict);
			case CIPHER -> CIPHERS.stream();
			case MAC ->
				strict ? ENCRYPT_THEN_MAC.stream() : Stream.of(ENCRYPT_THEN_MAC, ENCRYPT_AND_MAC).flatMap(List::stream);
			case COMPRESSION -> Stream.of(BuiltinCompressions.none);
		};
		List<String> names = defaults.map(NamedResource::getName)
			.filter((name) -> isSupported(category, name))
			.toList();
		if (names.isEmpty()) {
			throw new UnsupportedAlgorithmException(category,
					"this Java runtime has none that the profile asks for; add Bouncy Castle "
							+ "(org.bouncycastle:bcprov-jdk18on) to the class path");
		}
		return names;
	}

	private static Stream<? extends NamedResource> signatures(Stream<List<? extends NamedResource>> all,
			boolean strict) {
		return all.flatMap(List::stream).filter((signature) -> !strict || !NIST_CURVES.contains(signature));
	}

	/**
	 * Return whether a name can be used.
	 */
	static boolean isSupported(AlgorithmCategory category, String name) {
		return all(category).anyMatch((candidate) -> candidate.getName().equals(name) && isSupported(candidate));
	}

	/**
	 * Return the names that can be used.
	 */
	static Set<String> getSupported(AlgorithmCategory category) {
		return all(category).filter(AlgorithmCatalog::isSupported)
			.map(NamedResource::getName)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return the names that mean something, whether or not this Java runtime has it.
	 */
	static Set<String> getKnown(AlgorithmCategory category) {
		return all(category).map(NamedResource::getName).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Say why a name is never used.
	 */
	static @Nullable String getRefusal(AlgorithmCategory category, String name) {
		return switch (category) {
			case COMPRESSION -> "zlib".equals(name)
					? "'zlib' would decompress what a peer sends before it has logged in; use 'zlib@openssh.com'"
					: null;
			case CIPHER, MAC -> "none".equals(name) ? "'none' would leave the connection unprotected" : null;
			default -> null;
		};
	}

	/**
	 * Return whether a name is one of those that only Bouncy Castle has.
	 */
	static boolean needsBouncyCastle(String name) {
		return name.startsWith("mlkem");
	}

	static DHFactory keyExchange(String name) {
		return named(name, keyExchanges());
	}

	static BuiltinFactory<Cipher> cipher(String name) {
		return named(name, ciphers());
	}

	static BuiltinFactory<Mac> mac(String name) {
		return named(name, BuiltinMacs.VALUES.stream());
	}

	static BuiltinFactory<Compression> compression(String name) {
		return named(name, BuiltinCompressions.VALUES.stream());
	}

	static BuiltinFactory<Signature> signature(String name) {
		return named(name, BuiltinSignatures.VALUES.stream());
	}

	private static <T extends NamedResource> T named(String name, Stream<? extends T> all) {
		return all.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No algorithm " + name));
	}

	/**
	 * Return all algorithms of a category, without those that are never used.
	 */
	private static Stream<? extends NamedResource> all(AlgorithmCategory category) {
		Stream<? extends NamedResource> all = switch (category) {
			case KEY_EXCHANGE -> keyExchanges();
			case HOST_KEY -> BuiltinSignatures.VALUES.stream();
			case PUBLIC_KEY -> Stream.of(BuiltinSignatures.VALUES, SECURITY_KEY_CERTIFICATES, List.of(WEBAUTHN))
				.flatMap(Collection::stream);
			case CIPHER -> ciphers();
			case MAC -> BuiltinMacs.VALUES.stream();
			case COMPRESSION -> BuiltinCompressions.VALUES.stream();
		};
		return all.filter((candidate) -> getRefusal(category, candidate.getName()) == null);
	}

	private static Stream<DHFactory> keyExchanges() {
		return BuiltinDHFactories.VALUES.stream().map((factory) -> switch (factory) {
			case curve25519 -> X25519Agreement.CURVE25519;
			case curve25519_libssh -> X25519Agreement.CURVE25519_LIBSSH;
			case mlkem768x25519 -> X25519Hybrid.MLKEM768;
			case sntrup761x25519 -> X25519Hybrid.SNTRUP761;
			case sntrup761x25519_openssh -> X25519Hybrid.SNTRUP761_OPENSSH;
			case mlkem768nistp256 -> MlKemEcdh.NISTP256;
			case mlkem1024nistp384 -> MlKemEcdh.NISTP384;
			default -> factory;
		});
	}

	private static Stream<BuiltinFactory<Cipher>> ciphers() {
		return BuiltinCiphers.VALUES.stream()
			.map((cipher) -> (cipher == BuiltinCiphers.cc20p1305_openssh) ? ChaCha20Poly1305Cipher.FACTORY : cipher);
	}

	private static boolean isSupported(NamedResource algorithm) {
		return algorithm instanceof OptionalFeature feature && feature.isSupported();
	}

	/**
	 * What users sign with that MINA has no name for.
	 *
	 * @param name its name in the protocol
	 * @param algorithm what it needs
	 */
	private record UserSignature(String name, BuiltinSignatures algorithm) implements NamedResource, OptionalFeature {

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public boolean isSupported() {
			return this.algorithm.isSupported();
		}

	}

}
