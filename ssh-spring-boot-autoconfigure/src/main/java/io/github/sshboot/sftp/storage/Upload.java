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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFile;
import io.github.sshboot.sftp.SftpFileSystemException;
import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.SftpFileType;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written to the staging directory and takes its name when it is complete.
 * A file that is there already and is not replaced as a whole is copied before the first
 * byte of it is changed.
 */
final class Upload implements SftpFile {

	private static final int DEFAULT_PERMISSIONS = 0666;

	private final Store store;

	private final Staging staging;

	private final Place place;

	private final String name;

	private final boolean append;

	private final boolean exclusive;

	private final Consumer<Upload> whenClosed;

	/**
	 * Several threads read and write, one prepares and ends.
	 */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final Object growth = new Object();

	private @Nullable Content content;

	private @Nullable Content original;

	private @Nullable SftpAttributes lateTimes;

	private int permissions;

	private long counted;

	private @Nullable IOException failure;

	private boolean deleted;

	private boolean closed;

	String path() {
		return this.place.path();
	}

	private Upload(Store store, Place place, boolean append, boolean exclusive, int permissions,
			Consumer<Upload> whenClosed) throws IOException {
		this.store = store;
		this.staging = store.requireStaging(place.path());
		this.place = place;
		this.name = this.staging.newName();
		this.append = append;
		this.exclusive = exclusive;
		this.permissions = permissions;
		this.whenClosed = whenClosed;
	}

	/**
	 * Begin a new file.
	 */
	static Upload create(Store store, Place place, boolean append, boolean exclusive, @Nullable Integer permissions,
			Consumer<Upload> whenClosed) throws IOException {
		int asked = (permissions != null) ? permissions : DEFAULT_PERMISSIONS;
		Upload upload = new Upload(store, place, append, exclusive, store.permissions(asked), whenClosed);
		upload.begin();
		return upload;
	}

	/**
	 * Replace a file, or change it.
	 */
	static Upload replace(Store store, Place place, Facts existing, boolean append, boolean truncate,
			Consumer<Upload> whenClosed) throws IOException {
		Integer permissions = existing.attributes().permissions();
		Upload upload = new Upload(store, place, append, false,
				store.permissions((permissions != null) ? permissions : DEFAULT_PERMISSIONS), whenClosed);
		// who may not write to a file may not replace it either
		place.folder().requireWritable(place.name());
		if (truncate) {
			upload.begin();
		}
		else {
			upload.original = new Content(place.folder().open(place.name(), Set.of(StandardOpenOption.READ), 0));
		}
		return upload;
	}

	private Content begin() throws IOException {
		this.store.usage().addFile(this.place.path());
		try {
			Content created = new Content(this.staging.create(this.name, true));
			this.content = created;
			return created;
		}
		catch (IOException | RuntimeException ex) {
			this.store.usage().removeFile();
			throw ex;
		}
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		return with(this.lock.readLock(), () -> {
			Content source = (this.content != null) ? this.content : this.original;
			if (source == null) {
				throw Failures.closed(this.place.path());
			}
			return source.read(target, position);
		});
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		prepare();
		with(this.append ? this.lock.writeLock() : this.lock.readLock(), () -> {
			Content target = requireContent();
			try {
				long start = this.append ? target.size() : position;
				grow(Math.addExact(start, source.remaining()));
				target.write(source, start);
			}
			catch (ArithmeticException ex) {
				throw fail(
						new SftpFileSystemException(Kind.FILE_TOO_LARGE, this.place.path(), "the file is too large"));
			}
			catch (IOException ex) {
				throw fail(ex);
			}
		});
	}

	/**
	 * What could not be written is missing, so the file will never be complete.
	 */
	private IOException fail(IOException failure) {
		IOException told = Failures.translate(this.place.path(), failure);
		synchronized (this.growth) {
			if (this.failure == null) {
				this.failure = told;
			}
		}
		return told;
	}

	private void grow(long size) throws IOException {
		if (this.store.usage().isBounded()) {
			synchronized (this.growth) {
				if (size > this.counted) {
					this.store.usage().addBytes(size - this.counted, this.place.path());
					this.counted = size;
				}
			}
		}
	}

	/**
	 * Count what there is, which may be less than was expected.
	 */
	private void settle(Content content) throws IOException {
		if (this.store.usage().isBounded()) {
			long size = content.size();
			grow(size);
			synchronized (this.growth) {
				this.store.usage().removeBytes(this.counted - size);
				this.counted = size;
			}
		}
	}

	/**
	 * Make a copy of the file that is to be changed, if there is none yet.
	 */
	private void prepare() throws IOException {
		boolean prepared = with(this.lock.readLock(), () -> this.original == null);
		if (!prepared) {
			with(this.lock.writeLock(), () -> {
				Content source = this.original;
				if (source != null) {
					copy(source);
				}
			});
		}
	}

	private void copy(Content source) throws IOException {
		try {
			Content copy = begin();
			grow(source.size());
			source.copyTo(copy);
			// the size may have been changed meanwhile
			settle(copy);
		}
		catch (IOException ex) {
			throw fail(ex);
		}
		finally {
			this.original = null;
			source.close();
		}
	}

