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
package io.github.sshboot.client.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.client.transfer.LocalTarget;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpEntry;
import org.jspecify.annotations.Nullable;

/**
 * Receives a directory with all that is in it.
 */
final class DirectoryDownload implements Job {

	private static final int REQUESTS = 2;

	private final Pipeline pipeline;

	private final Exchange exchange;

	private final String path;

	private final @Nullable SftpAttributes attributes;

	private final Path target;

	private final Ancestors ancestors;

	private @Nullable Request opening;

	private @Nullable SftpHandle handle;

	private @Nullable Request closing;

	private int unanswered;

	private long count;

	private boolean done;

	/**
	 * Create a new {@link DirectoryDownload}.
	 * @param pipeline what it is a part of
	 * @param path the directory
	 * @param attributes what is known about it
	 * @param target where it goes: the parent is there
	 * @param ancestors where it is in the tree
	 */
	DirectoryDownload(Pipeline pipeline, String path, @Nullable SftpAttributes attributes, Path target,
			Ancestors ancestors) {
		this.pipeline = pipeline;
		this.exchange = pipeline.exchange();
		this.path = path;
		this.attributes = attributes;
		this.target = target;
		this.ancestors = ancestors;
	}

	@Override
	public void start() throws IOException {
		SftpCommands.checkDepth(this.ancestors.depth(), this.path);
		this.pipeline.journal().directoryBegins();
		if (this.ancestors.depth() > 0) {
			LocalTarget.directory(this.target);
		}
		SftpAttributes attributes = this.attributes;
		if (this.pipeline.options().preserve() && attributes != null) {
			// later than what is in it, which changes the time
			this.pipeline.addFinish(() -> {
				LocalTarget.preserve(this.target, attributes);
				return List.of();
			});
		}
		this.opening = SftpCommands.openDirectory(this.exchange, this.path, this);
	}

	@Override
	public void proceed(Request reply) throws IOException {
		if (reply == this.opening) {
			SftpHandle handle = SftpCommands.handle(reply);
			this.handle = handle;
			for (int i = 0; i < REQUESTS; i++) {
				read(handle);
			}
			return;
		}
		if (reply == this.closing) {
			this.done = true;
			return;
		}
		this.unanswered--;
		SftpHandle handle = this.handle;
		if (handle == null) {
			throw new IllegalStateException("Not open");
		}
		List<SftpEntry> entries = SftpCommands.entries(reply);
		if (entries != null) {
			this.count += entries.size();
			SftpCommands.checkCount(this.count, this.path);
			this.pipeline.add(jobs(entries));
			read(handle);
		}
		else if (this.unanswered == 0) {
			this.closing = SftpCommands.closing(this.exchange, handle, this);
		}
	}

	private void read(SftpHandle handle) throws IOException {
		SftpCommands.readDirectory(this.exchange, handle, this);
		this.unanswered++;
	}

	private List<Job> jobs(List<SftpEntry> entries) throws IOException {
		List<Job> jobs = new ArrayList<>(entries.size());
		for (SftpEntry entry : entries) {
			Path target = RemoteNames.resolve(this.target, entry.name(), this.path);
			String path = RemoteNames.resolve(this.path, entry.name());
			SftpAttributes attributes = entry.attributes();
			if (!RemoteNames.isText(entry.name())) {
				this.pipeline.journal().skipped(path);
			}
			else if (attributes.isRegularFile()) {
				jobs.add(new FileDownload(this.pipeline, path, attributes,
						new LocalTarget(target, this.pipeline.options())));
			}
			else if (attributes.isDirectory()) {
				jobs.add(new DirectoryDownload(this.pipeline, path, attributes, target,
						this.ancestors.child(entry.name())));
			}
			else if (attributes.type() == null
					|| attributes.isSymbolicLink() && this.pipeline.options().followLinks()) {
				jobs.add(new LinkDownload(this.pipeline, path, target, this.ancestors));
			}
			else {
				this.pipeline.journal().skipped(path);
			}
		}
		return jobs;
	}

	@Override
	public boolean isDone() {
		return this.done;
	}

	@Override
	public void abort() {
		SftpHandle handle = this.handle;
		if (handle == null && this.opening != null) {
			handle = FileDownload.openedUnnoticed(this.opening);
		}
		if (handle != null && this.closing == null) {
			SftpCommands.close(this.exchange, handle);
		}
	}

	/**
	 * The directories that a directory is in.
	 *
	 * @param real where it really is on the server
	 * @param parent where its parent is
	 * @param depth how deep it is
	 */
	record Ancestors(String real, @Nullable Ancestors parent, int depth) {

		static Ancestors root(String real) {
			return new Ancestors(real, null, 0);
		}

		Ancestors child(String name) {
			return new Ancestors(RemoteNames.resolve(this.real, name), this, this.depth + 1);
		}

		/**
		 * Return what a link leads to.
		 */
		Ancestors link(String real) {
			return new Ancestors(real, this, this.depth + 1);
		}

		boolean contains(String real) {
			for (Ancestors directory = this; directory != null; directory = directory.parent) {
				if (directory.real.equals(real)) {
					return true;
				}
			}
			return false;
		}

	}

}
