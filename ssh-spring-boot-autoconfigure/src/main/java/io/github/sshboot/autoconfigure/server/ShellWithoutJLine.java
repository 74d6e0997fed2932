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

package io.github.sshboot.autoconfigure.server;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Tells who asks for a shell why there is none.
 *
 * @param commands the commands that a shell would be for
 */
record ShellWithoutJLine(SshCommandCatalog commands) implements SshHandlerMapping {

	@Override
	public @Nullable SshHandler getHandler(SshSession session) {
		return (session.getRequest().kind() == SshRequest.Kind.SHELL
				&& !this.commands.getCommands(session.getIdentity()).isEmpty()) ? ShellWithoutJLine::explain : null;
	}

	private static void explain(SshSession session) {
		session.getErrorWriter()
			.println("There is no shell here: add org.jline:jline-reader to the class path of the application,"
					+ " or give a command");
		session.exit(1);
	}

}
