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

import java.util.List;

import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.server.ServerBuilder;

/**
 * The algorithms offered: no SHA-1, CBC, finite-field groups, NIST-curve key exchange or
 * compression. Post-quantum key exchange comes first where its implementation is present.
 */
final class Algorithms {

	private static final List<BuiltinDHFactories> KEY_EXCHANGES = List.of(BuiltinDHFactories.mlkem768x25519,
			BuiltinDHFactories.sntrup761x25519, BuiltinDHFactories.sntrup761x25519_openssh,
			BuiltinDHFactories.curve25519, BuiltinDHFactories.curve25519_libssh);

	private static final List<BuiltinCiphers> CIPHERS = List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm,
			BuiltinCiphers.cc20p1305_openssh, BuiltinCiphers.aes128ctr, BuiltinCiphers.aes192ctr,
			BuiltinCiphers.aes256ctr);

	private static final List<BuiltinMacs> MACS = List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm,
			BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512);

	private static final List<BuiltinSignatures> SIGNATURES = List.of(BuiltinSignatures.ed25519,
			BuiltinSignatures.nistp256, BuiltinSignatures.nistp384, BuiltinSignatures.nistp521,
			BuiltinSignatures.sk_ssh_ed25519, BuiltinSignatures.sk_ecdsa_sha2_nistp256, BuiltinSignatures.rsaSHA512,
			BuiltinSignatures.rsaSHA256);

	private Algorithms() {
	}

	static List<KeyExchangeFactory> serverKeyExchanges() {
		return NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, ServerBuilder.DH2KEX);
	}

	static List<KeyExchangeFactory> clientKeyExchanges() {
		return NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, ClientBuilder.DH2KEX);
	}

	static void apply(AbstractFactoryManager manager, List<KeyExchangeFactory> keyExchanges) {
		manager.setKeyExchangeFactories(keyExchanges);
		manager.setCipherFactories(ciphers());
		manager.setMacFactories(supported(MACS));
		manager.setSignatureFactories(supported(SIGNATURES));
		manager.setCompressionFactories(supported(List.of(BuiltinCompressions.none)));
	}

	private static List<NamedFactory<Cipher>> ciphers() {
		return supported(CIPHERS).stream()
			.map((cipher) -> (cipher == BuiltinCiphers.cc20p1305_openssh) ? ChaCha20Poly1305Cipher.FACTORY : cipher)
			.toList();
	}

	private static <T, F extends NamedFactory<T> & OptionalFeature> List<NamedFactory<T>> supported(List<F> factories) {
		return List.copyOf(factories.stream().filter(OptionalFeature::isSupported).toList());
	}

}
