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
import java.util.List;

import io.github.sshboot.client.sftp.DirectoryDownload.Ancestors;
import io.github.sshboot.client.transfer.LocalTarget;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.protocol.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a symbolic link on the server leads to, or an entry of a type that the
 * server does not tell, and receives that.
 */
final class LinkDownload implements Job {

	private final Pipeline pipeline;

	private final String path;

	private final Path target;

	private final Ancestors ancestors;

	private @Nullable Request stating;

	private @Nullable Request naming;

	private int unanswered;

	LinkDownload(Pipeline pipeline, String path, Path target, Ancestors ancestors) {
		this.pipeline = pipeline;
		this.path = path;
		this.target = target;
		this.ancestors = ancestors;
	}

	@Override
	public void start() throws IOException {
		Exchange exchange = this.pipeline.exchange();
		this.unanswered = 2;
		this.stating = SftpCommands.attributes(exchange, this.path, this.pipeline.options().followLinks(), this);
		this.naming = exchange.send(PacketType.REALPATH, PacketType.NAME, this.path, this,
				(writer) -> writer.writeText(this.path));
	}

	@Override
	public void proceed(Request reply) throws IOException {
		this.unanswered--;
		if (this.unanswered > 0 || this.stating == null || this.naming == null) {
			return;
		}
		// a link may lead to nothing
		SftpAttributes attributes = (this.stating.status() == null) ? SftpCommands.attributes(this.stating)
				: SftpAttributes.none();
		if (attributes.isRegularFile()) {
			this.pipeline.add(List.of(new FileDownload(this.pipeline, this.path, attributes,
					new LocalTarget(this.target, this.pipeline.options()))));
			return;
		}
		if (attributes.isDirectory()) {
			String real = SftpCommands.name(this.naming);
			if (!this.ancestors.contains(real)) {
				this.pipeline.add(List.of(new DirectoryDownload(this.pipeline, this.path, attributes, this.target,
						this.ancestors.link(real))));
				return;
			}
		}
		this.pipeline.journal().skipped(this.path);
	}

	@Override
	public boolean isDone() {
		return this.unanswered == 0;
	}

	@Override
	public void abort() {
		// nothing is open
	}

}
