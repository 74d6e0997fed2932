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

import java.util.List;

import io.github.sshboot.session.CommandSyntaxException;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Answers commands that nothing serves, as a shell does: {@code help}, the beginnings of
 * commands, and those that do not exist.
 */
final class UnservedCommands implements SshHandlerMapping {

	private static final int USAGE_ERROR = 2;

	private static final int COMMAND_NOT_FOUND = 127;

	private final CommandCatalog catalog;

	UnservedCommands(CommandCatalog catalog) {
		this.catalog = catalog;
	}

	@Override
	public @Nullable SshHandler getHandler(SshSession session) {
		return (session.getRequest().kind() == SshRequest.Kind.EXEC && !this.catalog.isEmpty())
				? (served) -> served.exit(answer(served)) : null;
	}

	private int answer(SshSession session) {
		List<String> words;
		try {
			words = session.getRequest().arguments();
		}
		catch (CommandSyntaxException ex) {
			session.getErrorWriter().println(ex.getMessage());
			return USAGE_ERROR;
		}
		if (!words.isEmpty() && CommandCatalog.HELP.equals(words.get(0))) {
			return help(session, words.subList(1, words.size()));
		}
		List<String> groupWords = this.catalog.groupWords(words);
		CommandLine group = groupWords.isEmpty() ? null
				: this.catalog.group(session.getIdentity(), groupWords, AnnotatedHandler.width(session));
		return (group != null) ? incomplete(session, group, words.subList(groupWords.size(), words.size()))
				: notFound(session, String.valueOf(session.getRequest().command()));
	}

	private int help(SshSession session, List<String> words) {
		String usage = this.catalog.getUsage(session.getIdentity(), words, AnnotatedHandler.width(session));
		if (usage.isEmpty() && !words.isEmpty()) {
			return notFound(session, String.join(" ", words));
		}
		session.getWriter().println(usage);
		return 0;
	}

	private static int incomplete(SshSession session, CommandLine group, List<String> words) {
		String problem = "Missing command";
		try {
			// what comes after a word that is no command does not matter
			if (group.parseArgs(words.stream().limit(1).toArray(String[]::new)).isUsageHelpRequested()) {
				session.getWriter().println(CommandCatalog.usage(group));
				return 0;
			}
		}
		catch (CommandLine.ParameterException ex) {
			problem = String.valueOf(ex.getMessage());
		}
		session.getErrorWriter().println(problem);
		session.getErrorWriter().println(CommandCatalog.usage(group));
		return USAGE_ERROR;
	}

	private static int notFound(SshSession session, String command) {
		session.getErrorWriter().println("%s: command not found".formatted(command));
		return COMMAND_NOT_FOUND;
	}

}
