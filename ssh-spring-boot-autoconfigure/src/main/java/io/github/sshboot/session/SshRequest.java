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

import java.util.List;

import io.github.sshboot.transport.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked a session channel to run (RFC 4254 section 6.5).
 *
 * @param kind the kind of request
 * @param command the command line of an {@link Kind#EXEC} request, as sent, or
 * {@code null}
 * @param subsystem the name of a {@link Kind#SUBSYSTEM} request or {@code null}
 * @param original what the client asked for, if the key or the certificate that it has
 * logged in with forces another command, or {@code null} (OpenSSH
 * {@code SSH_ORIGINAL_COMMAND})
 * @since 0.1.0
 */
public record SshRequest(Kind kind, @Nullable String command, @Nullable String subsystem,
		@Nullable SshRequest original) {

	static SshRequest shell() {
		return new SshRequest(Kind.SHELL, null, null, null);
	}

	/**
	 * Create the request for a command.
	 * @param command the command line
	 * @return the request
	 */
	public static SshRequest exec(String command) {
		return new SshRequest(Kind.EXEC, command, null, null);
	}

	static SshRequest subsystem(String name) {
		return new SshRequest(Kind.SUBSYSTEM, null, name, null);
	}

	/**
	 * Return the request that a forced command makes of this one.
	 */
	SshRequest forced(String command) {
		return new SshRequest(Kind.EXEC, command, null, this);
	}

	/**
	 * Split the command line into words as a POSIX shell would: blanks separate, quotes
	 * and backslashes protect. Nothing is expanded.
	 * @return the words; none for a shell or a subsystem
	 * @throws CommandSyntaxException if a quote is not closed
	 */
	public List<String> arguments() {
		return (this.command != null) ? CommandWords.split(this.command) : List.of();
	}

	/**
	 * Describe the request in a line that is safe to log.
	 */
	@Override
	public String toString() {
		return switch (this.kind) {
			case SHELL -> "shell";
			case EXEC -> "command '%s'".formatted(PeerText.printable(String.valueOf(this.command)));
			case SUBSYSTEM -> "subsystem '%s'".formatted(PeerText.printable(String.valueOf(this.subsystem)));
		};
	}

	/**
	 * The kinds of request.
	 */
	public enum Kind {

		/**
		 * An interactive shell.
		 */
		SHELL,

		/**
		 * One command.
		 */
		EXEC,

		/**
		 * A named subsystem.
		 */
		SUBSYSTEM

	}

}
