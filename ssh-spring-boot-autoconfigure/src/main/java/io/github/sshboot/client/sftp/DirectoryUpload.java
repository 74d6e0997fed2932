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
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.client.transfer.LocalEntry;
import io.github.sshboot.client.transfer.LocalSource;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Sends a directory with all that is in it.
 */
final class DirectoryUpload implements Job {

	private final Pipeline pipeline;

	private final LocalEntry directory;

	private final String path;

	private @Nullable Request making;

	private @Nullable SftpStatusException failure;

	private boolean done;

	DirectoryUpload(Pipeline pipeline, LocalEntry directory, String path) {
		this.pipeline = pipeline;
		this.directory = directory;
		this.path = path;
	}

	@Override
	public void start() throws IOException {
		this.pipeline.journal().directoryBegins();
		this.making = SftpCommands.makeDirectory(this.pipeline.exchange(), this.path, this);
	}

	@Override
	public void proceed(Request reply) throws IOException {
		if (reply == this.making) {
			StatusCode status = reply.status();
			if (status != null && status != StatusCode.OK) {
				// it may be there
				this.failure = reply.failure(status);
				SftpCommands.attributes(this.pipeline.exchange(), this.path, true, this);
				return;
			}
		}
		else if (this.failure != null && (reply.status() != null || !SftpCommands.attributes(reply).isDirectory())) {
			throw this.failure;
		}
		this.done = true;
		if (this.pipeline.options().preserve()) {
			this.pipeline.addFinish(this::preserve);
		}
		this.pipeline.add(jobs());
	}

	private List<Request> preserve() throws IOException {
		SftpAttributes known = LocalSource.attributes(this.directory.path());
		FileAttributes attributes = Attributes.preserved(known);
		return List.of(this.pipeline.exchange()
			.send(PacketType.SETSTAT, this.path, null,
					(writer) -> writer.writeText(this.path).writeAttributes(attributes, SftpConnection.VERSION)));
	}

	private List<Job> jobs() throws IOException {
		List<Job> jobs = new ArrayList<>();
		for (LocalEntry child : this.directory.children(this.pipeline.options().followLinks())) {
			String target = RemoteNames.resolve(this.path, child.name());
			switch (child.kind()) {
				case FILE -> jobs.add(new FileUpload(this.pipeline,
						new LocalSource(child.path(), this.pipeline.options().preserve()), target));
				case DIRECTORY -> jobs.add(new DirectoryUpload(this.pipeline, child, target));
				default -> this.pipeline.journal().skipped(child.path().toString());
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
		// nothing is open
	}

}
