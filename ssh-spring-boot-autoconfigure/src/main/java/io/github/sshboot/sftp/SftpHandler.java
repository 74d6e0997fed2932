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

import java.io.EOFException;
import java.io.IOException;
import java.util.Set;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.sftp.SftpOperation.Protocol;
import io.github.sshboot.sftp.protocol.PacketFormatException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Serves the subsystem {@code sftp}.
 */
final class SftpHandler implements SshHandler {

	private static final Log logger = LogFactory.getLog(SftpHandler.class);

	/**
	 * Clients that send the path of a link first, as the draft of version 3 has it, to
	 * servers that they do not know.
	 */
	private static final Set<String> DRAFT_LINKS = Set.of("AsyncSSH", "WinSCP");

	private final FileSessions sessions;

	private final FileTransferSettings settings;

	private final InternalSftp options;

	SftpHandler(FileSessions sessions, FileTransferSettings settings, InternalSftp options) {
		this.sessions = sessions;
		this.settings = settings;
		this.options = options;
	}

	@Override
	public void handle(SshSession session) throws IOException {
		this.sessions.serve(session, Protocol.SFTP, (files) -> serve(session, files));
	}

	private int serve(SshSession session, SftpFileSystem files) throws IOException {
		String username = session.getIdentity().username();
		String peer = session.getConnection().peerVersion();
		SftpUser user = new SftpUser(username, this.options.readOnly() ? new ReadOnlyFileSystem(files) : files,
				new VirtualPaths(this.options.startDirectory(username)), this.options,
				DRAFT_LINKS.stream().anyMatch(peer::contains));
		try {
			new SftpConversation(session.getInput(), session.getOutput(), user, this.settings).run();
			return 0;
		}
		catch (PacketFormatException | EOFException ex) {
			logger.debug("A client of SFTP does not keep to the protocol", ex);
			session.getErrorWriter().println(ex.getMessage());
			return 1;
		}
	}

}
