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

import java.util.List;

/**
 * What can be done on a host, with an {@link SshClient} on any of its connections.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface SshOperations {

	/**
	 * Prepare to run a command. The server's shell, if it has one, interprets it.
	 * @param command the command line
	 * @return what to do about it
	 */
	ExecSpec exec(String command);

	/**
	 * Prepare to run a program with arguments, which reach it as they are: they are
	 * quoted for a POSIX shell. Arguments that begin with a dash may still be options to
	 * the program.
	 * @param program the program
	 * @param arguments its arguments; with none in the source, {@link #exec(String) a
	 * command line} is meant
	 * @return what to do about it
	 * @throws IllegalArgumentException if one of them contains the character NUL
	 */
	ExecSpec exec(String program, String... arguments);

	/**
	 * Prepare to run a program with arguments, which reach it as they are: they are
	 * quoted for a POSIX shell.
	 * @param command the program and its arguments
	 * @return what to do about it
	 * @throws IllegalArgumentException if it is empty, or one of them contains the
	 * character NUL
	 */
	ExecSpec exec(List<String> command);

	/**
	 * Prepare to start the shell of the user.
	 * @return what to do about it
	 */
	ShellSpec shell();

	/**
	 * Return what can be done with files by SFTP.
	 * @return the operations, always the same, for all threads
	 */
	SftpOperations sftp();

	/**
	 * Return what can be done with files by SCP, for hosts without SFTP.
	 * @return the operations, always the same, for all threads
	 */
	ScpOperations scp();

	/**
	 * Prepare to open a tunnel. The tunnels of an {@link SshClient} share a connection of
	 * their own, which is made again when it is lost; those of an {@link SshConnection}
	 * end with it.
	 * @return where it is to lead
	 */
	TunnelSpec tunnel();

}
