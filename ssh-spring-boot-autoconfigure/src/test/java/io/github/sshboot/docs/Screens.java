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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.shell.ShellPrompt;

import org.springframework.context.annotation.Bean;

@SshController
class Screens {

	@SshCommand("board")
	void board(SshSession session, SshTerminal terminal) throws IOException {
		SshTerminal.RawMode raw = terminal.enterRawMode();
		try {
			boolean left = false;
			while (!left) {
				draw(session.getOutput(), terminal.getColumns(), terminal.getRows());
				if (terminal.awaitInput(Duration.ofSeconds(1))) {
					int key = session.getInput().read();
					left = key == 'q' || key == 3 || key < 0;
				}
			}
		}
		finally {
			raw.close();
		}
	}

	private static void draw(OutputStream out, int columns, int rows) throws IOException {
		out.write("\u001b[H\u001b[2J%d columns, %d rows".formatted(columns, rows).getBytes(StandardCharsets.UTF_8));
	}

	@Bean
	ShellPrompt prompt() {
		return (session) -> "\u001b[32m%s\u001b[0m> ".formatted(session.getIdentity().username());
	}

}
