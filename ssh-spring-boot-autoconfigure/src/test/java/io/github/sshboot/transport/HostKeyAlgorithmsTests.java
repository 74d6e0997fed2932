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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HostKeyAlgorithmsTests {

	private static final String OFFERED = "ssh-ed25519-cert-v01@openssh.com,ssh-ed25519,ecdsa-sha2-nistp256,"
			+ "rsa-sha2-512,rsa-sha2-256,rsa-sha2-512-cert-v01@openssh.com";

	@BeforeAll
	static void installProviders() {
		CryptoProviders.install();
	}

	@Test
	void certificatesComeLastWhereNoAuthorityIsKnown() {
		assertThat(order()).isEqualTo("ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256,"
				+ "ssh-ed25519-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com");
	}

	@Test
	void knownKeysComeFirstInTheirOrder() {
		assertThat(order(TestKeys.ECDSA_PUBLIC, TestKeys.ED25519_PUBLIC))
			.startsWith("ecdsa-sha2-nistp256,ssh-ed25519,");
		assertThat(order(TestKeys.ED25519_PUBLIC, TestKeys.ECDSA_PUBLIC))
			.startsWith("ssh-ed25519,ecdsa-sha2-nistp256,");
		assertThat(order(TestKeys.ECDSA_PUBLIC)).startsWith("ecdsa-sha2-nistp256,ssh-ed25519,");
	}

	@Test
	void certificatesComeFirstWhereAnAuthorityIsKnown() {
		assertThat(order("@cert-authority " + TestKeys.OTHER_PUBLIC, TestKeys.ECDSA_PUBLIC))
			.isEqualTo("ssh-ed25519-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com,"
					+ "ecdsa-sha2-nistp256,ssh-ed25519,rsa-sha2-512,rsa-sha2-256");
	}

	private static String order(String... keys) {
		String lines = Stream.of(keys)
			.map((key) -> key.startsWith("@") ? key.replaceFirst(" ", " host ") : "host " + key)
			.collect(Collectors.joining("\n"));
		HostKeyTrust trust = new HostKeyTrust(HostKeyPolicy.STRICT,
				List.of(KeyMaterial.ofContent("test", lines.getBytes(StandardCharsets.UTF_8))));
		return HostKeyAlgorithms.order(OFFERED, HostKeyVerifier.of(new SshEndpoint("host", 22), trust));
	}

}
