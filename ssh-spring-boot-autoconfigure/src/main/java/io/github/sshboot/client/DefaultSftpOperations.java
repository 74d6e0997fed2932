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

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sshboot.client.sftp.SftpCommands;
import io.github.sshboot.client.sftp.SftpStatusException;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpEntry;
import io.github.sshboot.sftp.SftpSpace;
import io.github.sshboot.sftp.protocol.StatusCode;

import org.springframework.core.io.Resource;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.Assert;

/**
 * The {@link SftpOperations} of a client.
 */
final class DefaultSftpOperations implements SftpOperations {

	private final SftpCalls calls;

	DefaultSftpOperations(SftpCalls calls) {
		this.calls = calls;
	}

	@Override
	public UploadSpec upload(Path source) {
		return SftpUpload.of(this.calls, source);
	}

	@Override
	public UploadSpec upload(Resource source) {
		return SftpUpload.of(this.calls, source);
	}

	@Override
	public UploadSpec upload(InputStream source) {
		return SftpUpload.of(this.calls, source);
	}

	@Override
	public UploadSpec upload(byte[] source) {
		return SftpUpload.of(this.calls, source);
	}

	@Override
	public UploadSpec upload(Path directory, String pattern) {
		return SftpUpload.of(this.calls, directory, pattern);
	}

	@Override
	public DownloadSpec download(String path) {
		return new SftpDownload(this.calls, this, path, null);
	}

	@Override
	public DownloadSpec download(String directory, String pattern) {
		return new SftpDownload(this.calls, this, directory, pattern);
	}

	@Override
	public List<RemoteFile> list(String path) {
		return this.calls.ask("Cannot list " + path, (commands) -> list(commands, path));
	}

	private static List<RemoteFile> list(SftpCommands commands, String path) throws IOException {
		return commands.list(path)
			.stream()
			.sorted(Comparator.comparing(SftpEntry::name))
			.map((entry) -> new RemoteFile(RemoteNames.resolve(path, entry.name()), entry.attributes()))
			.toList();
	}

	@Override
	public Stream<RemoteFile> walk(String path) {
		return new RemoteWalk(this::list, (directory) -> true).stream(path);
	}

	@Override
	public List<RemoteFile> glob(String directory, String pattern) {
		Assert.isTrue(!pattern.startsWith("/"), "'pattern' must be relative to the directory");
		AntPathMatcher matcher = new AntPathMatcher();
		String prefix = RemoteNames.resolve(directory, "");
		return new RemoteWalk(this::list,
				(candidate) -> matcher.matchStart(pattern, candidate.path().substring(prefix.length())))
			.stream(directory)
			.filter((file) -> !file.attributes().isDirectory()
					&& matcher.match(pattern, file.path().substring(prefix.length())))
			.toList();
	}

	@Override
	public SftpAttributes stat(String path) {
		return this.calls.ask("Cannot read the attributes of " + path, (commands) -> commands.attributes(path, true));
	}

	@Override
	public SftpAttributes lstat(String path) {
		return this.calls.ask("Cannot read the attributes of " + path, (commands) -> commands.attributes(path, false));
	}

	@Override
	public boolean exists(String path) {
		return this.calls.ask("Cannot look for " + path, (commands) -> {
			try {
				commands.attributes(path, true);
				return true;
			}
			catch (SftpStatusException ex) {
				if (ex.getStatus() == StatusCode.NO_SUCH_FILE) {
					return false;
				}
				throw ex;
			}
		});
	}

	@Override
	public void mkdir(String path) {
		mkdir(path, SftpAttributes.none());
	}

	/**
	 * Make a directory that has attributes from the beginning.
	 */
	void mkdir(String path, SftpAttributes attributes) {
		this.calls.order("Cannot make the directory " + path, (commands) -> commands.makeDirectory(path, attributes));
	}

	@Override
	public void mkdirs(String path) {
		this.calls.order("Cannot make the directory " + path, (commands) -> commands.makeDirectories(path));
	}

	@Override
	public void delete(String path) {
		this.calls.order("Cannot delete " + path, (commands) -> {
			if (commands.attributes(path, false).isDirectory()) {
				commands.deleteDirectory(path);
			}
			else {
				commands.deleteFile(path);
			}
		});
	}

