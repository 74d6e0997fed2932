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

import java.time.Duration;
import java.util.function.Consumer;

import io.github.sshboot.transport.SshConnectionInfo;
import io.github.sshboot.transport.SshHostKey;
import org.jspecify.annotations.Nullable;

/**
 * A connection of one's own, which nothing else uses and which stays open until it is
 * closed or lost. It is not made again when it is lost: then everything that runs on it
 * ends with an {@link SshConnectException}, and so does everything that is begun.
 * AsyncSSH: {@code SSHClientConnection}.
 *
 * <pre class="code">
 * try (SshConnection connection = client.connect()) {
 *     connection.exec("mkdir release").run();
 *     connection.exec("tar -xf - -C release").input(archive).run();
 * }
 * </pre>
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshConnection extends SshOperations, AutoCloseable {

	/**
	 * Return facts about the connection: addresses, what the server calls itself, and the
	 * algorithms of the latest key exchange.
	 * @return the facts as they are now
	 */
	SshConnectionInfo getInfo();

	/**
	 * Return the key that the server has proven to hold, if it is a certificate the key
	 * that it certifies. AsyncSSH: {@code get_server_host_key}.
	 * @return the key
	 */
	SshHostKey getServerKey();

	/**
	 * Ask the server whether it is there, with OpenSSH's {@code keepalive@openssh.com},
	 * and wait for the answer as long as connecting may take.
	 * @return how long the answer has taken
	 * @throws SshConnectException if there was no answer in time, or the connection is
	 * lost
	 */
	Duration ping();

	/**
	 * Ask the server whether it is there.
	 * @param timeout how long to wait for the answer
	 * @return how long the answer has taken
	 * @throws SshConnectException if there was no answer in time, or the connection is
	 * lost
	 */
	Duration ping(Duration timeout);

	/**
	 * Agree on new keys (RFC 4253 section 9), whatever the limits say, and wait for it as
	 * long as connecting may take.
	 * @throws SshConnectException if there were no new keys in time, or the connection is
	 * lost
	 */
	void rekey();

	/**
	 * Return whether the connection is open, as far as that is known here.
	 * @return whether it is open
	 */
	boolean isOpen();

	/**
	 * Be told when the connection has ended; at once if it has. The callback is called
	 * once, on a thread where it may block.
	 * @param callback gets the reason, or {@code null} if this side has closed the
	 * connection
	 */
	void onClose(Consumer<@Nullable SshException> callback);

	/**
	 * Close the connection and what runs on it. The server is told; if it does not take
	 * notice within 5 seconds, the connection is dropped. Does nothing if it is closed
	 * already.
	 */
	@Override
	void close();

	/**
	 * Close the connection and what runs on it.
	 * @param timeout how long the server may take to notice, before the connection is
	 * dropped
	 */
	void close(Duration timeout);

}
