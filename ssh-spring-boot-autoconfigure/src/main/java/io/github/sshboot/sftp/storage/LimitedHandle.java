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

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpSessionLimits;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Something that is open, not longer than it may be. What has failed cannot be completed
 * any more.
 */
abstract class LimitedHandle implements Closeable {

	private static final Log logger = LogFactory.getLog(LimitedHandle.class);

	private final String path;

	private final Closeable delegate;

	private final SftpSessionLimits limits;

	private final Consumer<LimitedHandle> whenClosed;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicBoolean late = new AtomicBoolean();

	private final long opened = System.nanoTime();

	private volatile long used = this.opened;

	private volatile @Nullable IOException failure;

	LimitedHandle(String path, Closeable delegate, SftpSessionLimits limits, Consumer<LimitedHandle> whenClosed) {
		this.path = path;
		this.delegate = delegate;
		this.limits = limits;
		this.whenClosed = whenClosed;
	}

	String path() {
		return this.path;
	}

	SftpSessionLimits limits() {
		return this.limits;
	}

	/**
	 * Note that the handle is used, if it may still be.
	 */
	void use() throws IOException {
		requireIntact();
		this.used = System.nanoTime();
	}

	void requireIntact() throws IOException {
		IOException failure = this.failure;
		if (failure != null) {
			throw failure;
		}
	}

	IOException fail(IOException failure) {
		this.failure = failure;
		return failure;
	}

	/**
	 * Let nothing more be done with what is open for too long.
	 * @return whether it is now, and was not before
	 */
	boolean failIfLate() {
		String reason = findLate();
		if (reason == null || !this.late.compareAndSet(false, true)) {
			return false;
		}
		fail(new SftpFileSystemException(Kind.TIMEOUT, this.path, reason));
		return true;
	}

	private @Nullable String findLate() {
		long now = System.nanoTime();
		if (isPast(this.limits.transferTimeout(), now - this.opened)) {
			return "it was open for more than " + this.limits.transferTimeout().toSeconds() + " s";
		}
		if (isPast(this.limits.idleTimeout(), now - this.used)) {
			return "it was idle for more than " + this.limits.idleTimeout().toSeconds() + " s";
		}
		return null;
	}

	private static boolean isPast(Duration timeout, long nanos) {
		return !timeout.isZero() && nanos > timeout.toNanos();
	}

	/**
	 * Close what was open for too long, but not the handle of the client.
	 */
	void closeLate() {
		try {
			this.delegate.close();
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Cannot close a file that was open for too long", ex);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.closed.compareAndSet(false, true)) {
			this.whenClosed.accept(this);
			this.delegate.close();
		}
	}

}
