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

/**
 * What algorithms are negotiated for.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4253#section-7.1">RFC 4253 section
 * 7.1</a>
 */
public enum AlgorithmCategory {

	/**
	 * Agreeing on keys. OpenSSH: {@code KexAlgorithms}, AsyncSSH: {@code kex_algs}.
	 */
	KEY_EXCHANGE("key-exchange"),

	/**
	 * Signatures of the server. OpenSSH: {@code HostKeyAlgorithms}.
	 */
	HOST_KEY("host-key"),

	/**
	 * Encryption. OpenSSH: {@code Ciphers}, AsyncSSH: {@code encryption_algs}.
	 */
	CIPHER("cipher"),

	/**
	 * Integrity, for ciphers that do not bring their own. OpenSSH: {@code MACs},
	 * AsyncSSH: {@code mac_algs}.
	 */
	MAC("mac"),

	/**
	 * Compression. OpenSSH: {@code Compression}, AsyncSSH: {@code compression_algs}.
	 */
	COMPRESSION("compression"),

	/**
	 * Signatures of users who log in. OpenSSH: {@code PubkeyAcceptedAlgorithms}.
	 */
	PUBLIC_KEY("public-key");

	private final String name;

	AlgorithmCategory(String name) {
		this.name = name;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
