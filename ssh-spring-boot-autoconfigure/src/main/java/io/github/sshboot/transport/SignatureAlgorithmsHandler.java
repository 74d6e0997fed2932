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

import java.util.function.BiConsumer;

import org.apache.sshd.common.kex.extension.DefaultServerKexExtensionHandler;
import org.apache.sshd.common.kex.extension.parser.ServerSignatureAlgorithms;
import org.apache.sshd.common.session.Session;

/**
 * Tells clients which signatures they may log in with (RFC 8308 section 3.1); MINA would
 * tell them those of host keys.
 */
final class SignatureAlgorithmsHandler extends DefaultServerKexExtensionHandler {

	private static final String CERTIFICATE = "-cert-v01@openssh.com";

	private final AlgorithmSettings algorithms;

	SignatureAlgorithmsHandler(AlgorithmSettings algorithms) {
		this.algorithms = algorithms;
	}

	@Override
	public void collectExtensions(Session session, KexPhase phase, BiConsumer<String, Object> marshaller) {
		if (phase == KexPhase.NEWKEYS) {
			marshaller.accept(ServerSignatureAlgorithms.NAME,
					this.algorithms.get(AlgorithmCategory.PUBLIC_KEY)
						.stream()
						.map(SignatureAlgorithmsHandler::signature)
						.distinct()
						.toList());
		}
	}

	/**
	 * OpenSSH looks for what a certificate's key signs with, not for the certificate.
	 */
	private static String signature(String algorithm) {
		return algorithm.endsWith(CERTIFICATE) ? algorithm.substring(0, algorithm.length() - CERTIFICATE.length())
				: algorithm;
	}

}
