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

package io.github.sshboot.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.sshboot.testing.LoopbackProxy;
import io.github.sshboot.testing.LoopbackProxy.Damage;
import io.github.sshboot.testing.MinaClient;
import io.github.sshboot.testing.RawSshPeer;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.AlgorithmCategory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.cipher.ECCurves;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.ECDH;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients whose packets are none, whose messages come at the wrong time, and whose keys
 * are no keys.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class HostilePacketTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String CURVE25519 = "curve25519-sha256";

	private static final String ML_KEM = "mlkem768x25519-sha256";

	private static final String ML_KEM_P256 = "mlkem768nistp256-sha256";

	private static final String ML_KEM_P384 = "mlkem1024nistp384-sha384";

	private static final String SNTRUP = "sntrup761x25519-sha512@openssh.com";

	private static final int X25519_BYTES = 32;

	private static final int ML_KEM_BYTES = 1184;

	private static final int SNTRUP_BYTES = 1158;

	private final AtomicInteger runs = new AtomicInteger();

	private final MinaClient client = MinaClient.start();

	private TestSshServer server;

	@BeforeEach
	void start() {
		this.server = TestSshServer.builder()
			.handler((session) -> this.runs.incrementAndGet())
			.algorithms((defaults) -> defaults.with(AlgorithmCategory.KEY_EXCHANGE,
					List.of("+" + ML_KEM_P256, "+" + ML_KEM_P384)))
			.start();
	}

	@AfterEach
	void stop(CapturedOutput output) throws Exception {
		assertThat(this.runs).hasValue(0);
		this.client.assertServes(this.server.port());
		this.client.close();
		this.server.close();
		assertThat(output.getAll()).doesNotContain(" ERROR ").doesNotContainPattern("\\n\\s+at ");
	}

	@ParameterizedTest
	@ValueSource(ints = { SshConstants.SSH_MSG_IGNORE, SshConstants.SSH_MSG_UNIMPLEMENTED, SshConstants.SSH_MSG_DEBUG,
			SshConstants.SSH_MSG_SERVICE_REQUEST, SshConstants.SSH_MSG_SERVICE_ACCEPT, 7, SshConstants.SSH_MSG_KEXINIT,
			SshConstants.SSH_MSG_NEWKEYS, SshConstants.SSH_MSG_USERAUTH_REQUEST, SshConstants.SSH_MSG_USERAUTH_SUCCESS,
			SshConstants.SSH_MSG_GLOBAL_REQUEST, SshConstants.SSH_MSG_CHANNEL_OPEN,
			SshConstants.SSH_MSG_CHANNEL_REQUEST, 127, 192 })
	void strictKeyExchangeEndsWithAnyOtherMessage(int number) throws Exception {
		try (RawSshPeer peer = connect(CURVE25519, true)) {
			peer.send((number == SshConstants.SSH_MSG_KEXINIT) ? peer.proposal(CURVE25519, true) : any(number));
			assertThat(peer.readToEnd()).isIn(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { SshConstants.SSH_MSG_IGNORE, SshConstants.SSH_MSG_DEBUG })
	void strictKeyExchangeBeginsWithTheFirstMessage(int number) throws Exception {
		try (RawSshPeer peer = RawSshPeer.connect(this.server.port())) {
			peer.send(any(number));
			peer.send(peer.proposal(CURVE25519, true));
			assertThat(peer.readToEnd()).isEqualTo(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED);
		}
	}

	@Test
	void packetsBeforeTheFirstKeysAreAsLongAsEverybodyUnderstands() throws Exception {
		try (RawSshPeer peer = RawSshPeer.connect(this.server.port())) {
			Buffer longest = RawSshPeer.message(SshConstants.SSH_MSG_IGNORE);
			longest.putBytes(new byte[34_900]);
			peer.send(longest.getCompactData());
			peer.send(peer.proposal(CURVE25519, false));
			assertThat(peer.await(SshConstants.SSH_MSG_KEXINIT)).isTrue();
			// nothing else of it is waited for
			peer.send(35_004, 4);
			assertThat(peer.readToEnd()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}
	}

	@Test
	void packetsBeforeTheLoginAreBoundedToo() throws Exception {
		ClientSession session = this.client.connect(this.server.port());
		Buffer message = session.createBuffer(SshConstants.SSH_MSG_IGNORE);
		message.putBytes(new byte[70_000]);
		session.writePacket(message);
		await().atMost(TIMEOUT).until(() -> !session.isOpen());
	}

	@Test
	void clientThatSendsWithoutEndBeforeTheLoginIsLeft() throws Exception {
		ClientSession session = this.client.connect(this.server.port());
		for (int i = 0; i < 20 << 20 && session.isOpen(); i += 30_000) {
			Buffer message = session.createBuffer(SshConstants.SSH_MSG_IGNORE);
			message.putBytes(new byte[30_000]);
			try {
				session.writePacket(message).await(TIMEOUT);
			}
			catch (IOException ex) {
				// it is left
			}
		}
		await().atMost(TIMEOUT).until(() -> !session.isOpen());
	}

	@Test
	void messagesBeforeTheLoginHaveNoEffect() throws Exception {
		try (RawSshPeer peer = connect(CURVE25519, false)) {
			for (int number : IntStream.rangeClosed(50, 127).toArray()) {
				peer.send(any(number));
				assertThat(peer.await(SshConstants.SSH_MSG_UNIMPLEMENTED)).isTrue();
			}
		}
	}

	/**
	 * Make a message that could be one of most.
	 */
	private static byte[] any(int number) {
		Buffer message = RawSshPeer.message(number);
		message.putString("session");
		message.putString("exec");
		message.putString("x");
		message.putInt(0);
		message.putInt(0);
		return message.getCompactData();
	}

	static Stream<Arguments> badKeys() {
		byte[] mlKem = validKey(BuiltinKEM.mlkem768);
		byte[] sntrup = validKey(BuiltinKEM.sntrup761);
		byte[] noCoefficients = filled(ML_KEM_BYTES, 0xFF);
		byte[] oneBadCoefficient = mlKem.clone();
		// the first coefficient is 3329, the modulus itself
		oneBadCoefficient[0] = 0x01;
		oneBadCoefficient[1] = (byte) ((oneBadCoefficient[1] & 0xF0) | 0x0D);
		byte[] mlKem1024 = validKey(BuiltinKEM.mlkem1024);
		byte[] p256 = uncompressed(64);
		byte[] p384 = uncompressed(96);
		return Stream.of(bad("nothing", CURVE25519, new byte[0]), bad("too short", CURVE25519, filled(31, 9)),
				bad("too long", CURVE25519, filled(33, 9)), bad("all zero", CURVE25519, new byte[X25519_BYTES]),
				bad("of small order", CURVE25519, point(1)), bad("nothing", ML_KEM, new byte[0]),
				bad("too short", ML_KEM, filled(ML_KEM_BYTES - 1, 0)), bad("without X25519", ML_KEM, mlKem),
				bad("a byte short", ML_KEM, mlKem, filled(X25519_BYTES - 1, 9)),
				bad("a byte too long", ML_KEM, mlKem, filled(X25519_BYTES + 1, 9)),
				bad("X25519 all zero", ML_KEM, mlKem, new byte[X25519_BYTES]),
				bad("no coefficients", ML_KEM, noCoefficients, filled(X25519_BYTES, 9)),
				bad("one bad coefficient", ML_KEM, oneBadCoefficient, filled(X25519_BYTES, 9)),
				bad("without a point", ML_KEM_P256, mlKem), bad("a byte", ML_KEM_P256, mlKem, new byte[] { 4 }),
				bad("point all zero", ML_KEM_P256, mlKem, new byte[65]),
				bad("point not on the curve", ML_KEM_P256, mlKem, p256),
				bad("compressed point", ML_KEM_P256, mlKem, filled(33, 2)),
				bad("no coefficients", ML_KEM_P256, noCoefficients, p256), bad("nothing", ML_KEM_P384, new byte[0]),
				bad("point all zero", ML_KEM_P384, mlKem1024, new byte[97]),
				bad("point not on the curve", ML_KEM_P384, mlKem1024, p384),
				bad("no coefficients", ML_KEM_P384, filled(mlKem1024.length, 0xFF), p384),
				bad("too short", SNTRUP, filled(SNTRUP_BYTES - 1, 0)), bad("without X25519", SNTRUP, sntrup),
				bad("a byte too long", SNTRUP, sntrup, filled(X25519_BYTES + 1, 9)),
				bad("X25519 all zero", SNTRUP, sntrup, new byte[X25519_BYTES]));
	}

	private static Arguments bad(String what, String keyExchange, byte[]... key) {
		Buffer message = RawSshPeer.message(SshConstants.SSH_MSG_KEXDH_INIT);
		message.putInt(Arrays.stream(key).mapToInt((bytes) -> bytes.length).sum());
		for (byte[] bytes : key) {
			message.putRawBytes(bytes);
		}
		return Arguments.of(what, keyExchange, message.getCompactData());
	}

	private static byte[] validKey(KeyEncapsulationMethod method) {
		KeyEncapsulationMethod.Client client = method.getClient();
		client.init();
		return client.getPublicKey();
	}

	private static byte[] filled(int length, int value) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

	/**
	 * Make an uncompressed point, which is on no curve of that size.
	 */
	private static byte[] uncompressed(int bytes) {
		byte[] point = filled(1 + bytes, 7);
		point[0] = 4;
		return point;
	}

	private static byte[] point(int value) {
		byte[] point = new byte[X25519_BYTES];
		point[0] = (byte) value;
		return point;
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("badKeys")
	void badKeyOfAKeyExchangeIsRefused(String what, String keyExchange, byte[] message) throws Exception {
		try (RawSshPeer peer = connect(keyExchange, true)) {
			peer.send(message);
			assertThat(peer.readToEnd()).isIn(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED);
			assertThat(peer.lastMessage()).isNotEmpty().doesNotContainIgnoringCase("exception", "java", "apache");
		}
	}

	@Test
	void goodKeyOfAKeyExchangeIsAccepted() throws Exception {
		for (Arguments good : List.of(bad("", CURVE25519, filled(X25519_BYTES, 9)),
				bad("", ML_KEM, validKey(BuiltinKEM.mlkem768), filled(X25519_BYTES, 9)),
				bad("", ML_KEM_P256, validKey(BuiltinKEM.mlkem768), new ECDH(ECCurves.nistp256, true).getE()),
				bad("", ML_KEM_P384, validKey(BuiltinKEM.mlkem1024), new ECDH(ECCurves.nistp384, true).getE()),
				bad("", SNTRUP, validKey(BuiltinKEM.sntrup761), filled(X25519_BYTES, 9)))) {
			try (RawSshPeer peer = connect((String) good.get()[1], true)) {
				peer.send((byte[]) good.get()[2]);
				assertThat(peer.await(SshConstants.SSH_MSG_KEXDH_REPLY)).isTrue();
			}
		}
	}

	/**
	 * RFC 4253 section 7.1: one message, and no more than that. The server would rather
	 * have had another key exchange.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keyThatFollowsAWrongGuessIsIgnored(boolean strict) throws Exception {
		byte[] badKey = (byte[]) bad("", CURVE25519, filled(31, 9)).get()[2];
		byte[] goodKey = (byte[]) bad("", CURVE25519, filled(X25519_BYTES, 9)).get()[2];
		try (RawSshPeer peer = guess(CURVE25519, strict)) {
			peer.send(badKey);
			peer.send(goodKey);
			assertThat(peer.await(SshConstants.SSH_MSG_KEXDH_REPLY)).isTrue();
		}
		try (RawSshPeer peer = guess(CURVE25519, strict)) {
			peer.send(badKey);
			peer.send(badKey);
			assertThat(peer.readToEnd()).isIn(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED);
		}
	}

	@Test
	void keyThatFollowsARightGuessIsTaken() throws Exception {
		try (RawSshPeer peer = guess(ML_KEM, true)) {
			peer.send((byte[]) bad("", ML_KEM, validKey(BuiltinKEM.mlkem768), filled(X25519_BYTES, 9)).get()[2]);
			assertThat(peer.await(SshConstants.SSH_MSG_KEXDH_REPLY)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { SshConstants.SSH_MSG_IGNORE, SshConstants.SSH_MSG_DEBUG, SshConstants.SSH_MSG_NEWKEYS,
			SshConstants.SSH_MSG_KEXINIT, SshConstants.SSH_MSG_SERVICE_REQUEST })
	void wrongGuessIsNoWayIntoAStrictKeyExchange(int number) throws Exception {
		try (RawSshPeer peer = guess(CURVE25519, true)) {
			peer.send((number == SshConstants.SSH_MSG_KEXINIT) ? peer.proposal(CURVE25519, true) : any(number));
			assertThat(peer.readToEnd()).isIn(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED);
		}
	}

	/**
	 * Propose a key exchange and say that its first message follows.
	 */
	private RawSshPeer guess(String keyExchange, boolean strict) throws IOException {
		RawSshPeer peer = RawSshPeer.connect(this.server.port());
		byte[] proposal = peer.proposal(keyExchange, strict);
		// before the four bytes at the end
		proposal[proposal.length - 5] = 1;
		peer.send(proposal);
		assertThat(peer.await(SshConstants.SSH_MSG_KEXINIT)).isTrue();
		return peer;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 40, 0x7FFFFFFF, 0xFFFFFFFF })
	void keyThatIsNotAsLongAsItSaysIsRefused(int length) throws Exception {
		try (RawSshPeer peer = connect(CURVE25519, true)) {
			Buffer message = RawSshPeer.message(SshConstants.SSH_MSG_KEXDH_INIT);
			message.putInt(length);
			peer.send(message.getCompactData());
			assertThat(peer.readToEnd()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4, 262_145, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF })
	void packetOfAbsurdLengthEndsTheConnection(int length) throws Exception {
		long before = usedMemory();
		for (int i = 0; i < 10; i++) {
			try (RawSshPeer peer = RawSshPeer.connect(this.server.port())) {
				peer.send(length, 4, new byte[64]);
				peer.sendToEnd();
			}
		}
		assertThat(usedMemory() - before).isLessThan(64L << 20);
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 11, 12, 255 })
	void packetWithAbsurdPaddingEndsTheConnection(int padding) throws Exception {
		try (RawSshPeer peer = RawSshPeer.connect(this.server.port())) {
			byte[] message = new byte[11];
			message[0] = SshConstants.SSH_MSG_IGNORE;
			peer.send(12, padding, message);
			assertThat(peer.readToEnd()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 11, 13, 15 })
	void packetThatIsNotAlignedEndsTheConnection(int length) throws Exception {
		try (RawSshPeer peer = RawSshPeer.connect(this.server.port())) {
			byte[] message = new byte[length - 1];
			message[0] = SshConstants.SSH_MSG_IGNORE;
			peer.send(length, 4, message);
			assertThat(peer.readToEnd()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
		}
	}

	@ParameterizedTest
	@CsvSource({ "aes128-gcm@openssh.com,", "aes256-gcm@openssh.com,", "chacha20-poly1305@openssh.com,",
			"aes128-ctr, hmac-sha2-256-etm@openssh.com", "aes192-ctr, hmac-sha2-512-etm@openssh.com",
			"aes256-ctr, hmac-sha2-256", "aes128-ctr, hmac-sha2-512" })
	void packetThatWasTamperedWithEndsTheConnection(String cipher, String mac) throws Exception {
		for (Damage damage : List.of(Damage.LAST_BYTE, Damage.FIRST_BYTE)) {
			try (TestSshServer server = TestSshServer.builder()
				.handler((session) -> session.exit(0))
				.algorithms((defaults) -> defaults.with(AlgorithmCategory.CIPHER, List.of(cipher))
					.with(AlgorithmCategory.MAC, (mac != null) ? List.of(mac) : List.of()))
				.start();
					LoopbackProxy proxy = LoopbackProxy.open(server.port());
					ClientSession session = this.client.logIn(proxy.port())) {
				MinaClient.assertServes(session);
				proxy.toServer(damage);
				// a length that has become another is not told before there is enough of
				// it
				await().atMost(TIMEOUT).until(() -> {
					sendIgnore(session);
					return !session.isOpen();
				});
				this.client.assertDisconnected(session, SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR);
				this.client.assertServes(server.port());
			}
		}
	}

	private static void sendIgnore(ClientSession session) throws IOException {
		try {
			Buffer ignore = session.createBuffer(SshConstants.SSH_MSG_IGNORE);
			ignore.putBytes(new byte[1000]);
			session.writePacket(ignore);
		}
		catch (IOException ex) {
			assertThat(session.isOpen()).isFalse();
		}
	}

	private RawSshPeer connect(String keyExchange, boolean strict) throws IOException {
		RawSshPeer peer = RawSshPeer.connect(this.server.port());
		peer.send(peer.proposal(keyExchange, strict));
		assertThat(peer.await(SshConstants.SSH_MSG_KEXINIT)).isTrue();
		return peer;
	}

}
