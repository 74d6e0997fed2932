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

package io.github.sshboot.benchmarks;

import java.util.List;

import io.github.sshboot.benchmarks.client.BootClient;
import io.github.sshboot.benchmarks.client.JschClient;
import io.github.sshboot.benchmarks.client.MinaClient;
import io.github.sshboot.benchmarks.client.SshjClient;
import io.github.sshboot.benchmarks.load.KeyType;

/**
 * Starts clients, each in a process of its own, with their defaults and a user's key.
 */
final class ClientLauncher {

	private final Options options;

	private final Workspace workspace;

	ClientLauncher(Options options, Workspace workspace) {
		this.options = options;
		this.workspace = workspace;
	}

	Client start(ClientKind kind) {
		return switch (kind) {
			case STARTER -> java(kind, ClassPath.STARTER, BootClient.class);
			case OPENSSH -> new OpenSshClient(this.options, this.workspace);
			case JSCH -> java(kind, ClassPath.JSCH, JschClient.class);
			case SSHJ -> java(kind, ClassPath.SSHJ, SshjClient.class);
			case MINA -> java(kind, ClassPath.MINA, MinaClient.class);
		};
	}

	private Client java(ClientKind kind, ClassPath classPath, Class<?> main) {
		ManagedProcess process = ManagedProcess.start(
				this.workspace.directory().resolve("client_" + kind.name() + ".log"),
				List.of(this.options.java().toString(), "-cp", classPath.toString(), main.getName(),
						this.options.user(), this.workspace.userKeyFile(KeyType.ECDSA).toString(),
						this.workspace.knownHostsFile().toString()));
		process.answer();
		return new JavaClient(process, this.options);
	}

}
