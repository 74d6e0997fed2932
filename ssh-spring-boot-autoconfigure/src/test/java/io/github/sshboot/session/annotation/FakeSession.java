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

package io.github.sshboot.session.annotation;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshRequest.Kind;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.transport.SshAlgorithms;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * A session without a connection.
 */
final class FakeSession implements SshSession {

	private final SshRequest request;

	private final SshIdentity identity = new SshIdentity("alice", List.of("publickey"), null, null, Set.of(), null);

	private final SshConnectionInfo connection = new SshConnectionInfo("1", new InetSocketAddress(22),
			new InetSocketAddress(50000), "SSH-2.0-test", new SshAlgorithms("", "", "", "", "", "", "", ""),
			Instant.EPOCH);

	private final InputStream input = new ByteArrayInputStream("input".getBytes(StandardCharsets.UTF_8));

	private final BufferedReader reader = new BufferedReader(new InputStreamReader(this.input, StandardCharsets.UTF_8));

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final ByteArrayOutputStream error = new ByteArrayOutputStream();

	private final PrintWriter writer;

	private final PrintWriter errorWriter = new PrintWriter(this.error, true, StandardCharsets.UTF_8);

	private @Nullable SshTerminal terminal;

	private @Nullable Integer status;

	private FakeSession(SshRequest request, @Nullable OutputStream output) {
		this.request = request;
		this.writer = new PrintWriter((output != null) ? output : this.output, true, StandardCharsets.UTF_8);
	}

	static FakeSession exec(String command) {
		return new FakeSession(new SshRequest(Kind.EXEC, command, null, null), null);
	}

	static FakeSession exec(String command, OutputStream output) {
		return new FakeSession(new SshRequest(Kind.EXEC, command, null, null), output);
	}

	static FakeSession shell() {
		return new FakeSession(new SshRequest(Kind.SHELL, null, null, null), null);
	}

	static FakeSession subsystem(String name) {
		return new FakeSession(new SshRequest(Kind.SUBSYSTEM, null, name, null), null);
	}

	FakeSession withTerminal(SshTerminal terminal) {
		this.terminal = terminal;
		return this;
	}

	/**
	 * Return what was written to standard output.
	 */
	String stdout() {
		this.writer.flush();
		return this.output.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Return what was written to standard error.
	 */
	String stderr() {
		this.errorWriter.flush();
		return this.error.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Return the exit status or {@code null} if the session has not ended.
	 */
	@Nullable Integer status() {
		return this.status;
	}

	@Override
	public SshRequest getRequest() {
		return this.request;
	}

	@Override
	public @Nullable SshHandler getHandler() {
		return null;
	}

	@Override
	public SshIdentity getIdentity() {
		return this.identity;
	}

	@Override
	public SshConnectionInfo getConnection() {
		return this.connection;
	}

	@Override
	public Map<String, String> getEnvironment() {
		return Map.of();
	}

	@Override
	public @Nullable SshTerminal getTerminal() {
		return this.terminal;
	}

	@Override
	public InputStream getInput() {
		return this.input;
	}

	@Override
	public OutputStream getOutput() {
		return this.output;
	}

	@Override
	public OutputStream getError() {
		return this.error;
	}

	@Override
	public BufferedReader getReader() {
		return this.reader;
	}

	@Override
	public PrintWriter getWriter() {
		return this.writer;
	}

	@Override
	public PrintWriter getErrorWriter() {
		return this.errorWriter;
	}

	@Override
	public void onSignal(Consumer<String> listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int run(String command) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void exit(int status) {
		if (this.status == null) {
			this.status = status;
		}
	}

	@Override
	public void exitSignal(String name, String message) {
		throw new UnsupportedOperationException();
	}

}
