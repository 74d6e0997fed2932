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
 * A client that can be started.
 */
enum ClientKind {

	/**
	 * Ours.
	 */
	STARTER("ssh-spring-boot"),

	/**
	 * OpenSSH's.
	 */
	OPENSSH("OpenSSH ssh"),

	/**
	 * JSch, as {@code com.github.mwiede} maintains it.
	 */
	JSCH("JSch"),

	/**
	 * Sshj.
	 */
	SSHJ("sshj"),

	/**
	 * Stock Apache MINA SSHD.
	 */
	MINA("MINA SSHD");

	private final String title;

	ClientKind(String title) {
		this.title = title;
	}

	/**
	 * Tell what is missing.
	 * @return why the client cannot be started, if so
	 */
	Optional<String> missing() {
		return (this == OPENSSH && Programs.find("ssh").isEmpty()) ? Optional.of("not installed") : Optional.empty();
	}

	@Override
	public String toString() {
		return this.title;
	}

}
