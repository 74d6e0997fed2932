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

package io.github.sshboot.sftp.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PacketInput}, {@link PacketReader} and {@link PacketWriter}.
 */
class PacketTests {

	private static final Instant TIME = Instant.parse("2026-11-23T05:04:03.002001Z");

	private static final FileAttributes ATTRIBUTES = new FileAttributes.Builder().type(FileType.REGULAR)
		.size(1L << 40)
		.allocationSize(4096L)
		.ids(1000, 100)
		.owner("ada", "users")
		.permissions(0640)
		.accessTime(TIME)
		.creationTime(TIME.minusSeconds(1))
		.modificationTime(TIME.minusSeconds(2))
		.changeTime(TIME.minusSeconds(3))
		.linkCount(2)
		.build();

	@Test
	void packetsAreWrittenOneBehindTheOtherAndRead() throws Exception {
		PacketWriter writer = new PacketWriter();
		writer.begin(PacketType.OPENDIR, 7).writeText("/grüße").end();
		writer.begin(PacketType.WRITE, 8).writeBytes(new byte[] { 1 }).writeLong(1L << 40).end();
		writer.begin(PacketType.READ, 9).writeBytes(3, (target) -> target.put(new byte[] { 5, 6 }));
		writer.end();
		PacketInput input = new PacketInput(trickling(bytes(writer)));
		PacketReader first = next(input);
		assertThat(first.type()).isEqualTo(PacketType.OPENDIR);
		assertThat(first.readInt()).isEqualTo(7);
		assertThat(first.readText()).isEqualTo("/grüße");
		assertThat(first.remaining()).isZero();
		PacketReader second = next(input);
		assertThat(second.readInt()).isEqualTo(8);
		assertThat(second.readSlice().get()).isEqualTo((byte) 1);
		assertThat(second.readOffset()).isEqualTo(1L << 40);
		PacketReader third = next(input);
		assertThat(third.readInt()).isEqualTo(9);
		assertThat(third.readBytes()).containsExactly(5, 6);
		assertThat(input.read()).isNull();
	}

	@Test
	void packetThatIsGivenUpLeavesNoTrace() throws Exception {
		PacketWriter writer = new PacketWriter();
		writer.begin(PacketType.STATUS, 1).writeInt(0).end();
		writer.begin(PacketType.DATA, 2).writeText("half");
		writer.cancel();
		writer.begin(PacketType.STATUS, 3).writeInt(0).end();
		PacketInput input = new PacketInput(new ByteArrayInputStream(bytes(writer)));
		assertThat(next(input).readInt()).isEqualTo(1);
		assertThat(next(input).readInt()).isEqualTo(3);
		assertThat(input.read()).isNull();
	}

