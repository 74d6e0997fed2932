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

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.sftp.SftpOperation.Protocol;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Serves {@code scp -t} and {@code scp -f}.
 */
final class ScpHandler implements SshHandler {

	private static final Log logger = LogFactory.getLog(ScpHandler.class);

	private final FileSessions sessions;

	private final ScpCommand command;

	ScpHandler(FileSessions sessions, ScpCommand command) {
		this.sessions = sessions;
		this.command = command;
	}

	@Override
	public void handle(SshSession session) throws IOException {
		this.sessions.serve(session, Protocol.SCP, (files) -> serve(session, files));
	}

	private int serve(SshSession session, SftpFileSystem files) throws IOException {
		ScpPeer peer = new ScpPeer(session.getInput(), session.getOutput());
		try {
			if (this.command.receives()) {
				new ScpSink(this.command, files, peer).receive();
			}
			else {
				new ScpSource(this.command, files, peer).send();
			}
		}
		catch (ScpProtocolException ex) {
			logger.debug("Ended a transfer by SCP", ex);
			peer.fail(String.valueOf(ex.getMessage()));
		}
		catch (EOFException ex) {
			logger.debug("A client of SCP went away", ex);
			return 1;
		}
		return peer.hasFailed() ? 1 : 0;
	}

}
