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

package io.github.sshboot.authentication;

import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to log in that was refused.
 *
 * @param username the user name as the client sent it, made printable
 * @param method the authentication method (RFC 4252)
 * @param key the fingerprint of the key that was offered, or {@code null}
 * @param reason why it was refused; the client is not told
 * @param connection the connection
 * @since 0.1.0
 */
public record LoginFailure(String username, String method, @Nullable KeyFingerprint key, String reason,
		SshConnectionInfo connection) {

}
