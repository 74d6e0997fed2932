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

package io.github.sshboot.sftp;

import java.util.List;
import java.util.concurrent.Executor;

import io.github.sshboot.session.CommandSyntaxException;
import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshRequest.Kind;
import io.github.sshboot.session.SshSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Finds the handlers of file transfer: of the subsystem {@code sftp}, of
 * {@code internal-sftp} where a key or a certificate forces it, and of {@code scp -t} and
 * {@code scp -f}.
 *
 * @since 0.1.0
 */
public final class FileTransferMapping implements SshHandlerMapping {

	/**
	 * The name of the subsystem.
	 */
	public static final String SUBSYSTEM = "sftp";

	private static final Log logger = LogFactory.getLog(FileTransferMapping.class);

	private static final String SFTP_ONLY = "This service allows sftp connections only.";

	private final FileTransferSettings settings;

	private final FileSessions sessions;

	private final SshHandler sftp;

	/**
	 * Create a new {@link FileTransferMapping}.
	 * @param settings how files are served
	 * @param factory makes the file systems of users
	 * @param listeners are asked before users do something, in this order
	 * @param publisher publishes what they have done
	 * @param executor runs tasks that publish events, one at a time for each session
	 */
	public FileTransferMapping(FileTransferSettings settings, SftpFileSystemFactory factory,
			List<SftpListener> listeners, ApplicationEventPublisher publisher, Executor executor) {
		this.settings = settings;
		this.sessions = new FileSessions(factory, listeners, publisher, executor, settings.eventChecksum());
		this.sftp = new SftpHandler(this.sessions, settings, InternalSftp.PLAIN);
	}

	@Override
	public @Nullable SshHandler getHandler(SshSession session) {
		SshRequest request = session.getRequest();
		// a terminal would change what is transferred
		boolean plain = session.getTerminal() == null;
		return switch (request.kind()) {
			case SHELL -> null;
			case SUBSYSTEM -> (plain && isSftp(request)) ? this.sftp : null;
			case EXEC -> findCommand(request, plain);
		};
	}

	private boolean isSftp(SshRequest request) {
		return this.settings.sftp() && SUBSYSTEM.equals(request.subsystem());
	}

	private @Nullable SshHandler findCommand(SshRequest request, boolean plain) {
		List<String> words;
		try {
			words = request.arguments();
		}
		catch (CommandSyntaxException ex) {
			return null;
		}
		SshRequest original = request.original();
		if (this.settings.sftp() && original != null && !words.isEmpty() && InternalSftp.COMMAND.equals(words.get(0))) {
			return (plain && original.kind() == Kind.SUBSYSTEM && isSftp(original)) ? forced(words)
					: refusal(SFTP_ONLY);
		}
		ScpCommand command = (this.settings.scp() && plain) ? ScpCommand.parse(words) : null;
		return (command != null) ? new ScpHandler(this.sessions, command) : null;
	}

	private SshHandler forced(List<String> words) {
		try {
			return new SftpHandler(this.sessions, this.settings, InternalSftp.parse(words));
		}
		catch (IllegalArgumentException ex) {
			logger.error("A key or certificate forces 'internal-sftp' with options that are not honoured: %s"
				.formatted(ex.getMessage()));
			return refusal("SFTP is not available with this key");
		}
	}

	private static SshHandler refusal(String message) {
		return (session) -> {
			session.getErrorWriter().println(message);
			session.exit(1);
		};
	}

}
