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

package io.github.sshboot.sftp.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemFactory;
import io.github.sshboot.sftp.SftpSessionLimits;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bounds of sessions and transfers around any file system.
 *
 * @since 0.1.0
 */
public final class LimitedFileSystemFactory implements SftpFileSystemFactory, AutoCloseable {

	private static final long SHORTEST_CHECK = 100;

	private static final long LONGEST_CHECK = 10_000;

	private final SftpFileSystemFactory delegate;

	private final boolean shared;

	private final SftpSettings settings;

	private final AtomicInteger handles = new AtomicInteger();

	private final Set<LimitedFileSystem> sessions = ConcurrentHashMap.newKeySet();

	/**
	 * As many threads as there are files that cannot be closed at once, because their
	 * disk hangs; none mostly.
	 */
	private final ExecutorService closer = Executors.newCachedThreadPool(LimitedFileSystemFactory::newThread);

	private final @Nullable ScheduledExecutorService clock;

	/**
	 * Create a new {@link LimitedFileSystemFactory} for file systems that live as long as
	 * a session.
	 * @param delegate makes the file systems
	 * @param settings the settings
	 */
	public LimitedFileSystemFactory(SftpFileSystemFactory delegate, SftpSettings settings) {
		this(delegate, settings, false);
	}

	/**
	 * Create a new {@link LimitedFileSystemFactory} for a file system that all sessions
	 * share, and that none of them closes.
	 * @param shared the file system
	 * @param settings the settings
	 */
	public LimitedFileSystemFactory(SftpFileSystem shared, SftpSettings settings) {
		this((identity, connection) -> shared, settings, true);
	}

	private LimitedFileSystemFactory(SftpFileSystemFactory delegate, SftpSettings settings, boolean shared) {
		this.delegate = delegate;
		this.shared = shared;
		this.settings = settings;
		this.clock = startClock(settings.limits());
	}

	private @Nullable ScheduledExecutorService startClock(SftpSessionLimits limits) {
		long shortest = Math.min(millis(limits.idleTimeout()), millis(limits.transferTimeout()));
		if (shortest == Long.MAX_VALUE) {
			return null;
		}
		ScheduledExecutorService clock = Executors
			.newSingleThreadScheduledExecutor(LimitedFileSystemFactory::newThread);
		long period = Math.max(SHORTEST_CHECK, Math.min(LONGEST_CHECK, shortest / 4));
		clock.scheduleWithFixedDelay(() -> this.sessions.forEach((session) -> session.closeLate(this.closer)), period,
				period, TimeUnit.MILLISECONDS);
		return clock;
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "ssh-sftp-timeouts");
		thread.setDaemon(true);
		return thread;
	}

	private static long millis(Duration timeout) {
		return timeout.isZero() ? Long.MAX_VALUE : timeout.toMillis();
	}

	@Override
	public SftpFileSystem create(SshIdentity identity, SshConnectionInfo connection) throws IOException {
		return limit(this.delegate.create(identity, connection));
	}

	SftpFileSystem limit(SftpFileSystem files) {
		LimitedFileSystem limited = new LimitedFileSystem(files, this.settings, this.handles, this::end);
		this.sessions.add(limited);
		return limited;
	}

	private void end(LimitedFileSystem session) throws IOException {
		if (this.sessions.remove(session) && !this.shared) {
			session.delegate().close();
		}
	}

	@Override
	public void close() {
		if (this.clock != null) {
			this.clock.shutdownNow();
		}
		this.closer.shutdownNow();
	}

}