	@Test
	void longAndShortPacketsTakeTurns() throws Exception {
		byte[] data = new byte[PacketInput.MAX_PACKET_LENGTH - 9];
		Arrays.fill(data, (byte) 'x');
		PacketWriter writer = new PacketWriter();
		for (int i = 0; i < 5; i++) {
			writer.begin(PacketType.DATA, i).writeBytes(Arrays.copyOf(data, data.length >> (4 * (i % 2)))).end();
			writer.begin(PacketType.STATUS, i).writeInt(i).end();
		}
		PacketInput input = new PacketInput(new ByteArrayInputStream(bytes(writer)));
		for (int i = 0; i < 5; i++) {
			PacketReader packet = next(input);
			assertThat(packet.readInt()).isEqualTo(i);
			assertThat(packet.readBytes()).hasSize(data.length >> (4 * (i % 2))).containsOnly('x');
			PacketReader status = next(input);
			assertThat(status.type()).isEqualTo(PacketType.STATUS);
			assertThat(status.readInt()).isEqualTo(i);
			assertThat(status.readInt()).isEqualTo(i);
		}
		assertThat(input.read()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000", "00040001ff", "ffffffff", "80000000" })
	void packetsOfImpossibleLengthAreRefused(String bytes) {
		PacketInput input = new PacketInput(new ByteArrayInputStream(HexFormat.of().parseHex(bytes)));
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(input::read)
			.withMessageContaining("is not accepted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "000000", "0000000401", "0000000901020304" })
	void endWithinAPacketIsNoEnd(String bytes) {
		PacketInput input = new PacketInput(new ByteArrayInputStream(HexFormat.of().parseHex(bytes)));
		assertThatExceptionOfType(EOFException.class).isThrownBy(input::read);
	}

	@Test
	void inputIsReadyAsLongAsSomethingComes() throws Exception {
		PacketWriter writer = new PacketWriter();
		writer.begin(PacketType.STAT, 1).end();
		writer.begin(PacketType.STAT, 2).end();
		PacketInput input = new PacketInput(new ByteArrayInputStream(bytes(writer)));
		assertThat(input.isReady()).isTrue();
		input.read();
		assertThat(input.isReady()).isTrue();
		input.read();
		assertThat(input.isReady()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 4, 5, 6 })
	void attributesAreReadAsTheyWereWrittenAsFarAsTheVersionTellsThem(int version) throws Exception {
		PacketWriter writer = new PacketWriter();
		writer.begin(PacketType.ATTRS, 1).writeAttributes(ATTRIBUTES, version).writeByte(77).end();
		PacketReader packet = next(new PacketInput(new ByteArrayInputStream(bytes(writer))));
		packet.readInt();
		FileAttributes read = packet.readAttributes(version);
		assertThat(packet.readByte()).isEqualTo(77);
		assertThat(read.type()).isEqualTo(FileType.REGULAR);
		assertThat(read.size()).isEqualTo(1L << 40);
		assertThat(read.permissions()).isEqualTo(0640);
		assertThat(read.userId()).isEqualTo((version == 3) ? 1000 : null);
		assertThat(read.groupId()).isEqualTo((version == 3) ? 100 : null);
		assertThat(read.owner()).isEqualTo((version > 3) ? "ada" : null);
		assertThat(read.group()).isEqualTo((version > 3) ? "users" : null);
		assertThat(read.accessTime()).isEqualTo((version > 3) ? TIME : Instant.parse("2026-11-23T05:04:03Z"));
		assertThat(read.modificationTime())
			.isEqualTo((version > 3) ? TIME.minusSeconds(2) : Instant.parse("2026-11-23T05:04:01Z"));
		assertThat(read.creationTime()).isEqualTo((version > 3) ? TIME.minusSeconds(1) : null);
		assertThat(read.changeTime()).isEqualTo((version == 6) ? TIME.minusSeconds(3) : null);
		assertThat(read.allocationSize()).isEqualTo((version == 6) ? 4096L : null);
		assertThat(read.linkCount()).isEqualTo((version == 6) ? 2 : null);
	}

	@Test
	void attributesOfOtherProgramsAreRead() throws Exception {
		// version 6, all flags of the draft: what this class does not keep is skipped
		String all = "8000fffd" + "01" + "0000000000000005" + "0000000000001000" + "00000001" + "61" + "00000001" + "62"
				+ "000081a4" + "0000000000000001" + "00000002" + "0000000000000003" + "00000004" + "0000000000000005"
				+ "00000006" + "0000000000000007" + "00000008" + "00000002" + "ffff" + "00000001" + "00000001" + "02"
				+ "00000003" + "612f62" + "00000002" + "00000001" + "63" + "00000001" + "00000001" + "78" + "00000001"
				+ "79";
		FileAttributes attributes = reader(all).readAttributes(6);
		assertThat(attributes.size()).isEqualTo(5);
		assertThat(attributes.permissions()).isEqualTo(0644);
		assertThat(attributes.changeTime()).isEqualTo(Instant.ofEpochSecond(7, 8));
		assertThat(attributes.linkCount()).isEqualTo(2);
		assertThat(attributes.extensions()).containsOnlyKeys("x").containsEntry("x", new byte[] { 'y' });
	}

	@Test
	void typeOfVersionThreeIsInThePermissions() throws Exception {
		FileAttributes attributes = reader("00000004" + "000041ed").readAttributes(3);
		assertThat(attributes.type()).isEqualTo(FileType.DIRECTORY);
		assertThat(attributes.permissions()).isEqualTo(0755);
		assertThat(reader("00000004" + "000001ed").readAttributes(3).type()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "3, 80000000ffffffff", "3, 800000000000000200000000000000000000", "4, 8000000005ffffffff",
			"3, 00000001ffffffffffffffff", "6, 0000010805" + "0000000000000001" + "3b9aca00",
			"4, 0000000805" + "8000000000000000", "3, 0000000f0000", "4, 0000008005" + "7fffffff61" })
	void attributesThatCannotBeAreRefused(int version, String bytes) throws Exception {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> reader(bytes).readAttributes(version));
	}

	@Test
	void namesThatAreNoTextAreRefusedAndWhatFollowsIsRead() throws Exception {
		PacketReader reader = reader("00000002" + "c3" + "28" + "00000003" + "efbfbd");
		assertThatExceptionOfType(CharacterCodingException.class).isThrownBy(reader::readText);
		assertThat(reader.readText()).isEqualTo("\uFFFD");
	}

	@Test
	void timesThatVersionThreeCannotTellAreMovedToTheNearestOnes() throws Exception {
		FileAttributes attributes = new FileAttributes.Builder().accessTime(Instant.ofEpochSecond(-5))
			.modificationTime(Instant.MAX)
			.build();
		PacketWriter writer = new PacketWriter();
		writer.begin(PacketType.ATTRS).writeAttributes(attributes, 3).end();
		FileAttributes read = next(new PacketInput(new ByteArrayInputStream(bytes(writer)))).readAttributes(3);
		assertThat(read.accessTime()).isEqualTo(Instant.EPOCH);
		assertThat(read.modificationTime()).isEqualTo(Instant.ofEpochSecond(0xFFFFFFFFL));
	}

	@Test
	void extensionsAreReadToTheEndOfThePacket() throws Exception {
		PacketWriter writer = new PacketWriter();
		writer.begin(PacketType.VERSION)
			.writeInt(3)
			.writeExtensions(Map.of(ExtensionName.FSYNC, "1".getBytes(StandardCharsets.US_ASCII)))
			.end();
		PacketReader packet = next(new PacketInput(new ByteArrayInputStream(bytes(writer))));
		assertThat(packet.readInt()).isEqualTo(3);
		assertThat(packet.readExtensions()).containsOnlyKeys("fsync@openssh.com");
	}

	@ParameterizedTest
	@CsvSource({ "NO_SUCH_PATH, 3, NO_SUCH_FILE", "NO_SUCH_PATH, 4, NO_SUCH_PATH", "QUOTA_EXCEEDED, 4, FAILURE",
			"QUOTA_EXCEEDED, 5, QUOTA_EXCEEDED", "DIR_NOT_EMPTY, 5, FAILURE", "WRITE_PROTECT, 3, PERMISSION_DENIED",
			"EOF, 3, EOF" })
	void statusIsToldInTheWordsOfTheVersion(StatusCode code, int version, StatusCode told) {
		assertThat(code.in(version)).isEqualTo(told);
	}

	@Test
	void statusCodesHaveTheirNumbers() {
		assertThat(StatusCode.OP_UNSUPPORTED.code()).isEqualTo(8);
		assertThat(StatusCode.LOCK_CONFLICT.code()).isEqualTo(17);
		assertThat(StatusCode.NO_MATCHING_BYTE_RANGE_LOCK.code()).isEqualTo(31);
		assertThat(StatusCode.of(18)).isEqualTo(StatusCode.DIR_NOT_EMPTY);
		assertThat(StatusCode.of(32)).isEqualTo(StatusCode.FAILURE);
		assertThat(StatusCode.of(-1)).isEqualTo(StatusCode.FAILURE);
	}

	private static PacketReader next(PacketInput input) throws IOException {
		PacketReader packet = input.read();
		assertThat(packet).isNotNull();
		return packet;
	}

	private static PacketReader reader(String bytes) throws IOException {
		return new PacketReader(ByteBuffer.wrap(HexFormat.of().parseHex("69" + bytes)));
	}

	private static byte[] bytes(PacketWriter writer) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int size = writer.size();
		writer.writeTo(out);
		assertThat(out.size()).isEqualTo(size);
		assertThat(writer.size()).isZero();
		return out.toByteArray();
	}

	/**
	 * Return a stream that gives a byte at a time.
	 */
	private static InputStream trickling(byte[] bytes) {
		return new ByteArrayInputStream(bytes) {

			@Override
			public synchronized int read(byte[] target, int offset, int length) {
				return super.read(target, offset, Math.min(1, length));
			}

		};
	}

}
