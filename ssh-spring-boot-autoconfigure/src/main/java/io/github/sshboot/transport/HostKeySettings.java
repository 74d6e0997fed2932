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

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The server's host keys (OpenSSH {@code HostKey} and {@code HostCertificate}, AsyncSSH
 * {@code server_host_keys}).
 *
 * @param privateKeys the keys, at most one of each type
 * @param certificates OpenSSH host certificates, each for one of the keys
 * @param generate a file to create once with a new Ed25519 key where it does not exist,
 * and to use; {@code null} for none
 * @param reloadOnUpdate whether new connections get the new keys and certificates when
 * files change
 * @since 0.1.0
 */
public record HostKeySettings(List<PrivateKeySource> privateKeys, List<KeyMaterial> certificates,
		@Nullable Path generate, boolean reloadOnUpdate) {

	/**
	 * Create new {@link HostKeySettings}.
	 * @param privateKeys the keys
	 * @param certificates the certificates
	 * @param generate a file to create once, or {@code null}
	 * @param reloadOnUpdate whether to follow changes of files
	 */
	public HostKeySettings {
		privateKeys = List.copyOf(privateKeys);
		certificates = List.copyOf(certificates);
	}

}
