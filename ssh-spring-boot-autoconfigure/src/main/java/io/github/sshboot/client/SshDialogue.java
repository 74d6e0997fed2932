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

package io.github.sshboot.client;

import java.time.Duration;
import java.util.regex.Pattern;

import io.github.sshboot.client.shell.ShellMatch;

/**
 * A dialogue with a shell or a command that is made for people, as Expect has them: for
 * devices that offer nothing else, and for programs that ask questions.
 *
 * <pre class="code">
 * try (SshDialogue router = client.shell().expect().plainText()) {
 *     router.whenever("--More--", " ");
 *     router.expect("&gt;");
 *     router.sendLine("enable");
 *     router.expect("Password: ");
 *     router.sendSecret(password);
 *     router.prompt(Pattern.compile("(?m)^[\\w.-]+# ?\\z"));
 *     router.expectPrompt();
 *     String config = router.run("show running-config");
 * }
 * </pre>
 * <p>
 * What comes is kept until it is expected, up to a limit; if nobody expects anything, the
 * server waits. Every call that waits does so for the {@linkplain #timeout(Duration)
 * timeout} at most, and then throws an {@link SshTimeoutException} with what has come so
 * far. To be used by one thread at a time. Closing it abandons the shell; send its
 * command to log out and call {@link #expectEnd()} for an orderly end.
 *
 * @since 0.1.0
 */
public interface SshDialogue extends AutoCloseable {

	/**
	 * Set how long to wait for what is expected; by default 30 seconds.
	 * @param timeout the time
	 * @return this dialogue
	 */
	SshDialogue timeout(Duration timeout);

	/**
	 * Make plain text of what follows, as a terminal would show it: without escape
	 * sequences, with what was erased or overwritten in a line erased or overwritten, and
	 * with line feeds between lines.
	 * @return this dialogue
	 */
	SshDialogue plainText();

	/**
	 * Set how much text may come before what is expected does; by default 1,048,576
	 * characters. More is an {@link SshException}.
	 * @param characters the limit
	 * @return this dialogue
	 */
	SshDialogue limit(int characters);

	/**
	 * Set what ends a line that is sent; by default a carriage return on a terminal, as
	 * its Enter key sends it, and otherwise a line feed.
	 * @param lineEnd the characters
	 * @return this dialogue
	 */
	SshDialogue lineEnd(String lineEnd);

	/**
	 * Answer a text whenever it comes while something else is expected, for example
	 * {@code --More--} with a blank. The text is left out of what comes.
	 * @param text the text
	 * @param answer what to send, without the end of a line
	 * @return this dialogue
	 */
	SshDialogue whenever(String text, String answer);

	/**
	 * Answer something whenever it comes while something else is expected. It is left out
	 * of what comes.
	 * @param pattern what to answer; it must not match nothing
	 * @param answer what to send, without the end of a line
	 * @return this dialogue
	 */
	SshDialogue whenever(Pattern pattern, String answer);

	/**
	 * Send a text as it is.
	 * @param text the text
	 * @return this dialogue
	 * @throws SshTimeoutException if the other side does not take it in time, which ends
	 * the dialogue
	 * @throws SshException if the other side has ended
	 */
	SshDialogue send(String text);

	/**
	 * Send a line.
	 * @param line the line without its end
	 * @return this dialogue
	 */
	SshDialogue sendLine(String line);

	/**
	 * Send a line that must not be told: where the other side shows it, it is masked in
	 * the messages and the output of exceptions. What {@code expect} returns is not
	 * masked.
	 * @param secret the line without its end
	 * @return this dialogue
	 */
	SshDialogue sendSecret(String secret);

	/**
	 * Send a control character.
	 * @param key the key that is pressed together with Ctrl, for example {@code 'C'}
	 * @return this dialogue
	 */
	SshDialogue sendControl(char key);

	/**
	 * Wait for a text.
	 * @param text the text
	 * @return where it has come
	 * @throws SshTimeoutException if it has not come in time
	 * @throws SshException if the other side ends before
	 */
	ShellMatch expect(String text);

	/**
	 * Wait for a text.
	 * @param text the text
	 * @param timeout how long to wait
	 * @return where it has come
	 * @throws SshTimeoutException if it has not come in time
	 * @throws SshException if the other side ends before
	 */
	ShellMatch expect(String text, Duration timeout);

	/**
	 * Wait for a match of a pattern. It is looked for whenever something has come, so
	 * that one that could match more may match less: let it end with what comes last.
	 * @param pattern the pattern
	 * @return the match
	 * @throws SshTimeoutException if it has not come in time
	 * @throws SshException if the other side ends before
	 */
	ShellMatch expect(Pattern pattern);

	/**
	 * Wait for a match of a pattern, as {@link #expect(Pattern)}.
	 * @param pattern the pattern
	 * @param timeout how long to wait
	 * @return the match
	 * @throws SshTimeoutException if it has not come in time
	 * @throws SshException if the other side ends before
	 */
	ShellMatch expect(Pattern pattern, Duration timeout);

	/**
	 * Wait for one of several texts: the one that begins first, and of those the first in
	 * the list.
	 * @param texts the texts
	 * @return which one has come, and where
	 * @throws SshTimeoutException if none has come in time
	 * @throws SshException if the other side ends before
	 */
	ShellMatch expectAny(String... texts);

	/**
	 * Wait for a match of one of several patterns: the one that begins first, and of
	 * those the first in the list.
	 * @param patterns the patterns
	 * @return which one has come, and where
	 * @throws SshTimeoutException if none has come in time
	 * @throws SshException if the other side ends before
	 */
	ShellMatch expectAny(Pattern... patterns);

	/**
	 * Wait until the other side has said all it wants to, as after a command to log out.
	 * @return what has come since the last match
	 * @throws SshTimeoutException if it has not ended in time
	 * @throws SshException if the connection is lost
	 */
	String expectEnd();

	/**
	 * Set the prompt.
	 * @param prompt matches the prompt
	 * @return this dialogue
	 */
	SshDialogue prompt(Pattern prompt);

	/**
	 * Find out the prompt: it is the line without an end that comes again and again when
	 * empty lines are sent. All that has come before is dropped.
	 * @return the prompt, as it was shown
	 * @throws SshTimeoutException if none has come in time
	 * @throws SshException if the other side ends before
	 */
	String detectPrompt();

	/**
	 * Wait for the prompt.
	 * @return what came before it
	 * @throws IllegalStateException if no prompt is set or detected
	 * @throws SshTimeoutException if it has not come in time
	 * @throws SshException if the other side ends before
	 */
	String expectPrompt();

	/**
	 * Send a line at the prompt and wait for the next prompt.
	 * @param line the line without its end
	 * @return what came between, without the line itself where the terminal showed it,
	 * and without the last line break; lines end with a line feed
	 * @throws IllegalStateException if no prompt is set or detected
	 * @throws SshTimeoutException if the prompt has not come in time
	 * @throws SshException if the other side ends before
	 */
	String run(String line);

	/**
	 * Send a line at the prompt and wait for the next prompt, as {@link #run(String)}.
	 * @param line the line without its end
	 * @param timeout how long to wait
	 * @return what came between
	 * @throws IllegalStateException if no prompt is set or detected
	 * @throws SshTimeoutException if the prompt has not come in time
	 * @throws SshException if the other side ends before
	 */
	String run(String line, Duration timeout);

	/**
	 * Return the shell or command, to signal it, resize its terminal or wait for its end.
	 * Its streams belong to the dialogue.
	 * @return the process
	 */
	SshProcess getProcess();

	@Override
	void close();

}
