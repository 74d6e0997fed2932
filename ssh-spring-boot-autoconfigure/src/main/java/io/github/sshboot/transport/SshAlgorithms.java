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
 * The algorithms a connection negotiated (RFC 4253 section 7.1).
 *
 * @param keyExchange the key exchange method
 * @param hostKey the server's host key algorithm
 * @param cipherClientToServer the cipher from client to server
 * @param cipherServerToClient the cipher from server to client
 * @param macClientToServer the MAC from client to server; with an AEAD cipher it is
 * negotiated but not used
 * @param macServerToClient the MAC from server to client
 * @param compressionClientToServer the compression from client to server
 * @param compressionServerToClient the compression from server to client
 * @since 0.1.0
 */
public record SshAlgorithms(String keyExchange, String hostKey, String cipherClientToServer,
		String cipherServerToClient, String macClientToServer, String macServerToClient,
		String compressionClientToServer, String compressionServerToClient) {

}
