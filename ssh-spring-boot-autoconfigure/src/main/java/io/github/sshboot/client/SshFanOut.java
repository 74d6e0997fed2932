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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs a command on many hosts at once. Each host gives one {@link HostResult}; what goes
 * wrong on one is nothing to the others.
 *
 * <pre class="code">
 * List&lt;HostResult&gt; results = factory.fanOut(List.of("web1", "web2", "web3"))
 *     .hostTimeout(Duration.ofSeconds(10))
 *     .exec((host) -&gt; host.exec("uptime").expectStatus(0));
 * </pre>
 *
 * @since 0.1.0
 */
public interface SshFanOut {

	/**
	 * Set on how many hosts the command runs at the same time, and how many threads are
	 * used at the most; by default 32.
	 * @param hosts the number of hosts
	 * @return this fan-out
	 */
	SshFanOut concurrency(int hosts);

	/**
	 * Set how long each host may take, from when its turn has come, with making the
	 * connection; by default as long as the command's own timeout allows. The earlier of
	 * the two counts.
	 * @param timeout the time
	 * @return this fan-out
	 */
	SshFanOut hostTimeout(Duration timeout);

	/**
	 * Set how long all may take, from the start; by default as long as they like. Hosts
	 * that have not ended by then, or not begun, have failed with an
	 * {@link SshTimeoutException}.
	 * @param timeout the time
	 * @return this fan-out
	 */
	SshFanOut timeout(Duration timeout);

	/**
	 * Run a command and wait for all hosts.
	 * @param command says what to run on a host
	 * @return the results in the order in which they came
	 * @throws SshException if the current thread is interrupted, after which nothing runs
	 * any more
	 */
	List<HostResult> exec(Function<SshClient, ExecSpec> command);

	/**
	 * Run a command and wait for all hosts.
	 * @param command says what to run on a host
	 * @param consumer takes each result as it comes, on the calling thread; if it throws
	 * something, what still runs is abandoned
	 * @throws SshException if the current thread is interrupted, after which nothing runs
	 * any more
	 */
	void exec(Function<SshClient, ExecSpec> command, Consumer<HostResult> consumer);

	/**
	 * Start a command, and take the results as they come. If they are not taken, no
	 * further hosts begin, so that results do not fill the memory.
	 * @param command says what to run on a host
	 * @return what runs, to be closed
	 */
	SshFanOutRun start(Function<SshClient, ExecSpec> command);

}
