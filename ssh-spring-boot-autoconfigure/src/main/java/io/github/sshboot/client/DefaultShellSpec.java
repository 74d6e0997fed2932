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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Starts a shell on a connection of the pool.
 */
final class DefaultShellSpec implements ShellSpec {

	private final ClientEngine engine;

	private final ChannelLauncher launcher;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable TerminalSpec terminal = TerminalSpec.dumb();

	private @Nullable Duration timeout;

	private Charset charset = StandardCharsets.UTF_8;

	DefaultShellSpec(ClientEngine engine, ChannelLauncher launcher) {
		this.engine = engine;
		this.launcher = launcher;
	}

	@Override
	public ShellSpec pty(TerminalSpec terminal) {
		this.terminal = terminal;
		return this;
	}

	@Override
	public ShellSpec withoutPty() {
		this.terminal = null;
		return this;
	}

	@Override
	public ShellSpec env(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	@Override
	public ShellSpec env(Map<String, String> variables) {
		this.environment.putAll(variables);
		return this;
	}

	@Override
	public ShellSpec timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	@Override
	public ShellSpec charset(Charset charset) {
		this.charset = charset;
		return this;
	}

	@Override
	public SshProcess start() {
		return start(OutputPipe.create(), OutputPipe.create());
	}

	@Override
	public SshDialogue expect() {
		return DefaultSshDialogue.start(this.engine, this.charset, (output) -> start(output, output));
	}

	private ChannelProcess start(OutputSink output, OutputSink error) {
		SessionRequest request = SessionRequest.shell(Map.copyOf(this.environment), this.terminal);
		try {
			Deadline deadline = Deadline.in(this.timeout);
			SessionChannel channel = this.launcher.launch(() -> new SessionChannel(request, output, error), deadline);
			return ChannelProcess.of(channel, this.launcher.endpoint(), deadline, this.engine,
					OutputPipe.stream(output), OutputPipe.stream(error));
		}
		catch (InterruptedException ex) {
			throw DefaultExecSpec.interrupted(this.launcher.endpoint(), ex);
		}
	}

}
