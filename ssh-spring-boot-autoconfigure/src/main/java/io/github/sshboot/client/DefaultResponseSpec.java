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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import io.github.sshboot.client.ExecSpec.ResponseSpec;
import io.github.sshboot.client.ExecSpec.StatusHandler;

import org.springframework.util.Assert;

/**
 * Runs a command for its output.
 */
final class DefaultResponseSpec implements ResponseSpec {

	private final DefaultExecSpec exec;

	private final List<Handling> handlings = new ArrayList<>();

	DefaultResponseSpec(DefaultExecSpec exec) {
		this.exec = exec;
	}

	@Override
	public ResponseSpec onStatus(IntPredicate statuses, StatusHandler handler) {
		this.handlings.add(new Handling(statuses, handler));
		return this;
	}

	@Override
	public String asString() {
		return withoutLineBreak(run().getOutput());
	}

	@Override
	public List<String> lines() {
		return run().getOutput().lines().toList();
	}

	@Override
	public byte[] bytes() {
		return run().getOutputBytes();
	}

	@Override
	public Stream<String> stream() {
		ExecOptions options = options();
		CapturedOutput error = CapturedOutput.lastOf(options.captureLimit());
		OutputPipe output = OutputPipe.create();
		ChannelProcess process = this.exec.start(output, error);
		return LineStream.of(process, output, error, options, (result) -> check(options, result));
	}

	private static String withoutLineBreak(String text) {
		int end = text.endsWith("\n") ? text.length() - 1 : text.length();
		return text.substring(0, (end > 0 && text.charAt(end - 1) == '\r') ? end - 1 : end);
	}

	private ExecOptions options() {
		ExecOptions options = this.exec.options();
		Assert.state(options.output() == null, "The output is to be returned, so it cannot go elsewhere");
		return (options.statuses() != null) ? options : options.withStatuses(Set.of(0));
	}

	private ExecResult run() {
		ExecOptions options = options();
		return check(options, this.exec.run(options.withStatuses(null)));
	}

	private ExecResult check(ExecOptions options, ExecResult result) {
		Integer status = result.getExitStatus();
		for (Handling handling : this.handlings) {
			if (status != null && handling.statuses().test(status)) {
				handling.handler().handle(result);
				return result;
			}
		}
		boolean missing = status == null && result.getExitSignal() == null;
		if (!missing && !options.isExpected(status)) {
			throw Execution.failure(this.exec.launcher(), result);
		}
		return result;
	}

	/**
	 * What to do about certain statuses.
	 *
	 * @param statuses the statuses
	 * @param handler what to do
	 */
	private record Handling(IntPredicate statuses, StatusHandler handler) {

	}

}
