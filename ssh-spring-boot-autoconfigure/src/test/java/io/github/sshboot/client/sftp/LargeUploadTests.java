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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sshboot.client.sftp.ChannelSource.Lease;
import io.github.sshboot.client.transfer.StreamSource;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketReader;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for files that are sent on several channels.
 */
@Timeout(60)
class LargeUploadTests {

	private static final byte[] CONTENT = content((int) FileUpload.LARGE + 12345);

	private final byte[] file = new byte[CONTENT.length];

	private final AtomicLong size = new AtomicLong();

	private final AtomicInteger released = new AtomicInteger();

	private final ScriptedSftpServer first = server();

	private final ScriptedSftpServer second = server();

	private static byte[] content(int length) {
		byte[] content = new byte[length];
		for (int i = 0; i < length; i++) {
			content[i] = (byte) (i * 31 + (i >> 12));
		}
		return content;
	}

	/**
	 * One of the channels to a server that has one file.
	 */
	private ScriptedSftpServer server() {
		return new ScriptedSftpServer(Duration.ofSeconds(30))
			.on(PacketType.OPEN, (request, id, reply, output) -> ScriptedSftpServer.handle(reply, id))
			.on(PacketType.FSTAT, (request, id, reply, output) -> ScriptedSftpServer.file(reply, id, this.size.get()))
			.on(PacketType.READ, (request, id, reply, output) -> {
				request.readBytes();
				int offset = (int) request.readLong();
				reply.begin(PacketType.DATA, id)
					.writeBytes(Arrays.copyOfRange(this.file, offset, offset + request.readInt()))
					.end();
			})
			.on(PacketType.WRITE, (request, id, reply, output) -> {
				write(request);
				ScriptedSftpServer.status(reply, id, StatusCode.OK);
			});
	}

	private void write(PacketReader request) throws IOException {
		request.readBytes();
		int offset = (int) request.readLong();
		byte[] data = request.readBytes();
		System.arraycopy(data, 0, this.file, offset, data.length);
		this.size.accumulateAndGet(offset + data.length, Math::max);
	}

