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
import org.apache.sshd.common.kex.extension.parser.HostBoundPubkeyAuthentication;
import org.apache.sshd.common.kex.extension.parser.ServerSignatureAlgorithms;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Tells clients which signatures they may log in with (RFC 8308 section 3.1), where MINA
 * would tell them those of host keys, and that they may bind them to the host key
 * (OpenSSH's {@code PROTOCOL}, section 3.1).
 */
final class SignatureAlgorithmsHandler extends DefaultServerKexExtensionHandler {

	private static final String HOST_BOUND_VERSION = "0";

	private final AlgorithmSettings algorithms;

	SignatureAlgorithmsHandler(AlgorithmSettings algorithms) {
		this.algorithms = algorithms;
	}

	/**
	 * OpenSSH looks for what a certificate's key signs with, not for the certificate.
	 */
	@Override
	public void collectExtensions(Session session, KexPhase phase, BiConsumer<String, Object> marshaller) {
		if (phase == KexPhase.NEWKEYS) {
			marshaller.accept(ServerSignatureAlgorithms.NAME,
					this.algorithms.get(AlgorithmCategory.PUBLIC_KEY)
						.stream()
						.map(SignatureAlgorithms::plain)
						.distinct()
						.toList());
			marshaller.accept(HostBoundPubkeyAuthentication.NAME, hostBound());
		}
	}

	/**
	 * MINA writes the values of extensions that it does not know as they are, and not
	 * their names.
	 */
	private static Buffer hostBound() {
		Buffer extension = new ByteArrayBuffer();
		extension.putString(HostBoundPubkeyAuthentication.NAME);
		extension.putString(HOST_BOUND_VERSION);
		return extension;
	}

}
