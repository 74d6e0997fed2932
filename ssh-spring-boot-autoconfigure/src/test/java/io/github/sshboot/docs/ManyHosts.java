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

package io.github.sshboot.docs;

import java.time.Duration;
import java.util.List;

import io.github.sshboot.client.HostResult;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.SshFanOutRun;
import org.jspecify.annotations.Nullable;

/**
 * What is done on many hosts at once.
 */
class ManyHosts {

	private final SshClientFactory factory;

	ManyHosts(SshClientFactory factory) {
		this.factory = factory;
	}

	List<HostResult> load() {
		List<HostResult> results = this.factory.fanOut(this.factory.getNames())
			.concurrency(50)
			.hostTimeout(Duration.ofSeconds(10))
			.timeout(Duration.ofMinutes(2))
			.exec((host) -> host.exec("uptime").expectStatus(0));
		return results;
	}

	@Nullable String first() {
		try (SshFanOutRun run = this.factory.fanOut(this.factory.getNames()).start((host) -> host.exec("uptime"))) {
			for (HostResult result : run) {
				if (result.isSuccess()) {
					return result.host();
				}
			}
		}
		return null;
	}

}
