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

package io.github.sshboot.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Collects how a command is to be run on many hosts.
 */
final class DefaultSshFanOut implements SshFanOut {

	private static final int DEFAULT_CONCURRENCY = 32;

	private final ClientEngine engine;

	private final Map<String, SshClient> hosts;

	private int concurrency = DEFAULT_CONCURRENCY;

	private @Nullable Duration hostTimeout;

	private @Nullable Duration timeout;

	DefaultSshFanOut(ClientEngine engine, Map<String, ? extends SshClient> hosts) {
		this.engine = engine;
		this.hosts = new LinkedHashMap<>(hosts);
	}

	@Override
	public SshFanOut concurrency(int hosts) {
		Assert.isTrue(hosts > 0, "'hosts' must be positive");
		this.concurrency = hosts;
		return this;
	}

	@Override
	public SshFanOut hostTimeout(Duration timeout) {
		this.hostTimeout = timeout;
		return this;
	}

	@Override
	public SshFanOut timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	@Override
	public List<HostResult> exec(Function<SshClient, ExecSpec> command) {
		List<HostResult> results = new ArrayList<>(this.hosts.size());
		exec(command, results::add);
		return results;
	}

	@Override
	public void exec(Function<SshClient, ExecSpec> command, Consumer<HostResult> consumer) {
		try (SshFanOutRun run = start(command)) {
			run.forEach(consumer);
		}
	}

	@Override
	public SshFanOutRun start(Function<SshClient, ExecSpec> command) {
		return FanOutRun.start(this.engine, this.hosts, command, this.concurrency, this.hostTimeout,
				Deadline.in(this.timeout));
	}

}