	@BeforeEach
	void start() throws IOException {
		this.first.start();
		this.second.start();
	}

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
	}

	private void upload(TransferOptions options) throws IOException {
		upload(CONTENT, options, () -> List.of(CompletableFuture.completedFuture(lease())));
	}

	private void upload(byte[] content, TransferOptions options, ChannelSource channels) throws IOException {
		new SftpTransfers(this.first.connection(), channels).upload(StreamSource.of(content), "/file", options);
	}

	private Lease lease() {
		return new Lease() {

			@Override
			public SftpConnection connection() {
				return LargeUploadTests.this.second.connection();
			}

			@Override
			public void close() {
				LargeUploadTests.this.released.incrementAndGet();
			}

		};
	}

	@Test
	void largeFileIsSentOnAllChannels() throws IOException {
		upload(TransferOptions.defaults());
		assertThat(this.file).isEqualTo(CONTENT);
		assertThat(this.first.requests()).contains(PacketType.WRITE)
			.endsWith(PacketType.FSTAT, PacketType.CLOSE, PacketType.RENAME);
		assertThat(this.second.requests())
			.containsSubsequence(PacketType.OPEN, PacketType.READ, PacketType.CLOSE, PacketType.OPEN, PacketType.WRITE,
					PacketType.CLOSE)
			.doesNotContain(PacketType.RENAME);
		assertThat(this.released).hasValue(1);
	}

	@Test
	void timesAreSetWhenAllIsWritten() throws IOException {
		List<Integer> order = Collections.synchronizedList(new ArrayList<>());
		for (ScriptedSftpServer server : List.of(this.first, this.second)) {
			server.on(PacketType.WRITE, (request, id, reply, output) -> {
				write(request);
				order.add(PacketType.WRITE);
				ScriptedSftpServer.status(reply, id, StatusCode.OK);
			});
		}
		this.first.on(PacketType.FSETSTAT, (request, id, reply, output) -> {
			order.add(PacketType.FSETSTAT);
			ScriptedSftpServer.status(reply, id, StatusCode.OK);
		});
		upload(TransferOptions.defaults().withPreserve(true));
		assertThat(order).endsWith(PacketType.WRITE, PacketType.FSETSTAT).containsOnlyOnce(PacketType.FSETSTAT);
		assertThat(this.second.requests()).contains(PacketType.WRITE).doesNotContain(PacketType.FSETSTAT);
	}

	@Test
	void smallFileIsNot() throws IOException {
		upload(new byte[(int) FileUpload.LARGE - 1], TransferOptions.defaults(), () -> {
			throw new AssertionError("No channel is needed");
		});
		assertThat(this.second.requests()).containsExactly(PacketType.INIT);
	}

	@Test
	void fileOfWhichAPartMayBeCarriedOnIsNot() throws IOException {
		this.first.on(PacketType.LSTAT,
				(request, id, reply, output) -> ScriptedSftpServer.status(reply, id, StatusCode.NO_SUCH_FILE));
		for (TransferOptions options : List.of(TransferOptions.defaults().withAtomic(false),
				TransferOptions.defaults().withResume(true))) {
			upload(options);
		}
		assertThat(this.second.requests()).containsExactly(PacketType.INIT);
	}

	@Test
	void serverThatShowsOtherDataOnOtherChannelsGetsAllOnOne() throws IOException {
		this.second.on(PacketType.READ, (request, id, reply, output) -> {
			request.readBytes();
			request.readLong();
			reply.begin(PacketType.DATA, id).writeBytes(new byte[request.readInt()]).end();
		});
		upload(TransferOptions.defaults());
		assertThat(this.file).isEqualTo(CONTENT);
		assertThat(this.second.requests()).containsExactly(PacketType.INIT, PacketType.OPEN, PacketType.READ,
				PacketType.CLOSE);
		assertThat(this.released).hasValue(1);
	}

	@Test
	void serverThatShowsNothingOnOtherChannelsGetsAllOnOne() throws IOException {
		for (int refused : new int[] { PacketType.READ, PacketType.OPEN }) {
			this.second.on(refused, (request, id, reply, output) -> ScriptedSftpServer.status(reply, id,
					(refused == PacketType.READ) ? StatusCode.EOF : StatusCode.NO_SUCH_FILE));
			upload(TransferOptions.defaults());
			assertThat(this.file).isEqualTo(CONTENT);
			assertThat(this.second.requests()).endsWith((refused == PacketType.READ) ? PacketType.CLOSE : refused)
				.doesNotContain(PacketType.WRITE);
			Arrays.fill(this.file, (byte) 0);
		}
	}

	@Test
	void serverThatLetsOthersOnlyReadGetsAllOnOne() throws IOException {
		this.second.on(PacketType.OPEN, (request, id, reply, output) -> {
			request.readBytes();
			if (request.readInt() == OpenFlags.READ) {
				ScriptedSftpServer.handle(reply, id);
			}
			else {
				ScriptedSftpServer.status(reply, id, StatusCode.PERMISSION_DENIED);
			}
		});
		upload(TransferOptions.defaults());
		assertThat(this.file).isEqualTo(CONTENT);
		assertThat(this.second.requests()).endsWith(PacketType.CLOSE, PacketType.OPEN);
	}

	@Test
	void channelsThatCannotBeOpenedAreNotMissed() throws IOException {
		CompletableFuture<Lease> never = new CompletableFuture<>();
		upload(CONTENT, TransferOptions.defaults(),
				() -> List.of(CompletableFuture.failedFuture(new IOException("refused")), never));
		assertThat(this.file).isEqualTo(CONTENT);
		never.complete(lease());
		assertThat(this.released).as("what comes too late is given back").hasValue(1);
	}

	@Test
	void failureOnAnyChannelLeavesNothingBehind() throws IOException {
		this.second.on(PacketType.WRITE,
				(request, id, reply, output) -> ScriptedSftpServer.status(reply, id, StatusCode.FAILURE));
		assertThatExceptionOfType(SftpStatusException.class).isThrownBy(() -> upload(TransferOptions.defaults()));
		assertThat(this.second.requests()).endsWith(PacketType.CLOSE);
		assertThat(this.first.requests()).endsWith(PacketType.CLOSE, PacketType.REMOVE)
			.doesNotContain(PacketType.RENAME);
		assertThat(this.released).hasValue(1);
	}

	@Test
	void channelThatIsLostFailsTheUpload() throws IOException {
		this.second.on(PacketType.WRITE, (request, id, reply, output) -> output.close());
		assertThatExceptionOfType(SftpLostException.class).isThrownBy(() -> upload(TransferOptions.defaults()));
		assertThat(this.first.requests()).endsWith(PacketType.CLOSE, PacketType.REMOVE)
			.doesNotContain(PacketType.RENAME);
		assertThat(this.released).hasValue(1);
	}

	@Test
	void fileThatHasNotAllThatWasWrittenIsNotRenamed() throws IOException {
		this.first.on(PacketType.FSTAT,
				(request, id, reply, output) -> ScriptedSftpServer.file(reply, id, this.size.get() - 1));
		assertThatIOException().isThrownBy(() -> upload(TransferOptions.defaults()))
			.withMessage("%d bytes of /file were written, but it has %d", CONTENT.length, CONTENT.length - 1);
		assertThat(this.first.requests()).endsWith(PacketType.REMOVE).doesNotContain(PacketType.RENAME);
	}

}
