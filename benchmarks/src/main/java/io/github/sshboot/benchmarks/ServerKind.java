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

import java.util.Optional;

/**
 * A server that can be started.
 */
enum ServerKind {

	/**
	 * Ours.
	 */
	STARTER("ssh-spring-boot"),

	/**
	 * OpenSSH's.
	 */
	OPENSSH("OpenSSH sshd"),

	/**
	 * Stock Apache MINA SSHD.
	 */
	MINA("MINA SSHD"),

	/**
	 * Stock Apache MINA SSHD that finds Bouncy Castle on its class path.
	 */
	MINA_BOUNCY_CASTLE("MINA SSHD + Bouncy Castle"),

	/**
	 * AsyncSSH.
	 */
	ASYNCSSH("AsyncSSH");

	private final String title;

	ServerKind(String title) {
		this.title = title;
	}

	/**
	 * Tell what is missing.
	 * @return why the server cannot be started, if so
	 */
	Optional<String> missing() {
		return switch (this) {
			case OPENSSH -> Programs.find("sshd").isEmpty() ? Optional.of("not installed") : Optional.empty();
			case ASYNCSSH -> Programs.run(python(), "-c", "import asyncssh").isEmpty() ? Optional.of("not installed")
					: Optional.empty();
			default -> Optional.empty();
		};
	}

	static String python() {
		return Programs.find("python3").map(Object::toString).orElse("python3");
	}

	@Override
	public String toString() {
		return this.title;
	}

}
