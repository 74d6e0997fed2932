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
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

import io.github.sshboot.client.scp.ScpSession;
import io.github.sshboot.client.scp.ScpTimeoutException;
import io.github.sshboot.client.transfer.LocalSource;
import io.github.sshboot.client.transfer.StreamSource;
import io.github.sshboot.client.transfer.StreamTarget;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSource;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.transport.ConnectFailureReason;
import io.github.sshboot.transport.PeerText;
import org.apache.sshd.client.channel.ClientChannelEvent;

import org.springframework.core.io.Resource;
import org.springframework.util.Assert;

/**
 * The {@link ScpOperations} of a client. Each transfer is a command on the server.
 */
final class DefaultScpOperations implements ScpOperations {

	/**
	 * How long {@code scp} may take to end when all is done.
	 */
	private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

	private final ClientEngine engine;

	private final ChannelLauncher launcher;

	private final Duration timeout;

	/**
	 * Create new {@link DefaultScpOperations}.
	 * @param engine the engine
	 * @param launcher opens channels
	 * @param timeout how long the server may do nothing
	 */
	DefaultScpOperations(ClientEngine engine, ChannelLauncher launcher, Duration timeout) {
		this.engine = engine;
		this.launcher = launcher;
		this.timeout = timeout;
	}

	@Override
	public UploadSpec upload(Path source) {
		String what = "Cannot upload " + source;
		if (Files.isDirectory(source)) {
			return new DefaultUploadSpec(what, true, "",
					(session, path, options) -> session.uploadTree(source, path, options));
		}
		return new DefaultUploadSpec(what, false, String.valueOf(source.getFileName()),
				(session, path, options) -> session.upload(new LocalSource(source, true), path, options));
	}

	@Override
	public UploadSpec upload(Resource source) {
		return new DefaultUploadSpec("Cannot upload " + source.getDescription(), false,
				(source.getFilename() != null) ? source.getFilename() : "",
				(session, path, options) -> session.upload(toSource(source), path, options));
	}

	private static TransferSource toSource(Resource resource) throws IOException {
		if (resource.isFile()) {
			return new LocalSource(resource.getFile().toPath(), true);
		}
		long length = resource.isOpen() ? -1 : resource.contentLength();
		if (length < 0) {
			throw new IOException("Its length is not known, and SCP tells the length first");
		}
		return new StreamSource(resource::getInputStream, length, true);
	}

	@Override
	public UploadSpec upload(byte[] source) {
		return new DefaultUploadSpec("Cannot upload %d bytes".formatted(source.length), false, "",
				(session, path, options) -> session.upload(StreamSource.of(source), path, options));
	}

	@Override
	public UploadSpec upload(InputStream source, long size) {
		Assert.isTrue(size >= 0, "'size' must not be negative");
		return new DefaultUploadSpec("Cannot upload a stream", false, "",
				(session, path, options) -> session.upload(new StreamSource(() -> source, size, false), path, options));
	}

	@Override
	public DownloadSpec download(String path) {
		return new DefaultDownloadSpec(path);
	}

