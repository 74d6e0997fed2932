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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.sshboot.client.sftp.DirectoryDownload.Ancestors;
import io.github.sshboot.client.transfer.LocalEntry;
import io.github.sshboot.client.transfer.LocalSource;
import io.github.sshboot.client.transfer.LocalTarget;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSource;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.client.transfer.TransferTarget;

/**
 * Sends and receives files on an {@link SftpConnection}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SftpTransfers {

	private final SftpConnection connection;

	private final SftpCommands commands;

	private final ChannelSource channels;

	/**
	 * Create new {@link SftpTransfers}.
	 * @param connection the connection
	 * @param channels where files that are large get further channels from
	 */
	public SftpTransfers(SftpConnection connection, ChannelSource channels) {
		this.connection = connection;
		this.channels = channels;
		this.commands = new SftpCommands(connection);
	}

	/**
	 * Send something to a file.
	 * @param source what to send
	 * @param path the file
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary upload(TransferSource source, String path, TransferOptions options) throws IOException {
		return run(options, (pipeline) -> pipeline.add(List.of(new FileUpload(pipeline, source, path))));
	}

	/**
	 * Send local files to files.
	 * @param files the paths of the files by those on the server
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary upload(Map<String, Path> files, TransferOptions options) throws IOException {
		return run(options, (pipeline) -> {
			List<Job> jobs = new ArrayList<>(files.size());
			files.forEach((path, file) -> jobs
				.add(new FileUpload(pipeline, new LocalSource(file, options.preserve()), path)));
			pipeline.add(jobs);
		});
	}

	/**
	 * Send a local directory with all that is in it.
	 * @param directory the directory here
	 * @param path the directory on the server, which is made if it is not there; its
	 * parent must be there
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary uploadTree(Path directory, String path, TransferOptions options) throws IOException {
		LocalEntry root = LocalEntry.root(directory);
		return run(options, (pipeline) -> pipeline.add(List.of(new DirectoryUpload(pipeline, root, path))));
	}

	/**
	 * Receive a file.
	 * @param path the file
	 * @param target where it goes
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary download(String path, TransferTarget target, TransferOptions options) throws IOException {
		return run(options, (pipeline) -> pipeline.add(List.of(new FileDownload(pipeline, path, null, target))));
	}

	/**
	 * Receive files to local files.
	 * @param files the paths here by those on the server
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary download(Map<String, Path> files, TransferOptions options) throws IOException {
		return run(options, (pipeline) -> {
			List<Job> jobs = new ArrayList<>(files.size());
			files.forEach(
					(path, file) -> jobs.add(new FileDownload(pipeline, path, null, new LocalTarget(file, options))));
			pipeline.add(jobs);
		});
	}

	/**
	 * Receive a directory with all that is in it.
	 * @param path the directory on the server
	 * @param directory the directory here, which is made if it is not there
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary downloadTree(String path, Path directory, TransferOptions options) throws IOException {
		String real = this.commands.realPath(path);
		var attributes = options.preserve() ? this.commands.attributes(path, true) : null;
		Files.createDirectories(directory);
		return run(options, (pipeline) -> pipeline
			.add(List.of(new DirectoryDownload(pipeline, path, attributes, directory, Ancestors.root(real)))));
	}

	/**
	 * Return whether something is a directory.
	 * @param path the path; links are followed
	 * @return whether it is one
	 * @throws IOException if the server does not tell
	 */
	public boolean isDirectory(String path) throws IOException {
		return this.commands.attributes(path, true).isDirectory();
	}

	private TransferSummary run(TransferOptions options, Work work) throws IOException {
		try (Exchange exchange = new Exchange(this.connection);
				Pipeline pipeline = new Pipeline(exchange, options, this.channels)) {
			work.addTo(pipeline);
			pipeline.run();
			return pipeline.journal().summary();
		}
	}

	/**
	 * Says what is to be done.
	 */
	private interface Work {

		void addTo(Pipeline pipeline) throws IOException;

	}

}
