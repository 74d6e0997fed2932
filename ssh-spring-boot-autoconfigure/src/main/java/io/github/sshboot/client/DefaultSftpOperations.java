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

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.sshboot.client.SftpChannels.Use;
import io.github.sshboot.client.sftp.SftpCommands;
import io.github.sshboot.client.sftp.SftpConnection;
import io.github.sshboot.client.sftp.SftpLostException;
import io.github.sshboot.client.sftp.SftpStatusException;
import io.github.sshboot.client.sftp.SftpTransfers;
import io.github.sshboot.client.transfer.LocalSource;
import io.github.sshboot.client.transfer.LocalTarget;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.StreamSource;
import io.github.sshboot.client.transfer.StreamTarget;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSource;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.client.transfer.TransferTarget;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpEntry;
import io.github.sshboot.sftp.SftpSpace;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.transport.SshEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.Assert;

/**
 * The {@link SftpOperations} of a client.
 */
final class DefaultSftpOperations implements SftpOperations {

	private static final int MAX_BYTES = 16 << 20;

	private final SftpChannels channels;

	private final SshEndpoint endpoint;

	DefaultSftpOperations(SftpChannels channels, SshEndpoint endpoint) {
		this.channels = channels;
		this.endpoint = endpoint;
	}

	@Override
	public UploadSpec upload(Path source) {
		return new DefaultUploadSpec("Cannot upload " + source,
				(connection, path, options) -> upload(connection, source, path, options));
	}

	private static TransferSummary upload(SftpConnection connection, Path source, String path, TransferOptions options)
			throws IOException {
		SftpTransfers transfers = new SftpTransfers(connection);
		if (Files.isDirectory(source)) {
			return transfers.uploadTree(source, path, options);
		}
		return transfers.upload(new LocalSource(source, options.preserve()),
				file(path, String.valueOf(source.getFileName())), options);
	}

	@Override
	public UploadSpec upload(Resource source) {
		return new DefaultUploadSpec("Cannot upload " + source.getDescription(),
				(connection, path, options) -> new SftpTransfers(connection).upload(toSource(source, options),
						file(path, source.getFilename()), options));
	}

	private static TransferSource toSource(Resource resource, TransferOptions options) throws IOException {
		if (resource.isFile()) {
			return new LocalSource(resource.getFile().toPath(), options.preserve());
		}
		// to ask a stream for its length is to read it
		long length = resource.isOpen() ? -1 : resource.contentLength();
		return new StreamSource(resource::getInputStream, (length >= 0) ? length : null, true);
	}

	@Override
	public UploadSpec upload(InputStream source) {
		return new DefaultUploadSpec("Cannot upload a stream",
				(connection, path, options) -> new SftpTransfers(connection)
					.upload(new StreamSource(() -> source, null, false), file(path, null), options));
	}

	@Override
	public UploadSpec upload(byte[] source) {
		return new DefaultUploadSpec("Cannot upload %d bytes".formatted(source.length), (connection, path,
				options) -> new SftpTransfers(connection).upload(StreamSource.of(source), file(path, null), options));
	}

	@Override
	public UploadSpec upload(Path directory, String pattern) {
		return new DefaultUploadSpec("Cannot upload %s of %s".formatted(pattern, directory),
				(connection, path, options) -> new SftpTransfers(connection)
					.upload(matching(connection, directory, pattern, path), options));
	}

