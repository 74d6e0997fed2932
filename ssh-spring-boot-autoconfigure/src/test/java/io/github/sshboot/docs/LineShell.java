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

package io.github.sshboot.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshShell;
import io.github.sshboot.session.annotation.SshSubsystem;
import org.jspecify.annotations.Nullable;

@SshController
class LineShell {

	private final SshCommandCatalog catalog;

	LineShell(SshCommandCatalog catalog) {
		this.catalog = catalog;
	}

	@SshShell
	void shell(SshSession session, @Nullable SshTerminal terminal) throws IOException, InterruptedException {
		int commands = this.catalog.getCommands(session.getIdentity()).size();
		session.getWriter().println("You may run %d commands.".formatted(commands));
		for (String line = session.getReader().readLine(); line != null; line = session.getReader().readLine()) {
			int status = session.run(line);
			if (terminal != null) {
				session.getWriter().print("[%d] ".formatted(status));
			}
		}
	}

	@SshSubsystem("upper")
	void upper(BufferedReader in, PrintWriter out) throws IOException {
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			out.println(line.toUpperCase(Locale.ROOT));
		}
	}

}
