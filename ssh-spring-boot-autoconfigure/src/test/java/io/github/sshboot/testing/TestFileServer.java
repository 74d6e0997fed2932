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

package io.github.sshboot.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.sshboot.sftp.FileTransferMapping;
import io.github.sshboot.sftp.FileTransferSettings;
import io.github.sshboot.sftp.SftpEvent;
import io.github.sshboot.sftp.SftpFileSystemFactory;
import io.github.sshboot.sftp.SftpLinks;
import io.github.sshboot.sftp.SftpListener;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.sftp.storage.LimitedFileSystemFactory;
import io.github.sshboot.sftp.storage.RootedFileSystemFactory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server of ours that serves a directory by SFTP and SCP.
 */
public final class TestFileServer implements AutoCloseable {

	private final TestSshServer server;

	private final BlockingQueue<SftpEvent> events;

	private TestFileServer(TestSshServer server, BlockingQueue<SftpEvent> events) {
		this.server = server;
		this.events = events;
	}

	/**
	 * Start a server for a directory, where users may create links.
	 * @param root the directory
	 * @return the server
	 */
	public static TestFileServer start(Path root) {
		return builder(root).start();
	}

	public static Builder builder(Path root) {
		return new Builder(root);
	}

	public int port() {
		return this.server.port();
	}

	/**
	 * Return the next event of a type. Others before it are dropped.
	 * @param <E> the type
	 * @param type the type
	 * @return the event
	 */
	public <E extends SftpEvent> E awaitEvent(Class<E> type) throws InterruptedException {
		while (true) {
			SftpEvent event = this.events.poll(20, TimeUnit.SECONDS);
			assertThat(event).as("an event of type %s", type.getSimpleName()).isNotNull();
			if (type.isInstance(event)) {
				return type.cast(event);
			}
		}
	}

	/**
	 * Return the events that nobody has waited for.
	 * @return the events
	 */
	public List<SftpEvent> remainingEvents() {
		List<SftpEvent> remaining = new ArrayList<>();
		this.events.drainTo(remaining);
		return remaining;
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * Builds a server.
	 */
	public static final class Builder {

		private final Path root;

		private final List<SftpListener> listeners = new ArrayList<>();

		private SftpSettings settings = new SftpSettings(false, true, false, 027, SftpLinks.CREATE, List.of(),
				List.of(), SftpSettings.defaults().quota(), SftpSettings.defaults().limits());

		private boolean checkFile;

		private @Nullable String eventChecksum;

		private @Nullable SftpFileSystemFactory factory;

		private UnaryOperator<TestSshServer.Builder> more = (builder) -> builder;

		private Builder(Path root) {
			this.root = root;
		}

		public Builder settings(UnaryOperator<SftpSettings> change) {
			this.settings = change.apply(this.settings);
			return this;
		}

		public Builder checkFile() {
			this.checkFile = true;
			return this;
		}

		public Builder eventChecksum(String algorithm) {
			this.eventChecksum = algorithm;
			return this;
		}

		public Builder listener(SftpListener listener) {
			this.listeners.add(listener);
			return this;
		}

		public Builder factory(SftpFileSystemFactory factory) {
			this.factory = factory;
			return this;
		}

		public Builder server(UnaryOperator<TestSshServer.Builder> more) {
			this.more = more;
			return this;
		}

		public TestFileServer start() {
			SftpFileSystemFactory files = (this.factory != null) ? this.factory
					: new RootedFileSystemFactory((identity, connection) -> this.root, this.settings);
			BlockingQueue<SftpEvent> events = new LinkedBlockingQueue<>();
			FileTransferMapping mapping = new FileTransferMapping(
					new FileTransferSettings(true, true, this.settings.limits().maxHandles(), this.checkFile,
							this.eventChecksum),
					new LimitedFileSystemFactory(files, this.settings), this.listeners,
					(event) -> events.add((SftpEvent) event), Executors.newCachedThreadPool());
			return new TestFileServer(this.more.apply(TestSshServer.builder().mapping(mapping)).start(), events);
		}

	}

}
