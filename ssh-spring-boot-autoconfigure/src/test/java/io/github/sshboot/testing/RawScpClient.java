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

package io.github.sshboot.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;

import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of SCP that says what it is told to say, all at once.
 */
public final class RawScpClient implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ClientSession session;

	private @Nullable Integer lastStatus;

	private RawScpClient(ClientSession session) {
		this.session = session;
	}

	public static RawScpClient open(MinaClient client, int port) throws IOException {
		return new RawScpClient(client.logIn(port));
	}

	/**
	 * Run a command.
	 * @param command the command
	 * @param says what the client says, without waiting for answers
	 * @return what the server says, on standard output and error
	 */
	public String run(String command, String says) throws IOException {
		ByteArrayOutputStream told = new ByteArrayOutputStream();
		try (ChannelExec channel = this.session.createExecChannel(command)) {
			channel.setIn(new ByteArrayInputStream(says.getBytes(StandardCharsets.UTF_8)));
			channel.setOut(told);
			channel.setErr(told);
			channel.open().verify(TIMEOUT);
			assertThat(channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT)).as(command)
				.contains(ClientChannelEvent.CLOSED);
			this.lastStatus = channel.getExitStatus();
		}
		return told.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Return the exit status of the last command.
	 */
	public @Nullable Integer lastStatus() {
		return this.lastStatus;
	}

	@Override
	public void close() throws IOException {
		this.session.close();
	}

}
