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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/**
 * Makes what follows a peer's proposal of a key exchange wait until the exchange has been
 * negotiated. When we begin an exchange, MINA negotiates on the thread that began it, and
 * the peer's next message may be there before that is done; only then is it known whether
 * the exchange is a strict one, which ends with any message that is no part of it.
 */
final class KeyExchangeGate {

	private static final int TIMEOUT_SECONDS = 30;

	private volatile @Nullable CompletableFuture<Boolean> negotiated;

	/**
	 * The peer's proposal is there.
	 */
	void close() {
		this.negotiated = new CompletableFuture<>();
	}

	/**
	 * The algorithms are chosen and the exchange is ready, or it has failed.
	 * @param success whether it is ready
	 */
	void open(boolean success) {
		CompletableFuture<Boolean> negotiated = this.negotiated;
		if (negotiated != null) {
			negotiated.complete(success);
		}
	}

	/**
	 * Wait until the next message can be taken.
	 */
	void pass() throws SshException, InterruptedException {
		CompletableFuture<Boolean> negotiated = this.negotiated;
		try {
			if (negotiated == null || negotiated.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			// neither ready nor failed
		}
		throw new SshException(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED, "Key exchange not negotiated");
	}

}
