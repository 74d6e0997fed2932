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

import io.github.sshboot.authentication.SshIdentity;

/**
 * The commands of all {@link SshController controllers}, as far as a user may run them:
 * what a shell needs to list, explain and complete them. To run one is
 * {@link io.github.sshboot.session.SshSession#run(String)}. There is a bean of it in
 * every application that has an SSH server; it can be used by several threads.
 *
 * @since 0.1.0
 */
public interface SshCommandCatalog {

	/**
	 * Return the commands.
	 * @param identity the user
	 * @return the commands that the user may run, by name
	 */
	List<SshCommandInfo> getCommands(SshIdentity identity);

	/**
	 * Explain a command or the commands that begin with some words.
	 * @param identity the user
	 * @param words the words of the command; none for all commands
	 * @param width the width of the terminal in columns
	 * @return the lines to show; empty if the user may run no such command
	 */
	String getUsage(SshIdentity identity, List<String> words, int width);

	/**
	 * Return what can stand in place of a word of an unfinished command line: words of
	 * commands, options, and values where they are known: those of an enum, and those
	 * that an {@link SshArgumentCompleter} knows.
	 * @param identity the user
	 * @param words the words of the line; an empty one where a new word begins
	 * @param word the index of the word to complete
	 * @param position how many characters of that word are given
	 * @return the whole words that begin with these characters, be they upper or lower
	 * case, sorted
	 */
	List<SshCompletion> complete(SshIdentity identity, List<String> words, int word, int position);

}
