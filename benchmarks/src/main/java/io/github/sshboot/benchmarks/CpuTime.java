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

import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;

/**
 * The CPU time that a process takes from now on.
 */
final class CpuTime {

	private final ManagedProcess process;

	private final OptionalDouble begin;

	private CpuTime(ManagedProcess process) {
		this.process = process;
		this.begin = process.cpuSeconds();
	}

	static CpuTime of(Server server) {
		return of(server.process());
	}

	static CpuTime of(ManagedProcess process) {
		return new CpuTime(process);
	}

	/**
	 * Tell the time until now, if this machine tells it.
	 * @param consumer takes the seconds
	 */
	void end(DoubleConsumer consumer) {
		this.begin.ifPresent((begin) -> consumer.accept(this.process.cpuSeconds().orElseThrow() - begin));
	}

}
