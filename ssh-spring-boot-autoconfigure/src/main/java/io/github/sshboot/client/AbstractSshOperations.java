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

import java.util.List;
import java.util.stream.Stream;

/**
 * Does what can be done on a host.
 */
abstract class AbstractSshOperations implements SshOperations {

	private final ClientEngine engine;

	private final SshClientSettings settings;

	private final ChannelLauncher launcher;

	private final SftpOperations sftp;

	private final ScpOperations scp;

	/**
	 * Create new {@link AbstractSshOperations}.
	 * @param engine the engine
	 * @param settings the settings of the client
	 * @param connections where the connections come from
	 */
	AbstractSshOperations(ClientEngine engine, SshClientSettings settings, ConnectionSource connections) {
		this.engine = engine;
		this.settings = settings;
		this.launcher = new ChannelLauncher(engine, connections, settings.endpoint(), settings.timeouts().connect());
		this.sftp = new DefaultSftpOperations(
				new SftpCalls(new SftpChannels(engine, this.launcher, settings.fileTransfer()), settings.endpoint()));
		this.scp = new DefaultScpOperations(engine, this.launcher, settings.fileTransfer().timeout());
	}

	@Override
	public final ExecSpec exec(String command) {
		return new DefaultExecSpec(this.engine, this.launcher, CommandLine.of(command));
	}

	@Override
	public final ExecSpec exec(String program, String... arguments) {
		return exec(Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
	}

	@Override
	public final ExecSpec exec(List<String> command) {
		return new DefaultExecSpec(this.engine, this.launcher, CommandLine.of(command));
	}

	@Override
	public final ShellSpec shell() {
		return new DefaultShellSpec(this.engine, this.launcher);
	}

	@Override
	public final ScpOperations scp() {
		return this.scp;
	}

	@Override
	public final SftpOperations sftp() {
		return this.sftp;
	}

	final SshClientSettings settings() {
		return this.settings;
	}

}
