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

package io.github.sshboot.transport.crypto;

import java.nio.file.Path;
import java.security.Security;

import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AlgorithmProfile;
import io.github.sshboot.transport.AlgorithmSettings;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CryptoProviders}.
 */
class CryptoProvidersTests {

	/**
	 * In a Java process of its own, since it is the first look at an algorithm that
	 * decides.
	 */
	@Test
	void bouncyCastleTakesNothingOver() throws Exception {
		Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Fresh.class.getName())
			.start();
		Result result = Result.of(java, 60);
		assertThat(result.output()).as(result.error()).endsWith("registered false, provider null, SunEC, SUN\n");
	}

	/**
	 * Its jar is signed, and verifying that would be a good part of a start.
	 */
	@Test
	void nothingOfBouncyCastleIsLoadedWhileAServerStarts() throws Exception {
		Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xlog:class+load", "-cp", System.getProperty("java.class.path"), Start.class.getName())
			.start();
		Result result = Result.of(java, 60);
		assertThat(result.output()).as(result.error()).contains("listening").contains("io.github.sshboot.server");
		assertThat(result.output().substring(0, result.output().indexOf("listening")))
			.doesNotContain(" org.bouncycastle.");
	}

	/**
	 * A server that starts.
	 */
	static final class Start {

		private Start() {
		}

		public static void main(String[] args) {
			try (TestSshServer server = TestSshServer.start((session) -> session.exit(0))) {
				System.out.println("listening " + server.port());
			}
		}

	}

	/**
	 * What a process does that has only just started.
	 */
	static final class Fresh {

		private Fresh() {
		}

		public static void main(String[] args) throws Exception {
			AlgorithmSettings.of(AlgorithmProfile.DEFAULT);
			System.out.printf("registered %s, provider %s, %s, %s%n", SecurityUtils.isBouncyCastleRegistered(),
					Security.getProvider("BC"), SecurityUtils.getKeyAgreement("X25519").getProvider().getName(),
					SecurityUtils.getMessageDigest("SHA-256").getProvider().getName());
		}

	}

}
