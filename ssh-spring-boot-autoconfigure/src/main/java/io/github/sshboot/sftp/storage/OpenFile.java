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
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
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

	private final Facts opened;

	private final boolean append;

	private final boolean sync;

	private final Consumer<SftpFile> whenClosed;

	/**
	 * Create a new {@link OpenFile}.
	 * @param store the store
	 * @param place where the file is; closed with it
	 * @param channel its content
	 * @param opened facts about it when it was opened
	 * @param append whether all is written to its end
	 * @param sync whether it goes to the disk when it is closed
	 * @param whenClosed told when it is closed
	 */
	OpenFile(Store store, Place place, SeekableByteChannel channel, Facts opened, boolean append, boolean sync,
			Consumer<SftpFile> whenClosed) {
		this.store = store;
		this.place = place;
		this.content = new Content(channel);
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
			if (this.append || this.store.usage().isBounded()) {
				writeCounted(source, position);
			}
			else {
				this.content.write(source, position);
			}
		});
	}

	/**
	 * Other handles grow the same file, and it may be deleted, so only one does something
	 * of the kind at a time.
	 */
	private void writeCounted(ByteBuffer source, long position) throws IOException {
		this.store.withNames(() -> {
			long size = this.content.size();
			long start = this.append ? size : position;
			count(Math.max(size, Math.addExact(start, source.remaining())), () -> this.content.write(source, start));
		});
	}

	private void count(long newSize, Failures.Action change) throws IOException {
		Usage usage = this.store.usage();
		if (!usage.isBounded()) {
			change.run();
			return;
		}
		if (current() == null) {
			// it is counted no more
			throw new NoSuchFileException(this.place.path());
		}
		long size = this.content.size();
		usage.addBytes(Math.max(0, newSize - size), this.place.path());
		try {
			change.run();
		}
		finally {
			usage.removeBytes(Math.max(size, newSize) - this.content.size());
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
		this.store.withNames(() -> count(size, () -> this.content.resize(size)));
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
		this.whenClosed.accept(this);
		try (this.place) {
			this.content.close();
		}
	}

	private <T> T translate(Failures.Call<T> call) throws IOException {
		return Failures.translate(this.place.path(), call);
	}

	private void translate(Failures.Action action) throws IOException {
		Failures.translate(this.place.path(), action);
	}

}
