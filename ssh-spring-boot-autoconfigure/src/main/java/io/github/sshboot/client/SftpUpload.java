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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.sshboot.client.SftpOperations.UploadSpec;
import io.github.sshboot.client.sftp.SftpCommands;
import io.github.sshboot.client.sftp.SftpTransfers;
import io.github.sshboot.client.transfer.LocalSource;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.StreamSource;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSource;
import io.github.sshboot.client.transfer.TransferSummary;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.Assert;

/**
 * What is sent by SFTP, and how.
 */
final class SftpUpload extends SftpTransferSupport<UploadSpec> implements UploadSpec {

	private final SftpCalls calls;

	private final String what;

	private final Upload upload;

	private SftpUpload(SftpCalls calls, String what, Upload upload) {
		this.calls = calls;
		this.what = what;
		this.upload = upload;
	}

	static UploadSpec of(SftpCalls calls, Path source) {
		return new SftpUpload(calls, "Cannot upload " + source,
				(transfers, commands, path, options) -> upload(transfers, source, path, options));
	}

	private static TransferSummary upload(SftpTransfers transfers, Path source, String path, TransferOptions options)
			throws IOException {
		if (Files.isDirectory(source)) {
			return transfers.uploadTree(source, path, options);
		}
		return transfers.upload(new LocalSource(source, options.preserve()),
				file(path, String.valueOf(source.getFileName())), options);
	}

	static UploadSpec of(SftpCalls calls, Resource source) {
		return new SftpUpload(calls, "Cannot upload " + source.getDescription(), (transfers, commands, path,
				options) -> transfers.upload(toSource(source, options), file(path, source.getFilename()), options));
	}

	private static TransferSource toSource(Resource resource, TransferOptions options) throws IOException {
		if (resource.isFile()) {
			return new LocalSource(resource.getFile().toPath(), options.preserve());
		}
		// to ask a stream for its length is to read it
		long length = resource.isOpen() ? -1 : resource.contentLength();
		return new StreamSource(resource::getInputStream, (length >= 0) ? length : null, true);
	}

	static UploadSpec of(SftpCalls calls, InputStream source) {
		return new SftpUpload(calls, "Cannot upload a stream", (transfers, commands, path, options) -> transfers
			.upload(new StreamSource(() -> source, null, false), file(path, null), options));
	}

	static UploadSpec of(SftpCalls calls, byte[] source) {
		return new SftpUpload(calls, "Cannot upload %d bytes".formatted(source.length), (transfers, commands, path,
				options) -> transfers.upload(StreamSource.of(source), file(path, null), options));
	}

	static UploadSpec of(SftpCalls calls, Path directory, String pattern) {
		return new SftpUpload(calls, "Cannot upload %s of %s".formatted(pattern, directory), (transfers, commands, path,
				options) -> transfers.upload(matching(commands, directory, pattern, path), options));
	}

	private static Map<String, Path> matching(SftpCommands commands, Path directory, String pattern, String target)
			throws IOException {
		AntPathMatcher matcher = new AntPathMatcher();
		Map<String, Path> files = new LinkedHashMap<>();
		try (Stream<Path> paths = Files.walk(directory)) {
			paths.filter(Files::isRegularFile).sorted().forEach((path) -> {
				String relative = directory.relativize(path)
					.toString()
					.replace(path.getFileSystem().getSeparator(), "/");
				if (matcher.match(pattern, relative)) {
					files.put(RemoteNames.resolve(target, relative), path);
				}
			});
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		for (String parent : parents(files.keySet())) {
			commands.makeDirectories(parent);
		}
		return files;
	}

	private static List<String> parents(Set<String> paths) {
		return paths.stream()
			.map((path) -> path.substring(0, Math.max(0, path.lastIndexOf('/'))))
			.filter(Predicate.not(String::isEmpty))
			.distinct()
			.toList();
	}

	private static String file(String path, @Nullable String name) throws IOException {
		if (!path.endsWith("/")) {
			return path;
		}
		if (name == null || name.isEmpty()) {
			throw new IOException("'%s' is a directory, and what is sent has no name".formatted(path));
		}
		return path + name;
	}

	@Override
	UploadSpec self() {
		return this;
	}

	@Override
	public TransferSummary to(String path) {
		Assert.hasLength(path, "'path' must not be empty");
		return this.calls.transfer("%s to %s".formatted(this.what, path),
				(transfers, commands) -> this.upload.run(transfers, commands, path, options()));
	}

	/**
	 * Sends it.
	 */
	@FunctionalInterface
	private interface Upload {

		TransferSummary run(SftpTransfers transfers, SftpCommands commands, String path, TransferOptions options)
				throws IOException;

	}

}