	private Content requireContent() throws IOException {
		if (this.content == null) {
			throw Failures.closed(this.place.path());
		}
		if (this.failure != null) {
			throw this.failure;
		}
		return this.content;
	}

	@Override
	public SftpAttributes readAttributes() throws IOException {
		return with(this.lock.readLock(), () -> {
			if (this.content == null) {
				return this.place.folder().read(this.place.name()).attributes();
			}
			return readStaged().mutate().size(this.content.size()).permissions(this.permissions).build();
		});
	}

	/**
	 * In an archive, a file is there when it is closed.
	 */
	private SftpAttributes readStaged() throws IOException {
		return this.staging.folder().writesInPlace() ? this.staging.folder().read(this.name).attributes()
				: SftpAttributes.builder().type(SftpFileType.REGULAR).build();
	}

	@Override
	public void setAttributes(SftpAttributes changes) throws IOException {
		prepare();
		with(this.lock.writeLock(), () -> {
			Content target = requireContent();
			Changes.requireSameOwner(this.place.path(), changes, readStaged());
			if (changes.size() != null) {
				resize(target, changes.size());
			}
			if (changes.permissions() != null) {
				this.permissions = this.store.permissions(changes.permissions());
			}
			if (Changes.hasTimes(changes)) {
				setTimes(changes);
			}
		});
	}

	private void setTimes(SftpAttributes times) throws IOException {
		if (this.staging.folder().writesInPlace()) {
			this.staging.folder().setTimes(this.name, times.lastModified(), times.lastAccess());
		}
		else {
			this.lateTimes = times;
		}
	}

	private void resize(Content target, long size) throws IOException {
		try {
			grow(size);
			target.resize(size);
			settle(target);
		}
		catch (IOException ex) {
			throw fail(ex);
		}
	}

	@Override
	public void sync() throws IOException {
		with(this.lock.readLock(), () -> {
			if (this.content != null) {
				sync(this.content);
			}
		});
	}

	/**
	 * What could not be brought to the disk may be lost, though the next attempt has
	 * nothing left to bring there and succeeds.
	 */
	private void sync(Content written) throws IOException {
		try {
			written.sync();
		}
		catch (IOException ex) {
			throw fail(ex);
		}
	}

	@Override
	public void commit() throws IOException {
		try {
			with(this.lock.writeLock(), () -> {
				if (!this.deleted && (this.content != null || this.failure != null)) {
					complete(requireContent());
				}
			});
		}
		finally {
			close();
		}
	}

	private void complete(Content written) throws IOException {
		this.staging.folder().setPermissions(this.name, this.permissions);
		if (this.store.settings().syncUploads()) {
			written.sync();
		}
		written.close();
		SftpAttributes times = this.lateTimes;
		if (times != null) {
			this.staging.folder().setTimes(this.name, times.lastModified(), times.lastAccess());
		}
		this.store.withNames(this::takeName);
		this.content = null;
		if (this.store.settings().syncUploads()) {
			this.place.folder().sync();
		}
	}

	private void takeName() throws IOException {
		Facts replaced = readTarget();
		if (replaced != null && this.exclusive) {
			throw new FileAlreadyExistsException(this.place.path());
		}
		if (replaced != null && replaced.attributes().isDirectory()) {
			throw new SftpFileSystemException(Kind.IS_DIRECTORY, this.place.path(), "it is a directory");
		}
		this.staging.folder().move(this.name, this.place.folder(), this.place.name());
		if (replaced != null) {
			this.store.usage().remove(replaced);
		}
	}

	private @Nullable Facts readTarget() throws IOException {
		try {
			return this.store.look(this.place);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Let the file have no name when it is complete, because the client has deleted it
	 * while it has it open.
	 */
	void delete() throws IOException {
		with(this.lock.writeLock(), () -> this.deleted = true);
	}

	@Override
	public void close() throws IOException {
		Lock alone = this.lock.writeLock();
		alone.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				this.whenClosed.accept(this);
				discard();
			}
		}
		finally {
			alone.unlock();
		}
	}

	private void discard() throws IOException {
		Content read = this.original;
		Content written = this.content;
		this.original = null;
		this.content = null;
		try (this.place) {
			if (this.exclusive) {
				this.store.release(this.place.path());
			}
			if (read != null) {
				read.close();
			}
			if (written != null) {
				this.store.usage().removeFile();
				this.store.usage().removeBytes(this.counted);
				written.close();
				this.staging.folder().deleteFile(this.name);
			}
		}
		catch (IOException ex) {
			throw Failures.translate(this.place.path(), ex);
		}
	}

	private <T> T with(Lock lock, Failures.Call<T> call) throws IOException {
		lock.lock();
		try {
			requireOpen();
			return Failures.translate(this.place.path(), call);
		}
		finally {
			lock.unlock();
		}
	}

	private void with(Lock lock, Failures.Action action) throws IOException {
		lock.lock();
		try {
			requireOpen();
			Failures.translate(this.place.path(), action);
		}
		finally {
			lock.unlock();
		}
	}

	private void requireOpen() throws IOException {
		if (this.closed) {
			throw Failures.closed(this.place.path());
		}
	}

}
