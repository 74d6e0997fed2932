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

package io.github.sshboot.session.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

/**
 * Lines as they come: those of a script, or of a terminal that cannot be drawn on.
 */
final class PlainLines implements LineSource {

	private static final int MAX_LINE = 64 * 1024;

	private final SshSession session;

	private final @Nullable ShellPrompt prompt;

	/**
	 * Create new {@link PlainLines}.
	 * @param session the session
	 * @param prompt what to show before each line or {@code null} for nothing
	 */
	PlainLines(SshSession session, @Nullable ShellPrompt prompt) {
		this.session = session;
		this.prompt = prompt;
	}

	@Override
	public @Nullable String read() throws IOException, InterruptedException {
		if (this.prompt != null) {
			this.session.getWriter().print(PromptText.plain(this.prompt.prompt(this.session)));
			this.session.getWriter().flush();
		}
		try {
			return readLine(this.session.getReader());
		}
		catch (InterruptedIOException ex) {
			throw (InterruptedException) new InterruptedException().initCause(ex);
		}
	}

	/**
	 * Read a line that does not fill the memory.
	 */
	private static @Nullable String readLine(BufferedReader reader) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = reader.read(); c >= 0; c = reader.read()) {
			if (c == '\n') {
				return line.toString();
			}
			if (line.length() == MAX_LINE) {
				throw new IOException("A line is longer than %d characters".formatted(MAX_LINE));
			}
			line.append((char) c);
		}
		return line.isEmpty() ? null : line.toString();
	}

}
