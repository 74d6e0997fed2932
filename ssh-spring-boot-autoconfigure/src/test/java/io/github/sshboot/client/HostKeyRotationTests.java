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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.StockMina;
import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.testing.TestSshClients;
import io.github.sshboot.transport.HostKeyPin;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.HostKeyTrust;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.SshEndpoint;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A server announces its keys, and the client learns them or does not.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostKeyRotationTests {

	private static final String ANNOUNCEMENT = "hostkeys-00@openssh.com";

	private static final String PROOF = "hostkeys-prove-00@openssh.com";

	private static KeyPair known;

	private static KeyPair ecdsa;

	private static KeyPair rsa;

	private static KeyPair old;

	private static KeyPair shortRsa;

	@TempDir
	Path directory;

	private Path knownHosts;

	@BeforeAll
	static void generateKeys() throws Exception {
		CryptoProviders.install();
		known = key("Ed25519", 255);
		old = key("Ed25519", 255);
		ecdsa = key("EC", 256);
		rsa = key("RSA", 2048);
		shortRsa = key("RSA", 1024);
	}

	private static KeyPair key(String algorithm, int size) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
		generator.initialize(size);
		return generator.generateKeyPair();
	}

	@BeforeEach
	void chooseFile() {
		this.knownHosts = this.directory.resolve("known_hosts");
	}

	/**
	 * With {@code sshd}.
	 */
	@Nested
	class OpenSsh {

		@ParameterizedTest
		@ValueSource(strings = { "ed25519", "ecdsa", "rsa" })
		void keysOfAKnownServerAreLearnedAndOldOnesForgotten(String type) throws Exception {
			SshKeygen keygen = SshKeygen.in(HostKeyRotationTests.this.directory);
			List<Path> keys = Stream.of("ecdsa", "rsa").map((each) -> keygen.key("host_" + each, "-t", each)).toList();
			String[] options = keys.stream().map((key) -> "HostKey " + key).toArray(String[]::new);
			List<String> lines = Stream
				.concat(Stream.of(TestKeys.ED25519_PUBLIC.replace(" test", "")), keys.stream().map(SshKeygen::line))
				.toList();
			try (OpenSshServer sshd = OpenSshServer.start(HostKeyRotationTests.this.directory, options)) {
				String trusted = lines.stream()
					.filter((line) -> line.contains(type) || (type.equals("rsa") && line.startsWith("ssh-rsa")))
					.findFirst()
					.orElseThrow();
				know("# comment", "other.example " + TestKeys.USER_PUBLIC, host(sshd.port()) + trusted + " comment",
						host(sshd.port()) + TestKeys.OTHER_PUBLIC);
				try (DefaultSshClientFactory clients = clients(HostKeyPolicy.ACCEPT_NEW, sshd.port())) {
					assertThat(clients.get("demo").exec("true").run().getExitStatus()).isZero();
					List<String> expected = new ArrayList<>(List.of("# comment",
							"other.example " + TestKeys.USER_PUBLIC, host(sshd.port()) + trusted + " comment"));
					lines.stream()
						.filter((line) -> !line.equals(trusted))
						.forEach((line) -> expected.add(host(sshd.port()) + line));
					await().untilAsserted(() -> assertThat(lines()).containsExactlyInAnyOrderElementsOf(expected));
				}
			}
		}

	}

	@Test
	void keysAreLearnedOnceProven() throws Exception {
		try (Rogue server = new Rogue()) {
			know("# comment", host(server.port()) + line(known));
			server.connect(HostKeyPolicy.ACCEPT_NEW);
			assertThat(lines()).containsExactly("# comment", host(server.port()) + line(known),
					host(server.port()) + line(ecdsa), host(server.port()) + line(rsa));
			assertThat(server.asked).containsExactly(List.of(line(ecdsa), line(rsa)));
			server.connect(HostKeyPolicy.ACCEPT_NEW);
			assertThat(server.asked).hasSize(1);
		}
	}

	@Test
	void keysAreAddedToTheFileThatKnowsTheHost() throws Exception {
		try (Rogue server = new Rogue()) {
			Path second = Files.writeString(this.directory.resolve("second"), host(server.port()) + line(known) + "\n");
			know("other.example " + line(old), host(server.port()) + TestKeys.OTHER_PUBLIC);
			server.connect(new HostKeyTrust(HostKeyPolicy.ACCEPT_NEW,
					List.of(KeyMaterial.ofFile(this.knownHosts), KeyMaterial.ofFile(second))));
			assertThat(second).content().hasLineCount(3);
			assertThat(lines()).containsExactly("other.example " + line(old));
		}
	}

	@Test
	void keyThatTheServerNoLongerHasIsForgotten() throws Exception {
		try (Rogue server = new Rogue()) {
			server.announced = List.of(known);
			know(host(server.port()) + line(old), "  # odd \u00fc line ", host(server.port()) + line(known), "");
			server.connect(HostKeyPolicy.ACCEPT_NEW);
			assertThat(lines()).containsExactly("  # odd \u00fc line ", host(server.port()) + line(known), "");
			assertThat(server.asked).isEmpty();
		}
	}

	@Test
	void manyConnectionsLearnAKeyOnce() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(16);
		try (Rogue server = new Rogue()) {
			know(host(server.port()) + line(old), host(server.port()) + line(known));
			List<Future<Void>> connections = executor.invokeAll(Collections.nCopies(16, () -> {
				server.connect(HostKeyPolicy.ACCEPT_NEW);
				return null;
			}));
			for (Future<Void> connection : connections) {
				connection.get();
			}
			assertThat(lines()).containsExactly(host(server.port()) + line(known), host(server.port()) + line(ecdsa),
					host(server.port()) + line(rsa));
		}
		finally {
			executor.shutdownNow();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "strict", "none", "pinned", "inline", "new", "pattern", "several names", "without a port",
			"revoked", "revoked by name", "authority", "authority by name", "new key elsewhere", "old key elsewhere" })
	void nothingIsLearnedUnlessThePlainKeyOfTheHostIsInAFile(String reason) throws Exception {
		try (Rogue server = new Rogue()) {
			String host = host(server.port());
			String line = host + line(known);
			List<String> lines = switch (reason) {
				case "new" -> List.of("# nothing");
				case "pattern" -> List.of("[local*]:%d %s".formatted(server.port(), line(known)));
				case "several names" -> List.of("a,b," + line);
				case "without a port" -> List.of("localhost " + line(known));
				case "revoked" -> List.of(line, "@revoked * " + line(old));
				case "revoked by name" -> List.of(line, "@revoked " + host + line(old));
				case "authority" -> List.of(line, "@cert-authority * " + line(old));
				case "authority by name" -> List.of(line, "@cert-authority " + host + line(old));
				case "new key elsewhere" -> List.of(line, "other.example " + line(ecdsa));
				case "old key elsewhere" -> List.of(line, host + line(old), "other.example " + line(old));
				default -> List.of(line);
			};
			know(lines.toArray(String[]::new));
			List<KeyMaterial> files = List.of(KeyMaterial.ofFile(this.knownHosts));
			server.connect(switch (reason) {
				case "strict" -> new HostKeyTrust(HostKeyPolicy.STRICT, files);
				case "none" -> new HostKeyTrust(HostKeyPolicy.NONE, files);
				case "pinned" ->
					new HostKeyTrust(HostKeyPolicy.ACCEPT_NEW, files, HostKeyPin.parse("pin", line(known)));
				case "inline" -> new HostKeyTrust(HostKeyPolicy.ACCEPT_NEW,
						List.of(KeyMaterial.ofContent("inline", line.getBytes(StandardCharsets.UTF_8))));
				default -> new HostKeyTrust(HostKeyPolicy.ACCEPT_NEW, files);
			});
			assertThat(server.asked).isEmpty();
			assertThat(lines()).startsWith(lines.toArray(String[]::new))
				.hasSize(lines.size() + (reason.equals("new") ? 1 : 0));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "of another key", "of another session", "with SHA-1", "in another order", "too few",
			"too many", "none", "garbage", "cut off", "a refusal", "for another purpose" })
	void keysAreNotLearnedWithoutTheirProof(String proof) throws Exception {
		try (Rogue server = new Rogue()) {
			server.prover = (sessionId, keys) -> {
				Buffer reply = new ByteArrayBuffer();
				switch (proof) {
					case "of another key" -> keys.forEach((key) -> reply.putBytes(sign(key, PROOF, sessionId, known)));
					case "of another session" ->
						keys.forEach((key) -> reply.putBytes(sign(key, PROOF, new byte[32], key)));
					case "with SHA-1" -> keys.forEach((key) -> reply
						.putBytes((key == rsa) ? sign(BuiltinSignatures.rsa, key, PROOF, sessionId, key)
								: sign(key, PROOF, sessionId, key)));
					case "for another purpose" ->
						keys.forEach((key) -> reply.putBytes(sign(key, ANNOUNCEMENT, sessionId, key)));
					case "in another order" -> {
						List<KeyPair> reversed = new ArrayList<>(keys);
						Collections.reverse(reversed);
						reversed.forEach((key) -> reply.putBytes(sign(key, PROOF, sessionId, key)));
					}
					case "too few" -> reply.putBytes(sign(keys.get(0), PROOF, sessionId, keys.get(0)));
					case "too many" -> Stream.concat(keys.stream(), Stream.of(known))
						.forEach((key) -> reply.putBytes(sign(key, PROOF, sessionId, key)));
					case "garbage" -> reply.putRawBytes(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 });
					case "cut off" -> {
						keys.forEach((key) -> reply.putBytes(sign(key, PROOF, sessionId, key)));
						reply.wpos(reply.wpos() - 1);
					}
					case "a refusal" -> {
						return null;
					}
					default -> {
					}
				}
				return reply.getCompactData();
			};
			know(host(server.port()) + line(known), host(server.port()) + line(old));
			server.connect(HostKeyPolicy.ACCEPT_NEW);
			assertThat(server.asked).hasSize(1);
			assertThat(lines()).containsExactly(host(server.port()) + line(known), host(server.port()) + line(old));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "no keys", "too many", "twice the same", "without its own", "cut off", "garbage",
			"huge length" })
	void announcementThatMakesNoSenseIsIgnored(String announcement) throws Exception {
		try (Rogue server = new Rogue()) {
			Buffer keys = new ByteArrayBuffer();
			switch (announcement) {
				case "too many" -> {
					keys.putPublicKey(known.getPublic());
					for (int i = 0; i < 32; i++) {
						keys.putPublicKey(key("Ed25519", 255).getPublic());
					}
				}
				case "twice the same" ->
					Stream.of(known, ecdsa, ecdsa).forEach((key) -> keys.putPublicKey(key.getPublic()));
				case "without its own" -> keys.putPublicKey(ecdsa.getPublic());
				case "cut off" -> {
					keys.putPublicKey(known.getPublic());
					keys.putPublicKey(ecdsa.getPublic());
					keys.wpos(keys.wpos() - 1);
				}
				case "garbage" -> keys.putRawBytes(new byte[1000]);
				case "huge length" -> keys.putUInt(0xFFFFFFFFL);
				default -> {
				}
			}
			server.announcements = List.of(keys.getCompactData());
			know(host(server.port()) + line(known), host(server.port()) + line(old));
			server.connect(HostKeyPolicy.ACCEPT_NEW);
			assertThat(server.asked).isEmpty();
			assertThat(lines()).containsExactly(host(server.port()) + line(known), host(server.port()) + line(old));
		}
	}

	@Test
	void keysThatNobodyShouldTrustAreLeftOut() throws Exception {
		try (Rogue server = new Rogue()) {
			Buffer keys = new ByteArrayBuffer();
			keys.putPublicKey(known.getPublic());
			keys.putPublicKey(shortRsa.getPublic());
			keys.putPublicKey(KeyPairGenerator.getInstance("DSA").generateKeyPair().getPublic());
			Buffer unknown = new ByteArrayBuffer();
			unknown.putString("ssh-new@example.org");
			unknown.putBytes(new byte[100]);
			keys.putBytes(unknown.getCompactData());
			Buffer broken = new ByteArrayBuffer();
			broken.putString("ssh-ed25519");
			broken.putBytes(new byte[31]);
			keys.putBytes(broken.getCompactData());
			Buffer huge = new ByteArrayBuffer();
			huge.putString("ssh-rsa");
			huge.putBytes(filled(30_000));
			huge.putBytes(filled(30_000));
			keys.putBytes(huge.getCompactData());
			keys.putBytes(new byte[0]);
			keys.putPublicKey(ecdsa.getPublic());
			server.announcements = List.of(keys.getCompactData());
			know(host(server.port()) + line(known));
			server.connect(HostKeyPolicy.ACCEPT_NEW);
			assertThat(server.asked).containsExactly(List.of(line(ecdsa)));
			assertThat(lines()).containsExactly(host(server.port()) + line(known), host(server.port()) + line(ecdsa));
		}
	}

	@Test
	void onlyTheFirstAnnouncementCounts() throws Exception {
		try (Rogue server = new Rogue()) {
			Buffer first = new ByteArrayBuffer();
			first.putPublicKey(known.getPublic());
			Buffer second = new ByteArrayBuffer();
			second.putPublicKey(known.getPublic());
			second.putPublicKey(ecdsa.getPublic());
			List<byte[]> announcements = new ArrayList<>(List.of(first.getCompactData()));
			announcements.addAll(Collections.nCopies(1000, second.getCompactData()));
			server.announcements = announcements;
			know(host(server.port()) + line(known));
			server.connect(HostKeyPolicy.ACCEPT_NEW);
			assertThat(server.asked).isEmpty();
			assertThat(lines()).containsExactly(host(server.port()) + line(known));
		}
	}

	@Test
	void keyThatChangesWhileConnectedEndsTheConnection(CapturedOutput output) throws Exception {
		try (Rogue server = new Rogue()) {
			know(host(server.port()) + line(known), host(server.port()) + line(ecdsa));
			server.changesTo = old;
			assertThatExceptionOfType(SshConnectException.class)
				.isThrownBy(() -> server.connect(HostKeyPolicy.ACCEPT_NEW));
			assertThat(output).contains("The host key of localhost:%d changed while connected".formatted(server.port()))
				.contains(KeyUtils.getFingerPrint(known.getPublic()))
				.contains(KeyUtils.getFingerPrint(old.getPublic()));
		}
	}

	private static byte[] filled(int length) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) 0x7F);
		return bytes;
	}

	private static byte[] sign(KeyPair announced, String purpose, byte[] sessionId, KeyPair signer) {
		BuiltinSignatures algorithm = (signer == rsa) ? BuiltinSignatures.rsaSHA512
				: (signer == ecdsa) ? BuiltinSignatures.nistp256 : BuiltinSignatures.ed25519;
		return sign(algorithm, announced, purpose, sessionId, signer);
	}

	private static byte[] sign(BuiltinSignatures algorithm, KeyPair announced, String purpose, byte[] sessionId,
			KeyPair signer) {
		try {
			Buffer data = new ByteArrayBuffer();
			data.putString(purpose);
			data.putBytes(sessionId);
			data.putPublicKey(announced.getPublic());
			Signature signature = algorithm.create();
			signature.initSigner(null, signer.getPrivate());
			signature.update(null, data.getCompactData());
			Buffer encoded = new ByteArrayBuffer();
			encoded.putString(algorithm.getName());
			encoded.putBytes(signature.sign(null));
			return encoded.getCompactData();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void know(String... lines) throws IOException {
		Files.write(this.knownHosts, List.of(lines));
	}

	private List<String> lines() throws IOException {
		return Files.readAllLines(this.knownHosts);
	}

	private static String host(int port) {
		return "[localhost]:%d ".formatted(port);
	}

	private static String line(KeyPair key) {
		return PublicKeyEntry.toString(key.getPublic());
	}

	private DefaultSshClientFactory clients(HostKeyPolicy policy, int port) {
		return clients(new HostKeyTrust(policy, List.of(KeyMaterial.ofFile(this.knownHosts))), port);
	}

	private static DefaultSshClientFactory clients(HostKeyTrust trust, int port) {
		return TestSshClients.create(port,
				(settings) -> new SshClientSettings(new SshEndpoint("localhost", port), settings.connect(),
						settings.credentials(), trust, settings.transport(), settings.windows(), settings.timeouts(),
						settings.pool()));
	}

	@FunctionalInterface
	private interface Prover {

		byte @Nullable [] prove(byte[] sessionId, List<KeyPair> keys);

	}

	/**
	 * A server that announces and proves whatever it is told to.
	 */
	private final class Rogue implements AutoCloseable, RequestHandler<ConnectionService> {

		private final SshServer server = StockMina.server();

		private final List<List<String>> asked = new CopyOnWriteArrayList<>();

		private final Map<String, KeyPair> keys = Stream.of(known, ecdsa, rsa)
			.collect(Collectors.toMap(HostKeyRotationTests::line, (key) -> key));

		private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

		private List<KeyPair> announced = List.of(known, ecdsa, rsa);

		private @Nullable List<byte[]> announcements;

		private @Nullable KeyPair changesTo;

		private Prover prover = (sessionId, keys) -> {
			Buffer reply = new ByteArrayBuffer();
			keys.forEach((key) -> reply.putBytes(sign(key, PROOF, sessionId, key)));
			return reply.getCompactData();
		};

		private Rogue() throws IOException {
			this.server.setHost("127.0.0.1");
			this.server.setKeyPairProvider(KeyPairProvider.wrap(known));
			this.server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
			this.server.setCommandFactory((channel, command) -> new AbstractCommandSupport(command, null) {

				@Override
				public void run() {
					KeyPair key = Rogue.this.changesTo;
					if (key == null) {
						announce(channel.getSession());
						onExit(0);
						return;
					}
					Rogue.this.server.setKeyPairProvider(KeyPairProvider.wrap(key));
					try {
						channel.getSession().reExchangeKeys();
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				}

			});
			this.server.setGlobalRequestHandlers(List.of(this));
			this.server.start();
		}

		private int port() {
			return this.server.getPort();
		}

		/**
		 * Connect and run commands: the announcement comes before the end of the first,
		 * and the proof before the end of the second.
		 */
		private void connect(HostKeyPolicy policy) {
			connect(new HostKeyTrust(policy, List.of(KeyMaterial.ofFile(HostKeyRotationTests.this.knownHosts))));
		}

		private void connect(HostKeyTrust trust) {
			try (DefaultSshClientFactory clients = clients(trust, port())) {
				for (int i = 0; i < 3; i++) {
					assertThat(clients.get("demo").exec("true").run().getExitStatus()).isZero();
				}
			}
		}

		private void announce(Session session) {
			if (!this.sessions.add(session)) {
				return;
			}
			List<byte[]> announcements = this.announcements;
			if (announcements == null) {
				Buffer keys = new ByteArrayBuffer();
				this.announced.forEach((key) -> keys.putPublicKey(key.getPublic()));
				announcements = List.of(keys.getCompactData());
			}
			try {
				for (byte[] announcement : announcements) {
					Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
					request.putString(ANNOUNCEMENT);
					request.putBoolean(false);
					request.putRawBytes(announcement);
					session.writePacket(request);
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer)
				throws Exception {
			if (!request.equals(PROOF)) {
				return Result.Unsupported;
			}
			List<String> keys = new ArrayList<>();
			while (buffer.available() > 0) {
				keys.add(PublicKeyEntry.toString(buffer.getPublicKey()));
			}
			this.asked.add(keys);
			assertThat(wantReply).isTrue();
			Session session = service.getSession();
			byte[] proof = this.prover.prove(session.getSessionId(), keys.stream().map(this.keys::get).toList());
			if (proof == null) {
				return Result.ReplyFailure;
			}
			Buffer reply = session.createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS);
			reply.putRawBytes(proof);
			session.writePacket(reply);
			return Result.Replied;
		}

		@Override
		public void close() throws IOException {
			this.server.stop(true);
		}

	}

}
