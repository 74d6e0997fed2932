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

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.testing.HostKeyFiles;
import io.github.sshboot.testing.StockMina;
import io.github.sshboot.testing.TestSshServer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server tells and proves of its host keys, to a client that asks for anything.
 */
@Timeout(120)
class HostKeyAnnouncerTests {

	private static final String PROVE = "hostkeys-prove-00@openssh.com";

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@TempDir
	static Path directory;

	private static List<Path> keys;

	private static Path stranger;

	private final BlockingQueue<List<byte[]>> announced = new LinkedBlockingQueue<>();

	private TestSshServer server;

	private SshClient client;

	@BeforeAll
	static void generateKeys() {
		HostKeyFiles files = new HostKeyFiles(directory);
		keys = files.keys();
		stranger = files.key("stranger", "ed25519");
	}

	@BeforeEach
	void start() {
		this.server = TestSshServer.builder()
			.handler((session) -> session.exit(0))
			.hostKeys(HostKeyFiles.settings(keys, List.of()))
			.start();
		this.client = StockMina.client();
		this.client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
		this.client.setGlobalRequestHandlers(List.of(this::announcement));
		this.client.start();
	}

	@AfterEach
	void stop() {
		this.client.stop();
		this.server.close();
	}

	@Test
	void tellsEachKeyOnce() throws Exception {
		try (ClientSession session = connect(BuiltinSignatures.ed25519)) {
			assertThat(session.isAuthenticated()).isTrue();
			assertThat(announcedKeys())
				.containsExactlyElementsOf(keys.stream().map(HostKeyAnnouncerTests::blob).toList());
			assertThat(this.announced.poll(100, TimeUnit.MILLISECONDS)).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(value = BuiltinSignatures.class, names = { "ed25519", "nistp521", "rsaSHA256", "rsaSHA512" })
	void provesAllKeys(BuiltinSignatures negotiated) throws Exception {
		try (ClientSession session = connect(negotiated)) {
			List<byte[]> blobs = announcedKeys();
			List<byte[]> proofs = prove(session, blobs);
			assertThat(proofs).hasSameSizeAs(blobs);
			for (int i = 0; i < blobs.size(); i++) {
				verify(session, blobs.get(i), proofs.get(i), (negotiated == BuiltinSignatures.rsaSHA256)
						? BuiltinSignatures.rsaSHA256 : BuiltinSignatures.rsaSHA512);
			}
		}
	}

	@Test
	void provesInTheOrderOfTheQuestionAndSignsOnce() throws Exception {
		try (ClientSession session = connect(BuiltinSignatures.ed25519)) {
			List<byte[]> blobs = announcedKeys();
			List<byte[]> some = List.of(blobs.get(2), blobs.get(0));
			List<byte[]> proofs = prove(session, some);
			verify(session, some.get(0), proofs.get(0), BuiltinSignatures.rsaSHA512);
			verify(session, some.get(1), proofs.get(1), BuiltinSignatures.rsaSHA512);
			// ECDSA signatures differ each time they are made
			assertThat(prove(session, some)).containsExactlyElementsOf(proofs);
		}
	}

	@Test
	void provesNothingOfKeysThatAreNotItsOwn() throws Exception {
		try (ClientSession session = connect(BuiltinSignatures.ed25519)) {
			List<byte[]> blobs = announcedKeys();
			assertRefused(session, List.of(blob(stranger)));
			assertRefused(session, List.of(blobs.get(0), blob(stranger)));
			assertRefused(session, List.of(new byte[0]));
			assertRefused(session, List.of("garbage".getBytes()));
			assertRefused(session, List.of(Arrays.copyOf(blobs.get(0), blobs.get(0).length - 1)));
			assertThat(prove(session, blobs)).hasSameSizeAs(blobs);
		}
	}

	@Test
	void provesNoKeyTwiceInOneAnswer() throws Exception {
		try (ClientSession session = connect(BuiltinSignatures.ed25519)) {
			byte[] blob = announcedKeys().get(0);
			assertRefused(session, List.of(blob, blob));
		}
	}

	@Test
	void refusesLengthsThatLie() throws Exception {
		try (ClientSession session = connect(BuiltinSignatures.ed25519)) {
			announcedKeys();
			for (int length : new int[] { Integer.MAX_VALUE, -1, 4 }) {
				Buffer request = request(session, List.of());
				request.putUInt(length & 0xFFFFFFFFL);
				assertThat(session.request(PROVE, request, TIMEOUT)).isNull();
			}
			assertThat(session.isOpen()).isTrue();
		}
	}

	private RequestHandler.Result announcement(ConnectionService service, String request, boolean wantReply,
			Buffer buffer) {
		if (!"hostkeys-00@openssh.com".equals(request)) {
			return RequestHandler.Result.Unsupported;
		}
		assertThat(wantReply).isFalse();
		this.announced.add(strings(buffer));
		return RequestHandler.Result.Replied;
	}

	private ClientSession connect(BuiltinSignatures hostKey) throws Exception {
		this.client.setSignatureFactories(List.of(hostKey));
		ClientSession session = this.client.connect("demo", "127.0.0.1", this.server.port())
			.verify(TIMEOUT)
			.getClientSession();
		session.addPasswordIdentity("demo");
		session.auth().verify(TIMEOUT);
		return session;
	}

	private List<byte[]> announcedKeys() throws InterruptedException {
		List<byte[]> keys = this.announced.poll(20, TimeUnit.SECONDS);
		assertThat(keys).isNotNull();
		return keys;
	}

	private static List<byte[]> prove(ClientSession session, List<byte[]> blobs) throws Exception {
		return strings(session.request(PROVE, request(session, blobs), TIMEOUT));
	}

	private static void assertRefused(ClientSession session, List<byte[]> blobs) throws Exception {
		assertThat(session.request(PROVE, request(session, blobs), TIMEOUT)).isNull();
	}

	private static Buffer request(ClientSession session, List<byte[]> blobs) {
		Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
		request.putString(PROVE);
		request.putBoolean(true);
		blobs.forEach(request::putBytes);
		return request;
	}

	private static void verify(ClientSession session, byte[] blob, byte[] proof, BuiltinSignatures rsa)
			throws Exception {
		PublicKey key = new ByteArrayBuffer(blob).getRawPublicKey();
		String type = new ByteArrayBuffer(blob).getString();
		BuiltinSignatures expected = "ssh-rsa".equals(type) ? rsa : BuiltinSignatures.fromFactoryName(type);
		assertThat(new ByteArrayBuffer(proof).getString()).isEqualTo(expected.getName());
		Buffer data = new ByteArrayBuffer();
		data.putString(PROVE);
		data.putBytes(session.getSessionId());
		data.putBytes(blob);
		Signature verifier = expected.create();
		verifier.initVerifier(session, key);
		verifier.update(session, data.getCompactData());
		assertThat(verifier.verify(session, proof)).isTrue();
	}

	private static byte[] blob(Path key) {
		String line = new HostKeyFiles(directory).publicKey(key);
		return Base64.getDecoder().decode(line.split(" ")[1]);
	}

	private static List<byte[]> strings(Buffer buffer) {
		List<byte[]> strings = new ArrayList<>();
		while (buffer.available() > 0) {
			strings.add(buffer.getBytes());
		}
		return strings;
	}

}
