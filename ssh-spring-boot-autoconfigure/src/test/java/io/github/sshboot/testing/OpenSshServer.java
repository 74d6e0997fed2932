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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * OpenSSH's {@code sshd} on a free port of the loopback address, where the operating
 * system's user logs in with the key of {@link TestKeys}.
 */
public final class OpenSshServer implements AutoCloseable {

	private static final Path SSHD = Path.of("/usr/sbin/sshd");

	private final Path directory;

	private final Map<String, String> environment;

	private final int port;

	private Process process;

	private OpenSshServer(Path directory, Map<String, String> environment, int port) throws IOException {
		this.directory = directory;
		this.environment = environment;
		this.process = run(directory, environment);
		this.port = port;
	}

	/**
	 * Start {@code sshd}. Its commands find the directory as their home, so that nothing
	 * of the user's own gets in the way.
	 * @param directory for its files
	 * @param options further lines of its configuration
	 * @return the server
	 */
	public static OpenSshServer start(Path directory, String... options) {
		return start(directory, freePort(), options);
	}

	/**
	 * Start {@code sshd} on a port, where another one may have been before.
	 * @param directory for its files
	 * @param port the port
	 * @param options further lines of its configuration
	 * @return the server
	 */
	public static OpenSshServer start(Path directory, int port, String... options) {
		return start(directory, port, Map.of(), "no", options);
	}

	/**
	 * Start {@code sshd} with PAM, as it checks passwords, whoever runs it.
	 * @param directory for its files
	 * @param password the password of the operating system's user, as far as PAM knows
	 * @param options further lines of its configuration
	 * @return the server
	 */
	public static OpenSshServer startWithPam(Path directory, String password, String... options) {
		Path module = Programs.requireFile("/usr/lib", "*/pam_wrapper/pam_matrix.so", "libpam-wrapper");
		try {
			Path passwords = Files.writeString(directory.resolve("passwords"),
					"%s:%s:sshd\n".formatted(System.getProperty("user.name"), password));
			Path services = Files.createDirectory(directory.resolve("pam.d"));
			Files.writeString(services.resolve("sshd"),
					Stream.of("auth", "account", "password", "session")
						.map((type) -> "%s required %s passdb=%s\n".formatted(type, module, passwords))
						.collect(Collectors.joining()));
			return start(directory, freePort(), Map.of("LD_PRELOAD", "libpam_wrapper.so", "PAM_WRAPPER", "1",
					"PAM_WRAPPER_SERVICE_DIR", services.toString()), "yes", options);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static OpenSshServer start(Path directory, int port, Map<String, String> environment, String pam,
			String... options) {
		Programs.require(SSHD.toString(), "openssh-server");
		try {
			Path authorizedKeys = directory.resolve("authorized_keys");
			Files.writeString(authorizedKeys, TestKeys.USER_PUBLIC + "\n");
			Path hostKey = TestKeys.write(directory, "sshd_host_key", TestKeys.ED25519_PRIVATE);
			Path configuration = directory.resolve("sshd_config");
			Files.writeString(configuration, """
					ListenAddress 127.0.0.1
					Port %d
					HostKey %s
					PidFile none
					AuthorizedKeysFile %s
					StrictModes no
					UsePAM %s
					PasswordAuthentication yes
					AcceptEnv LC_*
					SetEnv HOME=%s
					MaxStartups 100
					%s
					""".formatted(port, hostKey, authorizedKeys, pam, directory, String.join("\n", options)));
			if (Files.isWritable(Path.of("/run"))) {
				// where root's sshd separates its privileges
				Files.createDirectories(Path.of("/run/sshd"));
			}
			OpenSshServer server = new OpenSshServer(directory, environment, port);
			server.awaitStart();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Process run(Path directory, Map<String, String> environment) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f",
				directory.resolve("sshd_config").toString())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(directory.resolve("sshd.log").toFile()));
		builder.environment().putAll(environment);
		return builder.start();
	}

	private void awaitStart() {
		Awaitility.await("sshd, see " + this.directory.resolve("sshd.log"))
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(50))
			.until(this::isListening);
	}

	/**
	 * End the server with all its connections, and start it again.
	 */
	public void restart() {
		close();
		try {
			this.process = run(this.directory, this.environment);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitStart();
	}

	/**
	 * Find a port that nothing listens on.
	 * @return the port
	 */
	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isListening() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("sshd has ended with " + this.process.exitValue());
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	public int port() {
		return this.port;
	}

	/**
	 * Return how many connections there are. Each has a process, with one of its own for
	 * what the user may do.
	 * @return the number
	 */
	public long connections() {
		return this.process.children().count();
	}

	/**
	 * Stop the processes of all connections, as if their machine had frozen. Others can
	 * still connect.
	 */
	public void freezeConnections() {
		// one of them may just be ending
		String[] kill = Stream
			.concat(Stream.of("sh", "-c", "for pid; do kill -STOP $pid; done 2>/dev/null; true", "kill"),
					this.process.descendants().map((process) -> Long.toString(process.pid())))
			.toArray(String[]::new);
		Programs.run(Path.of("."), kill).output();
	}

	/**
	 * End the processes of all connections, as if their machine had been restarted.
	 */
	public void killConnections() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