	private TransferSummary run(String what, String command, Transfer transfer) {
		SessionChannel channel = null;
		try (OutputTail errors = new OutputTail()) {
			SessionRequest request = SessionRequest.exec(command.getBytes(StandardCharsets.UTF_8), Map.of(), null);
			OutputPipe output = OutputPipe.create();
			SessionChannel launched = this.launcher
				.launch(() -> new SessionChannel(request, output, OutputSink.handTo(errors)), Deadline.in(null));
			channel = launched;
			ScpSession session = new ScpSession(output, launched.input(), this.timeout, this.engine::schedule,
					launched::abandon);
			try {
				TransferSummary summary = transfer.run(session);
				// directories have their times at the very end
				launched.input().close();
				launched.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), END_TIMEOUT);
				return summary;
			}
			catch (IOException ex) {
				throw failure(what, ex, launched, errors);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SshException("%s on %s: interrupted".formatted(what, this.launcher.endpoint()), ex);
		}
		finally {
			if (channel != null) {
				channel.abandon();
			}
		}
	}

	private SshException failure(String what, IOException ex, SessionChannel channel, OutputTail errors) {
		String message = "%s on %s: %s%s".formatted(PeerText.printable(what), this.launcher.endpoint(), ex.getMessage(),
				errors.describe());
		if (ex instanceof ScpTimeoutException) {
			return new SshTimeoutException(message, "", "", ex);
		}
		if (ex instanceof InterruptedIOException) {
			Thread.currentThread().interrupt();
		}
		else if (!channel.getSession().isOpen()) {
			return new SshConnectException(ConnectFailureReason.CLOSED, message, ex);
		}
		else if (channel.isRefused()) {
			return new SshException("%s refused to run scp".formatted(this.launcher.endpoint()), ex);
		}
		return new SshException(message, ex);
	}

	@Override
	public String toString() {
		return "ScpOperations[%s]".formatted(this.launcher.endpoint());
	}

	@FunctionalInterface
	private interface Transfer {

		TransferSummary run(ScpSession session) throws IOException;

	}

	@FunctionalInterface
	private interface Upload {

		TransferSummary run(ScpSession session, String path, TransferOptions options) throws IOException;

	}

	/**
	 * Keeps the beginning of what {@code scp} says when it cannot do its work.
	 */
	private static final class OutputTail extends OutputStream {

		private static final int MAX = 500;

		private final StringBuilder text = new StringBuilder();

		@Override
		public void write(int octet) {
			write(new byte[] { (byte) octet }, 0, 1);
		}

		@Override
		public synchronized void write(byte[] bytes, int offset, int length) {
			int count = Math.min(length, MAX - this.text.length());
			if (count > 0) {
				this.text.append(new String(bytes, offset, count, StandardCharsets.UTF_8));
			}
		}

		@Override
		public void close() {
			// nothing to let go of
		}

		synchronized String describe() {
			String text = this.text.toString().strip();
			return text.isEmpty() ? "" : " (" + PeerText.printable(text) + ")";
		}

	}

	private final class DefaultUploadSpec extends FileTransferSupport<UploadSpec> implements UploadSpec {

		private final String what;

		private final boolean tree;

		private final String name;

		private final Upload upload;

		private DefaultUploadSpec(String what, boolean tree, String name, Upload upload) {
			this.what = what;
			this.tree = tree;
			this.name = name;
			this.upload = upload;
		}

		@Override
		UploadSpec self() {
			return this;
		}

		@Override
		public TransferSummary to(String path) {
			Assert.hasLength(path, "'path' must not be empty");
			String target = (path.endsWith("/") && !this.tree) ? path + this.name : path;
			return DefaultScpOperations.this.run("%s to %s".formatted(this.what, path),
					ScpSession.uploadCommand(target, this.tree, options()),
					(session) -> this.upload.run(session, target, options()));
		}

	}

	private final class DefaultDownloadSpec extends FileTransferSupport<DownloadSpec> implements DownloadSpec {

		private final String path;

		private DefaultDownloadSpec(String path) {
			Assert.hasLength(path, "'path' must not be empty");
			this.path = path;
		}

		@Override
		DownloadSpec self() {
			return this;
		}

		@Override
		public TransferSummary to(Path path) {
			return run(true, (session) -> session.downloadTree(this.path, path, options()));
		}

		@Override
		public TransferSummary to(OutputStream stream) {
			return run(false, (session) -> session.download(this.path, new StreamTarget(stream), options()));
		}

		@Override
		public byte[] bytes() {
			return receive(this::to);
		}

		private TransferSummary run(boolean tree, Transfer transfer) {
			return DefaultScpOperations.this.run("Cannot download " + this.path,
					ScpSession.downloadCommand(this.path, tree, options()), transfer);
		}

	}

}