	@Override
	public void deleteRecursively(String path) {
		this.calls.order("Cannot delete " + path, (commands) -> {
			if (commands.attributes(path, false).isDirectory()) {
				commands.deleteTree(path);
			}
			else {
				commands.deleteFile(path);
			}
		});
	}

	@Override
	public void rename(String from, String to) {
		this.calls.order("Cannot rename %s to %s".formatted(from, to), (commands) -> commands.rename(from, to, true));
	}

	@Override
	public void link(String link, String existing) {
		this.calls.order("Cannot make the link " + link, (commands) -> commands.link(link, existing));
	}

	@Override
	public void symlink(String link, String target) {
		this.calls.order("Cannot make the link " + link, (commands) -> commands.symbolicLink(link, target));
	}

	@Override
	public String readLink(String link) {
		return this.calls.ask("Cannot read the link " + link, (commands) -> commands.readLink(link));
	}

	@Override
	public String realPath(String path) {
		return this.calls.ask("Cannot make absolute " + path, (commands) -> commands.realPath(path));
	}

	@Override
	public void chmod(String path, int permissions) {
		setAttributes(path, SftpAttributes.builder().permissions(permissions).build());
	}

	@Override
	public void setTimes(String path, Instant lastModified, Instant lastAccess) {
		setAttributes(path, SftpAttributes.builder().lastModified(lastModified).lastAccess(lastAccess).build());
	}

	@Override
	public void setAttributes(String path, SftpAttributes changes) {
		this.calls.order("Cannot change the attributes of " + path,
				(commands) -> commands.setAttributes(path, changes, true));
	}

	@Override
	public void copy(String from, String to) {
		String what = "Cannot copy %s to %s".formatted(from, to);
		this.calls.call(what, true, false, (connection) -> {
			SftpCommands commands = new SftpCommands(connection);
			if (commands.canCopy()) {
				commands.copy(from, to);
			}
			else {
				copyThroughHere(commands, from, to);
			}
			return true;
		});
	}

	private static void copyThroughHere(SftpCommands commands, String from, String to) throws IOException {
		boolean copied = false;
		try (InputStream source = commands.read(from, 0)) {
			OutputStream target = commands.write(to, Set.of(StandardOpenOption.CREATE_NEW));
			try (target) {
				source.transferTo(target);
				copied = true;
			}
			finally {
				if (!copied) {
					commands.deleteFile(to);
				}
			}
		}
	}

	@Override
	public InputStream read(String path) {
		return this.calls.open("Cannot read " + path, (use) -> {
			InputStream stream = new SftpCommands(use.connection()).read(path, 0);
			return new FilterInputStream(stream) {

				@Override
				public void close() throws IOException {
					try {
						super.close();
					}
					finally {
						use.close();
					}
				}

			};
		});
	}

	@Override
	public OutputStream write(String path, OpenOption... options) {
		return this.calls.open("Cannot write " + path, (use) -> {
			OutputStream stream = new SftpCommands(use.connection()).write(path, Set.of(options));
			return new FilterOutputStream(stream) {

				@Override
				public void write(byte[] bytes, int offset, int length) throws IOException {
					stream.write(bytes, offset, length);
				}

				@Override
				public void close() throws IOException {
					try {
						stream.close();
					}
					finally {
						use.close();
					}
				}

			};
		});
	}

	@Override
	public SeekableByteChannel open(String path, OpenOption... options) {
		return open(path, Set.of(options), SftpAttributes.none());
	}

	/**
	 * Open a file that has attributes from the beginning, if it is made.
	 */
	SeekableByteChannel open(String path, Set<? extends OpenOption> options, SftpAttributes attributes) {
		return this.calls.open("Cannot open " + path,
				(use) -> new LeasedChannel(new SftpCommands(use.connection()).open(path, options, attributes), use));
	}

	@Override
	public SftpSpace statvfs(String path) {
		return this.calls.ask("Cannot tell the space of " + path, (commands) -> commands.space(path));
	}

	@Override
	public FileSystem fileSystem() {
		return new RemoteFileSystem(this);
	}

	@Override
	public String toString() {
		return "SftpOperations[%s]".formatted(this.calls);
	}

}
