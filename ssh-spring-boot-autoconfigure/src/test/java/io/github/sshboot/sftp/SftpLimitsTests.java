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

package io.github.sshboot.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.sshboot.sftp.SftpFileSystemException.Kind;
import io.github.sshboot.sftp.protocol.FileAttributes;
import io.github.sshboot.sftp.protocol.OpenFlags;
import io.github.sshboot.sftp.protocol.PacketType;
import io.github.sshboot.sftp.protocol.StatusCode;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.RawSftpClient;
import io.github.sshboot.testing.RawSftpClient.Status;
import io.github.sshboot.testing.TestFileServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * What clients are told of each limit, in versions with and without codes for them.
 */
@Timeout(60)
class SftpLimitsTests {

	private static final int CREATE = OpenFlags.WRITE | OpenFlags.CREATE;

	@TempDir
	Path root;

	private final MinaClient client = MinaClient.start();

	@AfterEach
	void stop() {
		this.client.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6 })
	void quotasAreTold(int version) throws Exception {
		StatusCode exceeded = (version == 3) ? StatusCode.FAILURE : StatusCode.QUOTA_EXCEEDED;
		try (TestFileServer server = server(new Limits().quota(new SftpQuota(10, 2)));
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), version)) {
			sftp.put("/a", "12345");
			byte[] handle = sftp.openToWrite("/b");
			Status bytes = new Status(exceeded, "the quota of 10 bytes is used up");
			assertThat(sftp.write(handle, 0, new byte[6])).isEqualTo(bytes);
			Status files = new Status(exceeded, "the quota of 2 files is used up");
			assertThat(Status.of(sftp.openFile("/c", CREATE))).isEqualTo(files);
			assertThat(sftp.status(PacketType.MKDIR,
					(packet) -> packet.writeText("/d").writeAttributes(FileAttributes.NONE, version)))
				.isEqualTo(files);
			// what could not be written is not completed by what can
			assertThat(sftp.write(handle, 0, new byte[1])).isEqualTo(bytes);
			assertThat(sftp.close(handle)).isEqualTo(bytes);
			assertThat(this.root.resolve("b")).doesNotExist();
			sftp.put("/b", "12345");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6 })
	void readOnlyIsTold(int version) throws Exception {
		Files.writeString(this.root.resolve("file"), "content");
		Status readOnly = new Status((version == 3) ? StatusCode.PERMISSION_DENIED : StatusCode.WRITE_PROTECT,
				"nothing can be changed here");
		try (TestFileServer server = server(new Limits().readOnly());
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), version)) {
			assertThat(sftp.get("/file")).isEqualTo("content");
			assertThat(Status.of(sftp.openFile("/file", OpenFlags.WRITE))).isEqualTo(readOnly);
			assertThat(Status.of(sftp.openFile("/new", CREATE))).isEqualTo(readOnly);
			assertThat(sftp.status(PacketType.REMOVE, (packet) -> packet.writeText("/file"))).isEqualTo(readOnly);
			try (var files = Files.list(this.root)) {
				assertThat(files).containsExactly(this.root.resolve("file"));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6 })
	void namesThatThereMayNotBeAreTold(int version) throws Exception {
		Files.writeString(this.root.resolve(".secret.csv"), "content");
		Files.writeString(this.root.resolve("program"), "content");
		Status denied = new Status(StatusCode.PERMISSION_DENIED, "the name is not allowed");
		try (TestFileServer server = server(new Limits().names(List.of("*.csv"), List.of(".*")));
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), version)) {
			sftp.put("/a.csv", "a");
			for (String name : List.of("/.secret.csv", "/.new.csv", "/new.exe", "/program")) {
				assertThat(Status.of(sftp.openFile(name, CREATE))).as(name).isEqualTo(denied);
				assertThat(Status.of(sftp.openFile(name, OpenFlags.READ)).code()).as(name)
					.isEqualTo(StatusCode.NO_SUCH_FILE);
				assertThat(sftp.status(PacketType.RENAME, (packet) -> {
					packet.writeText("/a.csv").writeText(name);
					if (version > 4) {
						packet.writeInt(0);
					}
				})).as(name).isEqualTo(denied);
			}
			assertThat(sftp.list("/")).extracting(RawSftpClient.Entry::name)
				.containsExactlyInAnyOrder(".", "..", "a.csv");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6 })
	void boundsOfTransfersAreTold(int version) throws Exception {
		SftpSessionLimits limits = new SftpSessionLimits(2, 10, 5, Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);
		try (TestFileServer server = server(new Limits().limits(limits));
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), version)) {
			byte[] first = sftp.openToWrite("/first");
			assertThat(sftp.write(first, 0, new byte[6]))
				.isEqualTo(new Status(StatusCode.FAILURE, "a file may have 5 bytes"));
			sftp.openToWrite("/second");
			assertThat(Status.of(sftp.openFile("/third", CREATE)))
				.isEqualTo(new Status(StatusCode.FAILURE, "only 2 files and directories may be open"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6 })
	void timeoutsAreTold(int version) throws Exception {
		SftpSessionLimits limits = new SftpSessionLimits(2, 10, Long.MAX_VALUE, Duration.ofSeconds(1), Duration.ZERO,
				Long.MAX_VALUE);
		Status late = new Status(StatusCode.FAILURE, "it was open for more than 1 s");
		try (TestFileServer server = server(new Limits().limits(limits));
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), version)) {
			byte[] handle = sftp.openToWrite("/file");
			await().untilAsserted(() -> assertThat(sftp.write(handle, 0, new byte[1])).isEqualTo(late));
			assertThat(sftp.close(handle)).isEqualTo(late);
			assertThat(this.root.resolve("file")).doesNotExist();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6 })
	void fullDiskIsTold(int version) throws Exception {
		IOException full = new SftpFileSystemException(Kind.NO_SPACE, "/file", "no space is left");
		SftpFile file = mock();
		willThrow(full).given(file).write(any(), anyLong());
		willReturn(SftpAttributes.none()).given(file).readAttributes();
		willThrow(full).given(file).commit();
		SftpFileSystem files = mock();
		given(files.open(any(), any(), any())).willReturn(file);
		Status status = new Status((version == 3) ? StatusCode.FAILURE : StatusCode.NO_SPACE_ON_FILESYSTEM,
				"no space is left");
		try (TestFileServer server = TestFileServer.builder(this.root).factory((identity, connection) -> files).start();
				RawSftpClient sftp = RawSftpClient.open(this.client, server.port(), version)) {
			byte[] handle = sftp.openToWrite("/file");
			assertThat(sftp.write(handle, 0, new byte[1])).isEqualTo(status);
			assertThat(sftp.close(handle)).isEqualTo(status);
			assertThat(server.awaitEvent(SftpUploadFailedEvent.class).getReason()).isEqualTo("no space is left");
		}
	}

	private TestFileServer server(Limits limits) {
		return TestFileServer.builder(this.root).settings((settings) -> limits.settings()).start();
	}

	private record Limits(boolean isReadOnly, List<String> allow, List<String> deny, SftpQuota quota,
			SftpSessionLimits limits) {

		Limits() {
			this(false, List.of(), List.of(), SftpQuota.NONE, SftpSessionLimits.defaults());
		}

		Limits readOnly() {
			return new Limits(true, this.allow, this.deny, this.quota, this.limits);
		}

		Limits names(List<String> allow, List<String> deny) {
			return new Limits(this.isReadOnly, allow, deny, this.quota, this.limits);
		}

		Limits quota(SftpQuota quota) {
			return new Limits(this.isReadOnly, this.allow, this.deny, quota, this.limits);
		}

		Limits limits(SftpSessionLimits limits) {
			return new Limits(this.isReadOnly, this.allow, this.deny, this.quota, limits);
		}

		SftpSettings settings() {
			return new SftpSettings(this.isReadOnly, true, false, 027, SftpLinks.REFUSE, this.allow, this.deny,
					this.quota, this.limits);
		}

	}

}
