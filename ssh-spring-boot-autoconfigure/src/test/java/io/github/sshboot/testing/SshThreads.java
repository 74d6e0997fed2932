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

import java.util.List;

/**
 * The threads that servers and clients have.
 */
public final class SshThreads {

	private SshThreads() {
	}

	/**
	 * Return the threads that are alive, without the one pool that MINA keeps for the
	 * whole process.
	 * @return the names of the threads
	 */
	public static List<String> alive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("ssh") && !name.contains("kex-flusher"))
			.sorted()
			.toList();
	}

}
