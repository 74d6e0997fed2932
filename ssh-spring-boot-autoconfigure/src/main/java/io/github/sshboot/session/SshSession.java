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

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * A session channel (RFC 4254 section 6) as its handler sees it.
 * <p>
 * Output is buffered. It is sent when it is flushed, when {@code println} ends a line of
 * a writer, before the handler waits for input, and when the session ends: all of it, and
 * in order, before the exit status. A handler that writes faster than the client reads is
 * blocked, as on a pipe. With a terminal, standard error goes where standard output goes
 * and {@code \n} is sent as {@code \r\n}; without one, bytes are never touched.
 * <p>
 * A session is meant for the thread of its handler. Its streams and writers may be used
 * by several threads; bytes and characters should not be mixed without a flush.
 *
 * @since 0.1.0
 */
public interface SshSession {

	/**
	 * Return what the client asked for.
	 * @return the request
	 */
	SshRequest getRequest();

	/**
	 * Return what serves the request, so that an interceptor can go by it. For a method
	 * of a controller it is an
	 * {@link io.github.sshboot.session.annotation.SshHandlerMethod}.
	 * @return the handler or {@code null} while the {@link SshHandlerMapping mappings}
	 * are asked for it
	 */
	@Nullable SshHandler getHandler();

	/**
	 * Return who the client has proven to be.
	 * @return the identity
	 */
	SshIdentity getIdentity();

	/**
	 * Return facts about the connection.
	 * @return the connection
	 */
	SshConnectionInfo getConnection();

	/**
	 * Return the environment variables: those that the client sent and the server accepts
	 * (RFC 4254 section 6.4), and over them those of the key that it has logged in with
	 * ({@code environment} in {@code authorized_keys}) and, if a command is forced,
	 * {@code SSH_ORIGINAL_COMMAND}.
	 * @return the variables, unmodifiable
	 */
	Map<String, String> getEnvironment();

	/**
	 * Return the terminal.
	 * @return the terminal or {@code null} if the client did not ask for one
	 */
	@Nullable SshTerminal getTerminal();

	/**
	 * Return standard input. Its end is the end that the client sent; if the client goes
	 * away without one, reading fails, so that a part is never taken for the whole.
	 * @return the stream
	 */
	InputStream getInput();

	/**
	 * Return standard output. Closing it tells the client that nothing more comes, there
	 * or on standard error (RFC 4254 section 5.3), while input goes on and an exit status
	 * is to come; with a terminal, closing only flushes.
	 * @return the stream
	 */
	OutputStream getOutput();

	/**
	 * Return standard error. Closing it only flushes.
	 * @return the stream
	 */
	OutputStream getError();

	/**
	 * Return standard input as text in the session's encoding. Bytes that are no text are
	 * replaced.
	 * @return the reader
	 */
	BufferedReader getReader();

	/**
	 * Return standard output as text in the session's encoding. Closing it only flushes.
	 * @return the writer, which sends each {@code println} at once
	 */
	PrintWriter getWriter();

	/**
	 * Return standard error as text in the session's encoding. Closing it only flushes.
	 * @return the writer, which sends each {@code println} at once
	 */
	PrintWriter getErrorWriter();

	/**
	 * Be told of signals (RFC 4254 section 6.9), by name without {@code SIG}, and of
	 * {@code INT} or {@code QUIT} when the user presses Ctrl-C or Ctrl-\ on a terminal. A
	 * break (RFC 4335) is the signal {@code BREAK}. Without a listener, {@code INT},
	 * {@code TERM}, {@code HUP}, {@code QUIT} and {@code KILL} interrupt the handler.
	 * Listeners run on a thread that other connections need and must not block.
	 * @param listener the listener
	 */
	void onSignal(Consumer<String> listener);

	/**
	 * Run a command in this session as if the client had asked for it: the
	 * {@link SshHandlerMapping mappings} find its handler, the {@link SshInterceptor
	 * interceptors} go around it, and it runs on this thread with the streams of this
	 * session. Where it ends its session, only the command ends, and with it its
	 * listeners and its raw mode of the terminal. While a command listens for signals,
	 * {@code INT} and {@code QUIT} are for it alone. A failure is told and logged as the
	 * failure of any request. This is what shells are made of.
	 * @param command the command line
	 * @return the exit status of the command; 127 if nothing serves it
	 * @throws InterruptedException if the thread is interrupted, because the client goes
	 * away or sends a signal
	 */
	int run(String command) throws InterruptedException;

	/**
	 * End the session: send what is written, then the exit status, then close. The
	 * handler may go on without its streams. A second call does nothing.
	 * @param status the exit status (RFC 4254 section 6.10)
	 */
	void exit(int status);

	/**
	 * End the session as a program that a signal has killed.
	 * @param name the name of the signal without {@code SIG}
	 * @param message a message for the user
	 */
	void exitSignal(String name, String message);

}
