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

package io.github.sshboot.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;

/**
 * The parcels on the whole of a screen, as they change.
 */
@SshController
class BoardController {

	private static final String OPEN = "\u001b[?1049h\u001b[?25l";

	private static final String CLOSE = "\u001b[?25h\u001b[?1049l";

	private static final Duration GLANCE = Duration.ofMillis(500);

	private static final int CONTROL_C = 3;

	private final ParcelRepository parcels;

	BoardController(ParcelRepository parcels) {
		this.parcels = parcels;
	}

	@SshCommand(value = "parcels board", description = "Show all parcels on the whole screen; q leaves.")
	int board(SshSession session) throws IOException {
		SshTerminal terminal = session.getTerminal();
		if (terminal == null || terminal.getType().equals("dumb")) {
			session.getErrorWriter().println("A board needs a terminal: ssh -t");
			return 1;
		}
		PrintWriter out = session.getWriter();
		SshTerminal.RawMode raw = terminal.enterRawMode();
		try {
			out.print(OPEN);
			show(session, terminal, out);
		}
		finally {
			out.print(CLOSE);
			out.flush();
			raw.close();
		}
		return 0;
	}

	private void show(SshSession session, SshTerminal terminal, PrintWriter out) throws IOException {
		String shown = "";
		while (true) {
			String screen = screen(this.parcels.findAll(), terminal.getColumns(), terminal.getRows());
			if (!screen.equals(shown)) {
				out.print(screen);
				shown = screen;
			}
			if (terminal.awaitInput(GLANCE)) {
				int key = session.getInput().read();
				if (key == 'q' || key == CONTROL_C || key < 0) {
					return;
				}
			}
		}
	}

	/**
	 * In raw mode a line ends with a carriage return, too. The last row ends with none,
	 * so that nothing scrolls.
	 */
	private static String screen(List<Parcel> parcels, int columns, int rows) {
		StringBuilder screen = new StringBuilder("\u001b[H\u001b[2J\u001b[7m");
		screen.append(fit(" %d parcels".formatted(parcels.size()), columns)).append("\u001b[0m");
		parcels.stream()
			.limit(Math.max(0, rows - 2))
			.forEach((parcel) -> screen.append("\r\n").append(fit(" " + parcel, columns)));
		return screen.append("\u001b[").append(rows).append(";1H").append(fit(" q leaves", columns - 1)).toString();
	}

	private static String fit(String text, int columns) {
		return (text.length() > columns) ? text.substring(0, Math.max(0, columns))
				: text + " ".repeat(columns - text.length());
	}

}
