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
package io.github.sshboot.client.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps account of a transfer, holds it to its limits and tells the listener. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class TransferJournal {

	/**
	 * How many names are kept: a server can tell of any number.
	 */
	private static final int MAX_SKIPPED = 10_000;

	private final TransferOptions options;

	private final List<String> skipped = new ArrayList<>();

	private long begun;

	private long files;

	private long directories;

	private long bytes;

	/**
	 * Create a new {@link TransferJournal}.
	 * @param options the limits and the listener
	 */
	public TransferJournal(TransferOptions options) {
		this.options = options;
	}

	/**
	 * A file begins.
	 * @throws IOException if there are too many
	 */
	public void fileBegins() throws IOException {
		if (++this.begun > this.options.maxFiles()) {
			throw new IOException(
					"There are more than the %d files that are allowed".formatted(this.options.maxFiles()));
		}
	}

	/**
	 * A directory begins.
	 * @throws IOException if there are too many
	 */
	public void directoryBegins() throws IOException {
		fileBegins();
		this.directories++;
	}

	/**
	 * Data has been transferred.
	 * @param path the file on the server
	 * @param transferred how much of the file has been transferred in all
	 * @param size its size, if that is known
	 * @param count how much has come to it
	 * @throws IOException if there is too much
	 */
	public void progressed(String path, long transferred, @Nullable Long size, long count) throws IOException {
		this.bytes += count;
		if (this.bytes > this.options.maxBytes()) {
			throw new IOException(
					"There are more than the %d bytes that are allowed".formatted(this.options.maxBytes()));
		}
		tell(path, transferred, size);
	}

	/**
	 * A file is complete.
	 * @param path the file on the server
	 * @param size its size
	 */
	public void fileCompleted(String path, long size) {
		this.files++;
		tell(path, size, size);
	}

	private void tell(String path, long transferred, @Nullable Long size) {
		TransferListener listener = this.options.listener();
		if (listener != null) {
			listener.progressed(new TransferProgress(path, transferred, size, this.files, this.bytes));
		}
	}

	/**
	 * Something is left out.
	 * @param path its path
	 * @throws IOException if there are too many
	 */
	public void skipped(String path) throws IOException {
		fileBegins();
		if (this.skipped.size() < MAX_SKIPPED) {
			this.skipped.add(path);
		}
	}

	/**
	 * Return the account.
	 * @return the summary
	 */
	public TransferSummary summary() {
		return new TransferSummary(this.files, this.directories, this.bytes, this.skipped);
	}

}