	private static Map<String, Path> matching(SftpConnection connection, Path directory, String pattern, String target)
			throws IOException {
		SftpCommands commands = new SftpCommands(connection);
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
	public DownloadSpec download(String path) {
		return new DefaultDownloadSpec("Cannot download " + path, path, null);
	}

	@Override
	public DownloadSpec download(String directory, String pattern) {
		return new DefaultDownloadSpec("Cannot download %s of %s".formatted(pattern, directory), directory, pattern);
	}

	@Override
	public List<RemoteFile> list(String path) {
		return ask("Cannot list " + path, (commands) -> list(commands, path));
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
		return ask("Cannot read the attributes of " + path, (commands) -> commands.attributes(path, true));
	}

	@Override
	public SftpAttributes lstat(String path) {
		return ask("Cannot read the attributes of " + path, (commands) -> commands.attributes(path, false));
	}

	@Override
	public boolean exists(String path) {
		return ask("Cannot look for " + path, (commands) -> {
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
		order("Cannot make the directory " + path, (commands) -> commands.makeDirectory(path));
	}

	@Override
	public void mkdirs(String path) {
		order("Cannot make the directory " + path, (commands) -> commands.makeDirectories(path));
	}

	@Override
	public void delete(String path) {
		order("Cannot delete " + path, (commands) -> {
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
		order("Cannot delete " + path, (commands) -> {
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
		order("Cannot rename %s to %s".formatted(from, to), (commands) -> commands.rename(from, to, true));
	}

	@Override
	public void link(String link, String existing) {
		order("Cannot make the link " + link, (commands) -> commands.link(link, existing));
	}

	@Override
	public void symlink(String link, String target) {
		order("Cannot make the link " + link, (commands) -> commands.symbolicLink(link, target));
	}

	@Override
	public String readLink(String link) {
		return ask("Cannot read the link " + link, (commands) -> commands.readLink(link));
	}

	@Override
	public String realPath(String path) {
		return ask("Cannot make absolute " + path, (commands) -> commands.realPath(path));
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
		order("Cannot change the attributes of " + path, (commands) -> commands.setAttributes(path, changes, true));
	}

	@Override
	public void copy(String from, String to) {
		String what = "Cannot copy %s to %s".formatted(from, to);
		call(what, true, false, (connection) -> {
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
		return open("Cannot read " + path, (use) -> {
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
		return open("Cannot write " + path, (use) -> {
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
		return open("Cannot open " + path,
				(use) -> new LeasedChannel(new SftpCommands(use.connection()).open(path, Set.of(options)), use));
	}

	@Override
	public SftpSpace statvfs(String path) {
		return ask("Cannot tell the space of " + path, (commands) -> commands.space(path));
	}

	@Override
	public FileSystem fileSystem() {
		return new RemoteFileSystem(this);
	}

	/**
	 * Do something that can be done twice as well as once.
	 */
	private <T> T ask(String what, Question<T> question) {
		return call(what, false, true, (connection) -> question.ask(new SftpCommands(connection)));
	}

	private void order(String what, Order order) {
		call(what, false, false, (connection) -> {
			order.run(new SftpCommands(connection));
			return true;
		});
	}

	private <T> T call(String what, boolean longer, boolean repeatable, Call<T> call) {
		try {
			while (true) {
				try (Use use = this.channels.acquire(longer)) {
					try {
						return call.run(use.connection());
					}
					catch (SftpLostException ex) {
						if (!repeatable || !use.isReused() || ex.getReason() != SftpLostException.Reason.CLOSED) {
							throw ex;
						}
					}
				}
			}
		}
		catch (IOException ex) {
			throw SftpFailures.of(what, this.endpoint, ex);
		}
	}

	/**
	 * Open something that gives its channel back when it is closed.
	 */
	private <T> T open(String what, Opening<T> opening) {
		try {
			Use use = this.channels.acquire(true);
			boolean opened = false;
			try {
				T result = opening.open(use);
				opened = true;
				return result;
			}
			finally {
				if (!opened) {
					use.close();
				}
			}
		}
		catch (IOException ex) {
			throw SftpFailures.of(what, this.endpoint, ex);
		}
	}

	@Override
	public String toString() {
		return "SftpOperations[%s]".formatted(this.endpoint);
	}

	@FunctionalInterface
	private interface Question<T> {

		T ask(SftpCommands commands) throws IOException;

	}

	@FunctionalInterface
	private interface Order {

		void run(SftpCommands commands) throws IOException;

	}

	@FunctionalInterface
	private interface Call<T> {

		T run(SftpConnection connection) throws IOException;

	}

	@FunctionalInterface
	private interface Opening<T> {

		T open(Use use) throws IOException;

	}

	@FunctionalInterface
	private interface Upload {

		TransferSummary run(SftpConnection connection, String path, TransferOptions options) throws IOException;

	}

	/**
	 * What both directions have in common.
	 *
	 * @param <S> the specification
	 */
	private abstract static class TransferSupport<S extends SftpTransferSpec<S>> extends FileTransferSupport<S>
			implements SftpTransferSpec<S> {

		@Override
		public final S direct() {
			return with(options().withAtomic(false));
		}

		@Override
		public final S resume() {
			return with(options().withResume(true));
		}

		@Override
		public final S sync() {
			return with(options().withSync(true));
		}

	}

	private final class DefaultUploadSpec extends TransferSupport<UploadSpec> implements UploadSpec {

		private final String what;

		private final Upload upload;

		private DefaultUploadSpec(String what, Upload upload) {
			this.what = what;
			this.upload = upload;
		}

		@Override
		UploadSpec self() {
			return this;
		}

		@Override
		public TransferSummary to(String path) {
			Assert.hasLength(path, "'path' must not be empty");
			return call("%s to %s".formatted(this.what, path), true, false,
					(connection) -> this.upload.run(connection, path, options()));
		}

	}

	private final class DefaultDownloadSpec extends TransferSupport<DownloadSpec> implements DownloadSpec {

		private final String what;

		private final String path;

		private final @Nullable String pattern;

		private DefaultDownloadSpec(String what, String path, @Nullable String pattern) {
			this.what = what;
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
				List<RemoteFile> files = glob(this.path, this.pattern);
				return run((transfers) -> transfers.download(targets(files, path), options()));
			}
			return run((transfers) -> {
				if (transfers.isDirectory(this.path)) {
					return transfers.downloadTree(this.path, path, options());
				}
				Path target = Files.isDirectory(path)
						? RemoteNames.resolve(path, RemoteNames.last(this.path), this.path) : path;
				return transfers.download(this.path, new LocalTarget(target, options()), options());
			});
		}

		private Map<String, Path> targets(List<RemoteFile> files, Path directory) throws IOException {
			int prefix = RemoteNames.resolve(this.path, "").length();
			Map<String, Path> targets = new LinkedHashMap<>();
			for (RemoteFile file : files) {
				Path target = directory;
				for (String name : file.path().substring(prefix).split("/")) {
					Files.createDirectories(target);
					target = RemoteNames.resolve(target, name, file.path());
				}
				targets.put(file.path(), target);
			}
			return targets;
		}

		@Override
		public TransferSummary to(OutputStream stream) {
			return to(new StreamTarget(stream));
		}

		@Override
		public byte[] bytes() {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			if (options().maxBytes() == Long.MAX_VALUE) {
				with(options().withLimits(1, MAX_BYTES));
			}
			to(bytes);
			return bytes.toByteArray();
		}

		private TransferSummary to(TransferTarget target) {
			Assert.state(this.pattern == null && !options().resume(),
					"Only one file can go to a stream, from its beginning");
			return run((transfers) -> transfers.download(this.path, target, options()));
		}

		private TransferSummary run(Download download) {
			return call(this.what, true, false, (connection) -> download.run(new SftpTransfers(connection)));
		}

	}

	@FunctionalInterface
	private interface Download {

		TransferSummary run(SftpTransfers transfers) throws IOException;

	}

	/**
	 * Gives its SFTP channel back when it is closed.
	 */
	private record LeasedChannel(SeekableByteChannel channel, Use use) implements SeekableByteChannel {

		@Override
		public int read(ByteBuffer target) throws IOException {
			return this.channel.read(target);
		}

		@Override
		public int write(ByteBuffer source) throws IOException {
			return this.channel.write(source);
		}

		@Override
		public long position() throws IOException {
			return this.channel.position();
		}

		@Override
		public SeekableByteChannel position(long newPosition) throws IOException {
			this.channel.position(newPosition);
			return this;
		}

		@Override
		public long size() throws IOException {
			return this.channel.size();
		}

		@Override
		public SeekableByteChannel truncate(long size) throws IOException {
			this.channel.truncate(size);
			return this;
		}

		@Override
		public boolean isOpen() {
			return this.channel.isOpen();
		}

		@Override
		public void close() throws IOException {
			try {
				this.channel.close();
			}
			finally {
				this.use.close();
			}
		}

	}

}
