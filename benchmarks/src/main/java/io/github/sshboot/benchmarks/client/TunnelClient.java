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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.tunnel.SshTunnel;
import io.github.sshboot.transport.AlgorithmCategory;

/**
 * Our client with a tunnel. Each line that it reads opens one, or closes it; the end of
 * the input ends the process.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TunnelClient {

	/**
	 * Start the client.
	 * @param args the user, the file of the user's key, and where to keep
	 * {@code known_hosts}
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		ConfigurableApplicationContext context = SpringApplication.run(TunnelClient.class,
				"--ssh.client.host-key-verification=accept-new", "--ssh.client.known-hosts=file:" + args[2]);
		SshClientFactory factory = context.getBean(SshClientFactory.class);
		System.out.println("@ready client");
		BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		SshTunnel tunnel = null;
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (tunnel != null) {
				tunnel.close();
			}
			tunnel = line.equals("close") ? null : open(factory, args, line.split(" "));
			System.out.println((tunnel != null) ? "@listening " + tunnel.getPort() : "@closed tunnel");
		}
		System.exit(0);
	}

	private static SshTunnel open(SshClientFactory factory, String[] args, String[] words) {
		SshClient client = factory.create((connection) -> connection.host("127.0.0.1")
			.port(Integer.parseInt(words[1]))
			.username(args[0])
			.privateKey(Path.of(args[1]))
			.algorithms((algorithms) -> algorithms.with(AlgorithmCategory.CIPHER, List.of(words[2]))));
		int target = Integer.parseInt(words[3]);
		return switch (words[0]) {
			case "local" -> client.tunnel().local(0).to("127.0.0.1", target).open();
			case "remote" -> client.tunnel().remote(0).to("127.0.0.1", target).open();
			case "dynamic" -> client.tunnel().dynamic(0).open();
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

}
