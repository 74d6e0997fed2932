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
package io.github.sshboot.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.sshboot.client.SftpOperations.DownloadSpec;
import io.github.sshboot.client.sftp.SftpTransfers;
import io.github.sshboot.client.transfer.LocalTarget;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.StreamTarget;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.client.transfer.TransferTarget;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What is received by SFTP, and how.
 */
final class SftpDownload extends SftpTransferSupport<DownloadSpec> implements DownloadSpec {

	private final SftpCalls calls;

	private final SftpOperations operations;

	private final String path;

	private final @Nullable String pattern;

	SftpDownload(SftpCalls calls, SftpOperations operations, String path, @Nullable String pattern) {
		this.calls = calls;
		this.operations = operations;
		this.path = path;
		this.pattern = pattern;
	}

	@Override
	DownloadSpec self() {
		return this;
	}

	@Override
	public TransferSummary to(Path path) {
		if (this.pattern != null) {
			List<RemoteFile> files = this.operations.glob(this.path, this.pattern);
			return run((transfers) -> transfers.download(targets(files, path), options()));
		}
		return run((transfers) -> {
			if (transfers.isDirectory(this.path)) {
				return transfers.downloadTree(this.path, path, options());
			}
			Path target = Files.isDirectory(path) ? RemoteNames.resolve(path, RemoteNames.last(this.path), this.path)
					: path;
			return transfers.download(this.path, new LocalTarget(target, options()), options());
		});
	}

	private Map<String, Path> targets(List<RemoteFile> files, Path directory) throws IOException {
		Files.createDirectories(directory);
		int prefix = RemoteNames.resolve(this.path, "").length();
		Map<String, Path> targets = new LinkedHashMap<>();
		for (RemoteFile file : files) {
			Path target = directory;
			String[] names = file.path().substring(prefix).split("/");
			for (int i = 0; i < names.length - 1; i++) {
				target = RemoteNames.resolve(target, names[i], file.path());
				LocalTarget.directory(target);
			}
			targets.put(file.path(), RemoteNames.resolve(target, names[names.length - 1], file.path()));
		}
		return targets;
	}

	@Override
	public TransferSummary to(OutputStream stream) {
		return to(new StreamTarget(stream));
	}

	@Override
	public byte[] bytes() {
		return receive(this::to);
	}

	private TransferSummary to(TransferTarget target) {
		Assert.state(this.pattern == null && !options().resume(),
				"Only one file can go to a stream, from its beginning");
		return run((transfers) -> transfers.download(this.path, target, options()));
	}

	private TransferSummary run(Download download) {
		String what = (this.pattern != null) ? "%s of %s".formatted(this.pattern, this.path) : this.path;
		return this.calls.transfer("Cannot download " + what, (transfers, commands) -> download.run(transfers));
	}

	/**
	 * Receives it.
	 */
	@FunctionalInterface
	private interface Download {

		TransferSummary run(SftpTransfers transfers) throws IOException;

	}

}
