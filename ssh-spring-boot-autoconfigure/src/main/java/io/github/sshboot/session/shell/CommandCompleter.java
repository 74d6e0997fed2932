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

import java.util.List;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import io.github.sshboot.session.annotation.SshCompletion;
import io.github.sshboot.transport.PeerText;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

import org.springframework.util.StringUtils;

/**
 * Completes the commands that a user may run, and those of the shell.
 */
final class CommandCompleter implements Completer {

	private final SshCommandCatalog commands;

	private final SshIdentity identity;

	CommandCompleter(SshCommandCatalog commands, SshIdentity identity) {
		this.commands = commands;
		this.identity = identity;
	}

	@Override
	public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
		List<SshCompletion> completions = this.commands.complete(this.identity, line.words(), line.wordIndex(),
				line.wordCursor());
		List<SshCompletion> values = completions.stream().filter((completion) -> !isOption(completion)).toList();
		// options are many and seldom what comes next
		boolean onlyValues = line.word().isEmpty() && !values.isEmpty();
		(onlyValues ? values : completions)
			.forEach((completion) -> candidates.add(candidate(completion.value(), completion.description())));
		if (line.wordIndex() == 0) {
			BuiltIn.all().forEach((builtIn) -> candidates.add(candidate(builtIn.word(), builtIn.description())));
		}
	}

	private static boolean isOption(SshCompletion completion) {
		return completion.value().startsWith("-");
	}

	private static Candidate candidate(String value, String description) {
		return new Candidate(value, value, null,
				StringUtils.hasText(description) ? PeerText.printable(description) : null, null, null,
				!value.endsWith("="));
	}

}
