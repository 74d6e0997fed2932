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

package io.github.sshboot.testing;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.server.SshServer;

/**
 * MINA as it comes, but with the cryptography of ours: MINA looks once in the life of a
 * JVM which there is, and other tests run in the same.
 */
public final class StockMina {

	private StockMina() {
	}

	public static SshServer server() {
		CryptoProviders.install();
		return SshServer.setUpDefaultServer();
	}

	public static SshClient client() {
		CryptoProviders.install();
		return SshClient.setUpDefaultClient();
	}

}
