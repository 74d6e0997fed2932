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

package io.github.sshboot.session;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs within another session. It has all that the session has; only its
 * end is its own.
 */
final class CommandSession implements SshSession {

	private static final int KILLED = 128;

	/**
	 * What POSIX adds to {@link #KILLED} for the signals of RFC 4254 section 6.10.
	 */
	private static final Map<String, Integer> SIGNALS = Map.ofEntries(Map.entry("HUP", 1), Map.entry("INT", 2),
			Map.entry("QUIT", 3), Map.entry("ILL", 4), Map.entry("ABRT", 6), Map.entry("FPE", 8), Map.entry("KILL", 9),
			Map.entry("SEGV", 11), Map.entry("PIPE", 13), Map.entry("ALRM", 14), Map.entry("TERM", 15));

	private final SshSession session;

	private final SshRequest request;

	private final SignalListeners signals;

	private final @Nullable CommandTerminal terminal;

	private volatile @Nullable SshHandler handler;

	private volatile @Nullable Integer status;

	/**
	 * Create a new {@link CommandSession}.
	 * @param session the session that the command runs in
	 * @param request the command
	 * @param signals where the command listens for signals
	 * @param terminal the terminal of the command, or {@code null}
	 */
	CommandSession(SshSession session, SshRequest request, SignalListeners signals,
			@Nullable CommandTerminal terminal) {
		this.session = session;
		this.request = request;
		this.signals = signals;
		this.terminal = terminal;
	}

	@Override
	public SshRequest getRequest() {
		return this.request;
	}

	@Override
	public @Nullable SshHandler getHandler() {
		return this.handler;
	}

	void setHandler(SshHandler handler) {
		this.handler = handler;
	}

	@Override
	public SshIdentity getIdentity() {
		return this.session.getIdentity();
	}

	@Override
	public SshConnectionInfo getConnection() {
		return this.session.getConnection();
	}

	@Override
	public Map<String, String> getEnvironment() {
		return this.session.getEnvironment();
	}

	@Override
	public @Nullable SshTerminal getTerminal() {
		return this.terminal;
	}

	@Override
	public InputStream getInput() {
		return this.session.getInput();
	}

	@Override
	public OutputStream getOutput() {
		return this.session.getOutput();
	}

	@Override
	public OutputStream getError() {
		return this.session.getError();
	}

	@Override
	public BufferedReader getReader() {
		return this.session.getReader();
	}

	@Override
	public PrintWriter getWriter() {
		return this.session.getWriter();
	}

	@Override
	public PrintWriter getErrorWriter() {
		return this.session.getErrorWriter();
	}

	@Override
	public void onSignal(Consumer<String> listener) {
		this.signals.add(listener);
	}

	@Override
	public int run(String command) throws InterruptedException {
		return this.session.run(command);
	}

	@Override
	public synchronized void exit(int status) {
		if (this.status == null) {
			this.status = status;
		}
	}

	@Override
	public void exitSignal(String name, String message) {
		if (!message.isEmpty()) {
			getErrorWriter().println(message);
		}
		exit(KILLED + SIGNALS.getOrDefault(name, 0));
	}

	/**
	 * Return the exit status; that of a command which has not said any is 0.
	 */
	int status() {
		Integer status = this.status;
		return (status != null) ? status : 0;
	}

	void flush() {
		getWriter().flush();
		getErrorWriter().flush();
	}

}
