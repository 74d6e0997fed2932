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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.sshboot.authentication.SshPasswordSupplier;
import io.github.sshboot.authentication.SshPromptResponder;
import io.github.sshboot.connection.SshConnectionListener;
import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.AddressFamily;
import io.github.sshboot.transport.AlgorithmSettings;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.Identification;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.LocalAddress;
import io.github.sshboot.transport.PrivateKeySource;
import io.github.sshboot.transport.RekeySettings;

/**
 * Runs commands on one host. Connections are made when they are needed, shared between
 * calls, and closed with the application.
 *
 * <pre class="code">
 * String load = client.exec("uptime").retrieve().asString();
 *
 * ExecResult result = client.exec("sort").input(lines).timeout(Duration.ofSeconds(5)).run();
 *
 * try (SshProcess process = client.exec("tail -f log").start()) {
 *     process.getOutput() ...
 * }
 * </pre>
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshClient extends SshOperations {

	/**
	 * Make a connection of one's own, which is not shared with other calls and must be
	 * closed. AsyncSSH: {@code connect}.
	 * @return the connection, logged in
	 * @throws SshConnectException if the host cannot be reached, in the time set for it
	 * @throws SshHostKeyException if its host key is not trusted
	 * @throws SshAuthenticationException if it does not let the client in
	 */
	SshConnection connect();

	/**
	 * Make a connection of one's own, and be told what becomes of it. AsyncSSH:
	 * {@code create_connection}.
	 * @param listener hears of this connection only
	 * @return the connection, logged in
	 * @throws SshConnectException if the host cannot be reached, in the time set for it
	 * @throws SshHostKeyException if its host key is not trusted
	 * @throws SshAuthenticationException if it does not let the client in
	 */
	SshConnection connect(SshConnectionListener listener);

	/**
	 * Return how the connections are used that this client shares between calls.
	 * @return how they are used at the moment
	 */
	SshPoolState getPoolState();

	/**
	 * Make a client like this one, with connections of its own.
	 * @return a builder that has the settings of this client
	 */
	Builder mutate();

	/**
	 * Builds a client.
	 */
	interface Builder {

		/**
		 * Set the host, which is required.
		 * @param host the host name or address
		 * @return this builder
		 */
		Builder host(String host);

		/**
		 * Set the port; by default 22.
		 * @param port the port
		 * @return this builder
		 */
		Builder port(int port);

		/**
		 * Set the kind of address to connect to; by default any.
		 * @param family the kind of address
		 * @return this builder
		 */
		Builder addressFamily(AddressFamily family);

		/**
		 * Set the address to connect from; by default any.
		 * @param address the address of this machine
		 * @return this builder
		 */
		Builder localAddress(LocalAddress address);

		/**
		 * Set what the client tells the server it is.
		 * @param identification the software version
		 * @return this builder
		 */
		Builder identification(Identification identification);

		/**
		 * Set the user name; by default that of the operating system's user.
		 * @param username the user name
		 * @return this builder
		 */
		Builder username(String username);

		/**
		 * Set the password, which also answers a server that prompts for one.
		 * @param password the password
		 * @return this builder
		 */
		Builder password(String password);

		/**
		 * Set who supplies the password if none is set. Keys of the operating system's
		 * user are not used then, unless {@link #defaultKeys(boolean) asked for}.
		 * @param supplier supplies the password
		 * @return this builder
		 */
		Builder password(SshPasswordSupplier supplier);

		/**
		 * Set who answers the questions of the server that the password does not answer.
		 * @param responder answers them
		 * @return this builder
		 */
		Builder promptResponder(SshPromptResponder responder);

		/**
		 * Add a private key that is not encrypted. A certificate beside it
		 * ({@code -cert.pub}) is used as well.
		 * @param file the file
		 * @return this builder
		 */
		Builder privateKey(Path file);

		/**
		 * Add a private key. The first one replaces those of {@code ssh.client}.
		 * @param key the key and its passphrase
		 * @return this builder
		 */
		Builder privateKey(PrivateKeySource key);

		/**
		 * Set certificates for private keys, in place of what was set before. OpenSSH:
		 * {@code CertificateFile}.
		 * @param certificates the certificates, each for a private key that is set or in
		 * the agent
		 * @return this builder
		 */
		Builder certificates(KeyMaterial... certificates);

		/**
		 * Set whether to use the keys of the agent that the environment variable
		 * {@code SSH_AUTH_SOCK} names.
		 * @param use whether to use them
		 * @return this builder
		 */
		Builder useAgent(boolean use);

		/**
		 * Use the keys of an agent. AsyncSSH: {@code agent_path}.
		 * @param socket its Unix-domain socket
		 * @return this builder
		 */
		Builder agent(Path socket);

		/**
		 * Set whether to use the keys that the operating system's user has in
		 * {@code .ssh}, where no password, private key or certificate is set; by default
		 * as {@code ssh.client.default-keys} says.
		 * @param use whether to use them
		 * @return this builder
		 */
		Builder defaultKeys(boolean use);

		/**
		 * Set where known host keys are, in place of what was set before.
		 * @param knownHosts the files, in the format of OpenSSH's {@code known_hosts}
		 * @return this builder
		 */
		Builder knownHosts(KeyMaterial... knownHosts);

		/**
		 * Set what to do about a host key; by default only known ones are trusted.
		 * @param policy the policy
		 * @return this builder
		 */
		Builder hostKeyVerification(HostKeyPolicy policy);

		/**
		 * Change the algorithms that are offered, for example with
		 * {@code (algorithms) -> algorithms.with(AlgorithmCategory.CIPHER,
		 * List.of("+aes128-cbc"))}.
		 * @param change the change to what was set before
		 * @return this builder
		 */
		Builder algorithms(UnaryOperator<AlgorithmSettings> change);

		/**
		 * Set when new keys are agreed on.
		 * @param rekey the limits
		 * @return this builder
		 */
		Builder rekey(RekeySettings rekey);

		/**
		 * Set how it is found out that the server is gone.
		 * @param keepAlive the interval and the number of answers that may be missed
		 * @return this builder
		 */
		Builder keepAlive(KeepAliveSettings keepAlive);

		/**
		 * Set how much the server may send on a channel before it waits.
		 * @param window the sizes
		 * @return this builder
		 */
		Builder window(WindowSettings window);

		/**
		 * Trust only these host keys, whatever the known ones and the verification are.
		 * Each is a public key ({@code ssh-ed25519 AAAA...}), the key of an authority
		 * that signs the host's certificate
		 * ({@code @cert-authority ssh-ed25519 AAAA...}), or the fingerprint of a key
		 * ({@code SHA256:...}), which can follow the key's type.
		 * @param keys the keys, in place of those that were pinned before; none ends the
		 * pinning
		 * @return this builder
		 * @throws IllegalArgumentException if one is something else
		 */
		Builder hostKey(String... keys);

		/**
		 * Set how long making a connection may take until the login begins.
		 * @param timeout the time
		 * @return this builder
		 */
		Builder connectTimeout(Duration timeout);

		/**
		 * Set how long logging in may take.
		 * @param timeout the time
		 * @return this builder
		 */
		Builder loginTimeout(Duration timeout);

		/**
		 * Connect through other hosts, each with the credentials and the host key of its
		 * own connection. OpenSSH: {@code ProxyJump}. AsyncSSH: {@code tunnel}.
		 * @param names the names of configured connections, the first one first; none to
		 * connect directly
		 * @return this builder
		 */
		Builder proxyJump(String... names);

		/**
		 * Connect through other hosts.
		 * @param first the client of the first host
		 * @param others the clients of the hosts after it
		 * @return this builder
		 */
		Builder proxyJump(SshClient first, SshClient... others);

		/**
		 * Set how connections are shared.
		 * @param pool the settings of the pool
		 * @return this builder
		 */
		Builder pool(SshClientSettings.Pool pool);

		/**
		 * Set how files are transferred.
		 * @param fileTransfer the settings of file transfer
		 * @return this builder
		 */
		Builder fileTransfer(SshClientSettings.FileTransfer fileTransfer);

		/**
		 * Build the client.
		 * @return the client, not connected yet
		 * @throws UnknownSshConnectionException if there is no connection of a name to go
		 * through
		 */
		SshClient build();

	}

}
