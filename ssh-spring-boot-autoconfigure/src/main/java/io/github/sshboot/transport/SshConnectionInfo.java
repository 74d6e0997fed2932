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

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * Facts about a connection, as they were when it was asked for them.
 *
 * @param id the identifier of the connection, unique while the process runs; safe to log
 * @param localAddress the address on this side
 * @param remoteAddress the address of the peer
 * @param peerVersion the peer's identification string (RFC 4253 section 4.2), as sent
 * @param algorithms what was negotiated in the latest key exchange
 * @param connectedAt when the connection was made
 * @since 0.1.0
 */
public record SshConnectionInfo(String id, InetSocketAddress localAddress, InetSocketAddress remoteAddress,
		String peerVersion, SshAlgorithms algorithms, Instant connectedAt) {

}
