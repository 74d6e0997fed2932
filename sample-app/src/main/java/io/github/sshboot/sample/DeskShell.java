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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshShell;

/**
 * A small shell for those who come without a command.
 */
@SshController
class DeskShell {

	private final ParcelRepository parcels;

	DeskShell(ParcelRepository parcels) {
		this.parcels = parcels;
	}

	@SshShell
	void shell(SshSession session) throws IOException {
		PrintWriter out = session.getWriter();
		BufferedReader in = session.getReader();
		out.println("Welcome to the parcel desk, %s. Commands: list, show <id>, exit."
			.formatted(session.getIdentity().username()));
		out.print("desk> ");
		for (String line = in.readLine(); line != null && !line.strip().equals("exit"); line = in.readLine()) {
			answer(line.strip().split("\\s+"), out);
			out.print("desk> ");
		}
		out.println("Goodbye.");
	}

	private void answer(String[] words, PrintWriter out) {
		if (words.length == 1 && words[0].equals("list")) {
			this.parcels.findAll().forEach(out::println);
		}
		else if (words.length == 2 && words[0].equals("show")) {
			try {
				out.println(this.parcels.get(words[1]));
			}
			catch (UnknownParcelException ex) {
				out.println("There is no parcel %s".formatted(ex.getId()));
			}
		}
		else if (!words[0].isEmpty()) {
			out.println("%s: command not found".formatted(words[0]));
		}
	}

}
