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

package io.github.sshboot.client;

import io.github.sshboot.client.tunnel.TunnelFailure;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel could not be opened, because this machine or the server cannot listen. The
 * {@linkplain #getFailure() failure} tells the two apart.
 *
 * @since 0.1.0
 */
public class SshTunnelException extends SshException {

	private final TunnelFailure failure;

	SshTunnelException(String message, TunnelFailure failure, @Nullable Throwable cause) {
		super(message, cause);
		this.failure = failure;
	}

	/**
	 * Return what has gone wrong.
	 * @return the failure
	 */
	public TunnelFailure getFailure() {
		return this.failure;
	}

}
