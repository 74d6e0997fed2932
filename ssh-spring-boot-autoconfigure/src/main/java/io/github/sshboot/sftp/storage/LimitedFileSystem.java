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
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpDirectory;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpSessionLimits;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.sftp.SftpSpace;
import org.jspecify.annotations.Nullable;

/**
 * A file system with the bounds of a session.
 */
final class LimitedFileSystem implements SftpFileSystem {

	private final SftpFileSystem delegate;

	private final boolean readOnly;

	private final SftpSessionLimits limits;

	private final Bandwidth bandwidth;

	private final AtomicInteger handles = new AtomicInteger();

	private final AtomicInteger totalHandles;

	private final End whenClosed;

	/**
	 * What takes something of the whole server: not what was closed because it was open
	 * for too long, which takes a number of this session until the client closes it.
	 */
	private final Set<LimitedHandle> open = ConcurrentHashMap.newKeySet();

	LimitedFileSystem(SftpFileSystem delegate, SftpSettings settings, AtomicInteger totalHandles, End whenClosed) {
		this.delegate = delegate;
		this.readOnly = settings.readOnly();
		this.limits = settings.limits();
		this.bandwidth = new Bandwidth(this.limits.bandwidth(), System::nanoTime);
		this.totalHandles = totalHandles;
		this.whenClosed = whenClosed;
	}

	@Override
	public SftpFile open(String path, Set<? extends OpenOption> options, SftpAttributes attributes) throws IOException {
		boolean append = options.contains(StandardOpenOption.APPEND);
		if (append || options.contains(StandardOpenOption.WRITE)) {
			requireWritable(path);
		}
		takeHandle(path);
		try {
			return register(new LimitedFile(path, this.delegate.open(path, options, attributes), append, this.readOnly,
					this.limits, this.bandwidth, this::release));
		}
		catch (IOException | RuntimeException ex) {
			giveHandle();
			throw ex;
		}
	}

	@Override
	public SftpDirectory openDirectory(String path) throws IOException {
		takeHandle(path);
		try {
			return register(new LimitedDirectory(path, this.delegate.openDirectory(path), this.limits, this::release));
		}
		catch (IOException | RuntimeException ex) {
			giveHandle();
			throw ex;
		}
	}

	private <T extends LimitedHandle> T register(T handle) {
		this.open.add(handle);
		return handle;
	}

	private void takeHandle(String path) throws IOException {
		if (this.handles.incrementAndGet() > this.limits.maxHandles()) {
			this.handles.decrementAndGet();
			throw new SftpFileSystemException(Kind.TOO_MANY_HANDLES, path,
					"only %d files and directories may be open".formatted(this.limits.maxHandles()));
		}
		if (this.totalHandles.incrementAndGet() > this.limits.maxTotalHandles()) {
			giveHandle();
			throw new SftpFileSystemException(Kind.TOO_MANY_HANDLES, path,
					"the server has too many files and directories open");
		}
	}

	private void giveHandle() {
		this.handles.decrementAndGet();
		this.totalHandles.decrementAndGet();
	}

	private void release(LimitedHandle handle) {
		this.handles.decrementAndGet();
		giveToAll(handle);
	}

	private void giveToAll(LimitedHandle handle) {
		if (this.open.remove(handle)) {
			this.totalHandles.decrementAndGet();
		}
	}

	SftpFileSystem delegate() {
		return this.delegate;
	}

	/**
	 * Close what is open for too long.
	 * @param closer closes it, which waits for a disk that hangs
	 */
	void closeLate(Executor closer) {
		for (LimitedHandle handle : this.open) {
			if (handle.failIfLate()) {
				closer.execute(() -> {
					handle.closeLate();
					giveToAll(handle);
				});
			}
		}
	}

	@Override
	public SftpAttributes readAttributes(String path, boolean followLinks) throws IOException {
		return this.delegate.readAttributes(path, followLinks);
	}

	@Override
	public void setAttributes(String path, SftpAttributes changes, boolean followLinks) throws IOException {
		requireWritable(path);
		LimitedFile.requireSize(path, changes.size(), this.limits);
		this.delegate.setAttributes(path, changes, followLinks);
	}

	@Override
	public void createDirectory(String path, SftpAttributes attributes) throws IOException {
		requireWritable(path);
		this.delegate.createDirectory(path, attributes);
	}

	@Override
	public void deleteFile(String path) throws IOException {
		requireWritable(path);
		this.delegate.deleteFile(path);
	}

	@Override
	public void deleteDirectory(String path) throws IOException {
		requireWritable(path);
		this.delegate.deleteDirectory(path);
	}

	@Override
	public void rename(String from, String to, boolean replace) throws IOException {
		requireWritable(from);
		this.delegate.rename(from, to, replace);
	}

	@Override
	public void createSymbolicLink(String link, String target) throws IOException {
		requireWritable(link);
		this.delegate.createSymbolicLink(link, target);
	}

	@Override
	public void createLink(String link, String existing) throws IOException {
		requireWritable(link);
		this.delegate.createLink(link, existing);
	}

	private void requireWritable(String path) throws IOException {
		if (this.readOnly) {
			throw Failures.readOnly(path);
		}
	}

	@Override
	public String readSymbolicLink(String path) throws IOException {
		return this.delegate.readSymbolicLink(path);
	}

	@Override
	public String canonicalize(String path) throws IOException {
		return this.delegate.canonicalize(path);
	}

	@Override
	public SftpSpace getSpace(String path) throws IOException {
		return this.delegate.getSpace(path);
	}

	@Override
	public @Nullable Path getRealPath(String path) {
		return this.delegate.getRealPath(path);
	}

	@Override
	public void close() throws IOException {
		try {
			Failures.closeAll(this.open);
		}
		finally {
			this.whenClosed.end(this);
		}
	}

	/**
	 * Ends a session.
	 */
	interface End {

		void end(LimitedFileSystem session) throws IOException;

	}

}
