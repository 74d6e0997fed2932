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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open under its own name: to be read, or to be written in place.
 */
final class OpenFile implements SftpFile {

	private final Store store;

	private final Place place;

	private final Content content;

	private final @Nullable SharedFile shared;

	private final Facts opened;

	private final boolean append;

	private final boolean sync;

	private final Consumer<SftpFile> whenClosed;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Create a new {@link OpenFile}.
	 * @param store the store
	 * @param place where the file is; closed with it
	 * @param content its content
	 * @param shared what it shares with other handles of the file, if it can be written
	 * to
	 * @param opened facts about it when it was opened
	 * @param append whether all is written to its end
	 * @param sync whether it goes to the disk when it is closed
	 * @param whenClosed told when it is closed
	 */
	OpenFile(Store store, Place place, Content content, @Nullable SharedFile shared, Facts opened, boolean append,
			boolean sync, Consumer<SftpFile> whenClosed) {
		this.store = store;
		this.place = place;
		this.content = content;
		this.shared = shared;
		this.opened = opened;
		this.append = append;
		this.sync = sync;
		this.whenClosed = whenClosed;
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		return translate(() -> this.content.read(target, position));
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		translate(() -> {
			SharedFile shared = this.shared;
			if (shared != null && (this.append || this.store.usage().isBounded())) {
				write(source, position, shared);
			}
			else {
				this.content.write(source, position);
			}
		});
	}

	private void write(ByteBuffer source, long position, SharedFile shared) throws IOException {
		Lock lock = this.append ? shared.sizeLock() : shared.placeLock();
		lock.lock();
		try {
			long start = this.append ? this.content.size() : position;
			this.store.usage().grow(shared, Math.addExact(start, source.remaining()), this.place.path());
			this.content.write(source, start);
		}
		finally {
			lock.unlock();
		}
	}

	@Override
	public SftpAttributes readAttributes() throws IOException {
		return translate(() -> {
			Facts current = current();
			SftpAttributes attributes = (current != null) ? current.attributes() : this.opened.attributes();
			return attributes.mutate().size(this.content.size()).build();
		});
	}

	/**
	 * Return facts about the file if it still has its name.
	 */
	private @Nullable Facts current() throws IOException {
		try {
			Facts current = this.place.folder().read(this.place.name());
			return current.isSameFile(this.opened) ? current : null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	@Override
	public void setAttributes(SftpAttributes changes) throws IOException {
		translate(() -> {
			this.store.requireStaging(this.place.path());
			if (changes.size() != null) {
				resize(changes.size());
			}
			Facts current = current();
			if (current == null) {
				throw new NoSuchFileException(this.place.path());
			}
			Changes.requireSameOwner(this.place.path(), changes, current.attributes());
			if (changes.permissions() != null) {
				this.place.folder().setPermissions(this.place.name(), this.store.permissions(changes.permissions()));
			}
			if (Changes.hasTimes(changes)) {
				this.place.folder().setTimes(this.place.name(), changes.lastModified(), changes.lastAccess());
			}
		});
	}

	void resize(long size) throws IOException {
		SharedFile shared = this.shared;
		if (shared == null) {
			throw new AccessDeniedException(this.place.path());
		}
		shared.sizeLock().lock();
		try {
			this.store.usage().grow(shared, size, this.place.path());
			this.content.resize(size);
			this.store.usage().settle(shared, this.content.size());
		}
		finally {
			shared.sizeLock().unlock();
		}
	}

	@Override
	public void sync() throws IOException {
		translate(() -> {
			this.content.sync();
		});
	}

	@Override
	public void commit() throws IOException {
		try {
			if (this.sync) {
				sync();
			}
		}
		finally {
			close();
		}
	}

	@Override
	public void close() throws IOException {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.whenClosed.accept(this);
		try (this.place; this.content) {
			if (this.shared != null) {
				try {
					settle(this.shared);
				}
				finally {
					this.store.release(this.shared);
				}
			}
		}
	}

	/**
	 * What was counted before a write that failed is counted no more.
	 */
	private void settle(SharedFile shared) throws IOException {
		shared.sizeLock().lock();
		try {
			this.store.usage().settle(shared, this.content.size());
		}
		catch (ClosedChannelException ex) {
			// interrupted: all that was counted remains
		}
		finally {
			shared.sizeLock().unlock();
		}
	}

	private <T> T translate(Failures.Call<T> call) throws IOException {
		return Failures.translate(this.place.path(), call);
	}

	private void translate(Failures.Action action) throws IOException {
		Failures.translate(this.place.path(), action);
	}

}
