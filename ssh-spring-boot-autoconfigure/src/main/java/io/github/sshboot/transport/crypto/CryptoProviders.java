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

import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Decides where MINA takes its cryptography from: the JDK. Left to itself, MINA lets a
 * Bouncy Castle that happens to be on the class path take over X25519, ECDH, SHA-2 and
 * the random source, which makes logins more than ten times slower.
 *
 * @since 0.1.0
 */
public final class CryptoProviders {

	private CryptoProviders() {
	}

	/**
	 * Install the choice. MINA looks its providers up once for the whole process, so this
	 * comes before anything else of it is used; calling it again does nothing.
	 */
	public static void install() {
		SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
		SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.EDDSA, true);
		SecurityUtils.registerSecurityProvider(new JdkEdDsaRegistrar());
	}

	/**
	 * Return whether Bouncy Castle has a class, without loading it: the jar is signed,
	 * and verifying that takes a tenth of a second, which is for later.
	 * @param className the name of the class
	 * @return whether it is on the class path
	 */
	public static boolean hasBouncyCastle(String className) {
		return CryptoProviders.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
	}

	/**
	 * Do what the first login would otherwise wait for. It takes a moment.
	 */
	public static void prepare() {
		if (BouncyCastleEd25519.AVAILABLE) {
			BouncyCastleEd25519.prepare();
		}
	}

}
