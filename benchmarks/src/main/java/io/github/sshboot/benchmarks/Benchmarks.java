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

import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sshboot.benchmarks.load.KeyType;

/**
 * Measures us beside our peers and prints tables.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Measure and print.
	 * @param args see {@link Options}
	 * @throws IOException if files cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Options options = Options.parse(args);
		System.out.println(Machine.describe(options));
		try (Workspace workspace = new Workspace()) {
			options.groups()
				.stream()
				.flatMap((group) -> tables(group, options, workspace))
				.forEach(System.out::println);
		}
	}

	private static Stream<String> tables(Group group, Options options, Workspace workspace) {
		Stream<Supplier<Table>> benchmarks = switch (group) {
			case BULK -> Stream.of(new BulkBenchmark(options, workspace)::run);
			case LOGIN -> Stream.of(
					new LoginBenchmark(options, workspace, KeyType.ED25519, ServerKind.STARTER, ServerKind.OPENSSH,
							ServerKind.MINA_BOUNCY_CASTLE, ServerKind.ASYNCSSH)::run,
					new LoginBenchmark(options, workspace, KeyType.ECDSA, ServerKind.STARTER, ServerKind.OPENSSH,
							ServerKind.MINA, ServerKind.MINA_BOUNCY_CASTLE, ServerKind.ASYNCSSH)::run);
			case CLIENT -> Stream.of(new ClientBenchmark(options, workspace, ServerKind.OPENSSH)::run);
			case CLIENT_OURS -> Stream.of(new ClientBenchmark(options, workspace, ServerKind.STARTER)::run);
			case FILES -> Stream.of(new ServerFileBenchmark(options, workspace)::run);
			case CLIENT_FILES -> Stream.of(new FileBenchmark(options, workspace)::run);
			case TUNNEL -> Stream.of(new TunnelBenchmark(options, workspace)::run);
			case IDLE -> Stream.of(new IdleBenchmark(options, workspace)::run);
			case START -> Stream.of(new StartBenchmark(options, workspace)::run);
		};
		return benchmarks.map(Supplier::get).map(Table::toMarkdown);
	}

}
