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

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sshboot.client.scp.ScpStreams.Message;
import io.github.sshboot.client.transfer.LocalTarget;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.TransferJournal;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.client.transfer.TransferTarget;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.transport.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * Receives files. A server may only send what it was asked for: one file, or one
 * directory with names that are single components.
 */
final class ScpDownload {

	private static final Pattern ENTRY = Pattern.compile("([0-7]{4}) ([0-9]{1,18}) (.+)");

	private static final Pattern TIMES = Pattern.compile("([0-9]{1,11}) [0-9]{1,6} ([0-9]{1,11}) [0-9]{1,6}");

	private static final int MAX_PERMISSIONS = 0777;

	private static final int MAX_DEPTH = 256;

	private final ScpStreams streams;

	private final TransferOptions options;

	private final TransferJournal journal;

	private @Nullable String warning;

	private SftpAttributes times = SftpAttributes.none();

	ScpDownload(ScpStreams streams, TransferOptions options) {
		this.streams = streams;
		this.options = options;
		this.journal = new TransferJournal(options);
	}

	TransferSummary file(String path, TransferTarget target) throws IOException {
		Entry entry = first(path);
		if (entry.directory()) {
			throw new ScpProtocolException("a directory, where a file was asked for");
		}
		receiveFile(entry, path, target);
		return end();
	}

	TransferSummary tree(String path, Path target) throws IOException {
		Entry entry = first(path);
		if (entry.directory()) {
			Files.createDirectories(target);
			receiveDirectory(entry, path, target, 0);
		}
		else {
			Path file = Files.isDirectory(target) ? RemoteNames.resolve(target, RemoteNames.last(path), path) : target;
			receiveFile(entry, path, new LocalTarget(file, this.options));
		}
		return end();
	}

	private Entry first(String path) throws IOException {
		this.streams.writeAgreement();
		Entry entry = next();
		if (entry == null) {
			throw (this.warning != null) ? new ScpMessageException(this.warning)
					: new EOFException("The server ended before it sent anything");
		}
		String name = RemoteNames.last(path);
		if (RemoteNames.isClean(name) && !entry.name().equals(name)) {
			throw refused(entry.name(), path);
		}
		return entry;
	}

	/**
	 * All that was asked for is there: a server that has more breaks the protocol.
	 */
	private TransferSummary end() throws IOException {
		if (next() != null) {
			throw new ScpProtocolException("more than was asked for");
		}
		if (this.warning != null) {
			throw new ScpMessageException(this.warning);
		}
		return this.journal.summary();
	}

	/**
	 * Return what the server sends next.
	 * @return the entry, or {@code null} at the end of the directory or of all
	 */
	private @Nullable Entry next() throws IOException {
		this.times = SftpAttributes.none();
		while (true) {
			Message message = this.streams.readMessage();
			if (message == null) {
				return null;
			}
			switch (message.type()) {
				case Message.WARNING -> warn(message.line());
				case Message.ERROR -> throw new ScpMessageException(message.line());
				case 'T' -> readTimes(message.line());
				case 'C', 'D' -> {
					return entry(message);
				}
				case 'E' -> {
					return Entry.END;
				}
				default -> throw new ScpProtocolException(
						"a message '%s'".formatted(PeerText.printable(message.type() + message.line())));
			}
		}
	}

	/**
	 * Something could not be sent; others can.
	 */
	private void warn(String text) throws IOException {
		this.journal.skipped(text);
		if (this.warning == null) {
			this.warning = text;
		}
	}

	private void readTimes(String line) throws IOException {
		Matcher matcher = TIMES.matcher(line);
		if (!matcher.matches() || this.times.lastModified() != null) {
			throw new ScpProtocolException("times that are none");
		}
		this.times = SftpAttributes.builder()
			.lastModified(Instant.ofEpochSecond(Long.parseLong(matcher.group(1))))
			.lastAccess(Instant.ofEpochSecond(Long.parseLong(matcher.group(2))))
			.build();
		this.streams.writeAgreement();
	}

	private Entry entry(Message message) throws IOException {
		Matcher matcher = ENTRY.matcher(message.line());
		if (!matcher.matches()) {
			throw new ScpProtocolException("an entry that is none");
		}
		int permissions = Integer.parseInt(matcher.group(1), 8) & MAX_PERMISSIONS;
		return new Entry(message.type() == 'D', matcher.group(3), Long.parseLong(matcher.group(2)),
				this.times.mutate().permissions(permissions).build());
	}

	private void receiveDirectory(Entry directory, String path, Path target, int depth) throws IOException {
		if (depth > MAX_DEPTH) {
			throw new ScpProtocolException("more than %d directories in each other".formatted(MAX_DEPTH));
		}
		this.journal.directoryBegins();
		this.streams.writeAgreement();
		Entry entry = next();
		while (entry != null && entry != Entry.END) {
			Path child = RemoteNames.resolve(target, entry.name(), path);
			String childPath = RemoteNames.resolve(path, entry.name());
			if (entry.directory()) {
				LocalTarget.directory(child);
				receiveDirectory(entry, childPath, child, depth + 1);
			}
			else {
				receiveFile(entry, childPath, new LocalTarget(child, this.options));
			}
			entry = next();
		}
		if (entry == null) {
			throw new EOFException("The server ended within a directory");
		}
		this.streams.writeAgreement();
		if (this.options.preserve()) {
			LocalTarget.preserve(target, directory.attributes());
		}
	}

	private void receiveFile(Entry file, String path, TransferTarget target) throws IOException {
		this.journal.fileBegins();
		boolean complete = false;
		try {
			target.begin(0);
			this.streams.writeAgreement();
			for (long received = 0; received < file.size();) {
				int count = this.streams.readData(file.size() - received);
				received += count;
				this.journal.progressed(path, received, file.size(), count);
				target.write(this.streams.buffer(), 0, count);
			}
			// says whether that was all there is
			this.streams.readAgreement();
			target.commit(file.attributes());
			complete = true;
			this.streams.writeAgreement();
			this.journal.fileCompleted(path, file.size());
		}
		finally {
			if (!complete) {
				target.discard();
			}
		}
	}

	private static ScpProtocolException refused(String name, String path) {
		return new ScpProtocolException("'%s', where '%s' was asked for".formatted(PeerText.printable(name), path));
	}

	/**
	 * A file or directory that is sent.
	 *
	 * @param directory whether it is a directory
	 * @param name its name, as it came
	 * @param size how much data follows
	 * @param attributes its permissions and times
	 */
	private record Entry(boolean directory, String name, long size, SftpAttributes attributes) {

		/**
		 * The end of a directory.
		 */
		static final Entry END = new Entry(false, "", 0, SftpAttributes.none());

	}

}
