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

import java.io.Closeable;
import java.util.OptionalLong;

/**
 * A server that runs.
 *
 * @param name its name in the tables
 * @param process its process
 * @param port its port on the loopback address
 * @param commands what it can be told
 * @param hasHeap whether it runs on a JVM
 */
record Server(String name, ManagedProcess process, int port, Commands commands, boolean hasHeap) implements Closeable {

	/**
	 * Return how much of the heap is in use after a collection.
	 * @return the number of bytes, where there is a JVM's heap
	 */
	OptionalLong usedHeap() {
		return this.hasHeap ? OptionalLong.of(Long.parseLong(this.process.ask("heap"))) : OptionalLong.empty();
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * Commands.
	 *
	 * @param blob writes as many bytes to standard output as the number that follows
	 * @param sink reads standard input to its end
	 * @param nothing does nothing
	 */
	record Commands(String blob, String sink, String nothing) {

		/**
		 * Those of our own programs.
		 */
		static final Commands BUILT_IN = new Commands("blob %d", "sink", "true");

		/**
		 * Those of a POSIX shell.
		 */
		static final Commands SHELL = new Commands("head -c %d /dev/zero", "cat > /dev/null", "true");

		String blob(long bytes) {
			return this.blob.formatted(bytes);
		}

	}

}
