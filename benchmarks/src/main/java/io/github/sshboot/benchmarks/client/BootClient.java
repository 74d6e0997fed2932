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

package io.github.sshboot.benchmarks.client;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.ExecSpec;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.SshClientSettings.Pool;
import io.github.sshboot.transport.AlgorithmCategory;

/**
 * Our client, as an application has it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BootClient {

	/**
	 * What the other clients agree on. By default, ours and OpenSSH's server agree on a
	 * post-quantum one.
	 */
	private static final List<String> KEY_EXCHANGE = List.of("curve25519-sha256");

	/**
	 * Start the client.
	 * @param args the user, the file of the user's key, and where to keep
	 * {@code known_hosts}
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		ConfigurableApplicationContext context = SpringApplication.run(BootClient.class,
				"--ssh.client.host-key-verification=accept-new", "--ssh.client.known-hosts=file:" + args[2]);
		SshClientFactory factory = context.getBean(SshClientFactory.class);
		// a connection for each command, and none is kept
		ClientControl.serve((port,
				cipher) -> new BootConnection(factory.create((connection) -> connection.host("127.0.0.1")
					.port(port)
					.username(args[0])
					.privateKey(Path.of(args[1]))
					.algorithms((algorithms) -> algorithms.with(AlgorithmCategory.CIPHER, List.of(cipher))
						.with(AlgorithmCategory.KEY_EXCHANGE, KEY_EXCHANGE))
					.pool(new Pool(1, 10, Duration.ZERO)))));
	}

	private record BootConnection(SshClient client) implements BulkClient.Connection {

		@Override
		public void exec(String command, @Nullable InputStream input, OutputStream output) {
			ExecSpec spec = this.client.exec(command).output(output);
			((input != null) ? spec.input(input) : spec).run();
		}

		@Override
		public void upload(Path source, Path target) {
			this.client.sftp().upload(source).to(target.toString());
		}

		@Override
		public void download(Path source, Path target) {
			this.client.sftp().download(source.toString()).to(target);
		}

		@Override
		public void close() {
			// the pool does
		}

	}

}
