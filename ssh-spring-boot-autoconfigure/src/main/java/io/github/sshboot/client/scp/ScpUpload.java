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
package io.github.sshboot.client.scp;

import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

import io.github.sshboot.client.transfer.LocalEntry;
import io.github.sshboot.client.transfer.LocalSource;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.TransferJournal;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSource;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.sftp.SftpAttributes;

/**
 * Sends files.
 */
final class ScpUpload {

	private static final int DEFAULT_FILE = 0644;

	private static final int DEFAULT_DIRECTORY = 0755;

	private static final int MAX_PERMISSIONS = 0777;

	private final ScpStreams streams;

	private final TransferOptions options;

	private final TransferJournal journal;

	ScpUpload(ScpStreams streams, TransferOptions options) {
		this.streams = streams;
		this.options = options;
		this.journal = new TransferJournal(options);
	}

	TransferSummary file(TransferSource source, String name, String path) throws IOException {
		sendFile(source, name, path);
		return this.journal.summary();
	}

	TransferSummary directory(LocalEntry directory, String name, String path) throws IOException {
		sendDirectory(directory, name, path);
		return this.journal.summary();
	}

	private void sendDirectory(LocalEntry directory, String name, String path) throws IOException {
		this.journal.directoryBegins();
		SftpAttributes attributes = LocalSource.attributes(directory.path());
		sendTimes(attributes);
		tell("D%04o 0 %s".formatted(permissions(attributes, DEFAULT_DIRECTORY), name));
		for (LocalEntry child : directory.children(this.options.followLinks())) {
			String childPath = RemoteNames.resolve(path, child.name());
			if (child.kind() == LocalEntry.Kind.OTHER || child.name().indexOf('\n') >= 0) {
				// the protocol has no way to tell names of two lines
				this.journal.skipped(child.path().toString());
			}
			else if (child.kind() == LocalEntry.Kind.DIRECTORY) {
				sendDirectory(child, child.name(), childPath);
			}
			else {
				sendFile(new LocalSource(child.path(), true), child.name(), childPath);
			}
		}
		tell("E");
	}

	private void sendFile(TransferSource source, String name, String path) throws IOException {
		this.journal.fileBegins();
		try (source) {
			source.open();
			long size = Objects.requireNonNull(source.size(), "The size must be known");
			sendTimes(source.attributes());
			tell("C%04o %d %s".formatted(permissions(source.attributes(), DEFAULT_FILE), size, name));
			for (long sent = 0; sent < size;) {
				byte[] buffer = this.streams.buffer();
				int count = source.readFully(buffer, 0, (int) Math.min(buffer.length, size - sent));
				if (count == 0) {
					// without its end the server does not take it for the whole
					throw new IOException("%s has become shorter than %d bytes".formatted(source, size));
				}
				this.streams.write(buffer, count);
				sent += count;
				this.journal.progressed(path, sent, size, count);
			}
			this.streams.writeAgreement();
			this.streams.readAgreement();
			this.journal.fileCompleted(path, size);
		}
	}

	private void sendTimes(SftpAttributes attributes) throws IOException {
		Instant modified = attributes.lastModified();
		if (this.options.preserve() && modified != null) {
			Instant accessed = (attributes.lastAccess() != null) ? attributes.lastAccess() : modified;
			tell("T%d 0 %d 0".formatted(modified.getEpochSecond(), accessed.getEpochSecond()));
		}
	}

	private void tell(String line) throws IOException {
		this.streams.writeLine(line);
		this.streams.readAgreement();
	}

	private static int permissions(SftpAttributes attributes, int otherwise) {
		Integer permissions = attributes.permissions();
		return (permissions != null) ? permissions & MAX_PERMISSIONS : otherwise;
	}

}
