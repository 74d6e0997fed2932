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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.sftp.SftpOperation.Protocol;
import io.github.sshboot.transport.PeerText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Gives sessions the files of their users, with listeners and events, whatever protocol
 * they speak.
 */
final class FileSessions {

	private static final Log logger = LogFactory.getLog(FileSessions.class);

	private final SftpFileSystemFactory factory;

	private final List<SftpListener> listeners;

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	private final @Nullable String checksum;

	FileSessions(SftpFileSystemFactory factory, List<SftpListener> listeners, ApplicationEventPublisher publisher,
			Executor executor, @Nullable String checksum) {
		this.factory = factory;
		this.listeners = List.copyOf(listeners);
		this.publisher = publisher;
		this.executor = executor;
		this.checksum = checksum;
	}

	/**
	 * Serve a session and end it.
	 * @param session the session
	 * @param protocol the protocol that it speaks
	 * @param service serves it
	 */
	void serve(SshSession session, Protocol protocol, Service service) throws IOException {
		SftpFileSystem files = open(session);
		if (files == null) {
			session.getErrorWriter().println("Your files are not available");
			session.exit(1);
			return;
		}
		EventQueue events = new EventQueue(this.publisher, this.executor);
		try {
			int status = serve(new ObservedFileSystem(files, this.listeners, events, this.checksum,
					session.getIdentity(), session.getConnection(), protocol), service);
			session.exit(status);
		}
		finally {
			events.awaitPublished();
		}
	}

	/**
	 * Failures to open may tell where the files are, which is nothing for the user.
	 */
	private @Nullable SftpFileSystem open(SshSession session) {
		try {
			return this.factory.create(session.getIdentity(), session.getConnection());
		}
		catch (IOException | RuntimeException ex) {
			logger.error("There are no files for user '%s' on connection %s"
				.formatted(PeerText.printable(session.getIdentity().username()), session.getConnection().id()), ex);
			return null;
		}
	}

	private static int serve(SftpFileSystem files, Service service) throws IOException {
		try {
			return service.serve(files);
		}
		finally {
			try {
				files.close();
			}
			catch (IOException | RuntimeException ex) {
				logger.warn("Failed to close the files of a session", ex);
			}
		}
	}

	/**
	 * Serves a session.
	 */
	@FunctionalInterface
	interface Service {

		/**
		 * Serve the session.
		 * @param files the files of the user
		 * @return the exit status
		 */
		int serve(SftpFileSystem files) throws IOException;

	}

}
