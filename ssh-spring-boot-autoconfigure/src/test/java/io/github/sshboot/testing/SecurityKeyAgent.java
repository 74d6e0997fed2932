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

package io.github.sshboot.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ssh-agent} with a FIDO security key (OpenSSH's PROTOCOL.u2f) that needs no
 * hardware, and says of itself what it is told to: whether it was touched and whether it
 * has verified its user.
 */
public final class SecurityKeyAgent implements AutoCloseable {

	public static final int NOTHING = 0;

	public static final int TOUCHED = 1;

	public static final int VERIFIED = 4;

	private static final int FAILURE = 5;

	private static final int REQUEST_IDENTITIES = 11;

	private static final int IDENTITIES = 12;

	private static final int REQUEST_SIGNATURE = 13;

	private static final int SIGNATURE = 14;

	private static final String APPLICATION = "ssh:";

	private static final int COORDINATE = 32;

	private final KeyPair keyPair;

	private final String type;

	private final Path socket;

	private final ServerSocketChannel listener;

	private volatile int flags = TOUCHED;

	private volatile String signedApplication = APPLICATION;

	private volatile byte @Nullable [] certificate;

	private SecurityKeyAgent(KeyPair keyPair, Path socket) throws IOException {
		this.keyPair = keyPair;
		this.type = (keyPair.getPublic() instanceof ECPublicKey) ? "sk-ecdsa-sha2-nistp256@openssh.com"
				: "sk-ssh-ed25519@openssh.com";
		this.socket = socket;
		this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
		Thread thread = new Thread(this::accept, "agent");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Start an agent.
	 * @param directory where its socket is
	 * @param algorithm {@code Ed25519} or {@code EC}
	 * @return the agent
	 */
	public static SecurityKeyAgent start(Path directory, String algorithm) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
			if ("EC".equals(algorithm)) {
				generator.initialize(new ECGenParameterSpec("secp256r1"));
			}
			return new SecurityKeyAgent(generator.generateKeyPair(), directory.resolve("agent-" + algorithm));
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public Path socket() {
		return this.socket;
	}

	/**
	 * Say what signatures claim.
	 * @param flags any of {@link #TOUCHED} and {@link #VERIFIED}
	 */
	public void claim(int flags) {
		this.flags = flags;
	}

	/**
	 * Sign for an application, which the key need not be for.
	 * @param application the application
	 */
	public void signFor(String application) {
		this.signedApplication = application;
	}

	/**
	 * Show a certificate instead of the key.
	 * @param certificate the file that {@code ssh-keygen} has made
	 */
	public void certify(Path certificate) {
		try {
			this.certificate = Base64.getDecoder().decode(Files.readString(certificate).split(" ")[1]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the public key.
	 * @return type and key as in {@code authorized_keys}
	 */
	public String publicKey() {
		return this.type + " " + Base64.getEncoder().encodeToString(blob());
	}

	/**
	 * Return the public key.
	 * @return the key as SSH writes it
	 */
	public byte[] blob() {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putString(this.type);
		if (this.keyPair.getPublic() instanceof ECPublicKey key) {
			buffer.putString("nistp256");
			byte[] point = new byte[2 * COORDINATE + 1];
			point[0] = 4;
			coordinate(key.getW().getAffineX().toByteArray(), point, 1);
			coordinate(key.getW().getAffineY().toByteArray(), point, COORDINATE + 1);
			buffer.putBytes(point);
		}
		else {
			byte[] encoded = this.keyPair.getPublic().getEncoded();
			buffer.putBytes(Arrays.copyOfRange(encoded, encoded.length - COORDINATE, encoded.length));
		}
		buffer.putString(APPLICATION);
		return buffer.getCompactData();
	}

	private static void coordinate(byte[] number, byte[] point, int offset) {
		int length = Math.min(number.length, COORDINATE);
		System.arraycopy(number, number.length - length, point, offset + COORDINATE - length, length);
	}

	private void accept() {
		while (true) {
			try (SocketChannel client = this.listener.accept()) {
				serve(new DataInputStream(Channels.newInputStream(client)),
						new DataOutputStream(Channels.newOutputStream(client)));
			}
			catch (ClosedChannelException ex) {
				return;
			}
			catch (IOException ex) {
				// the client has gone
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private void serve(DataInputStream in, DataOutputStream out) throws IOException, GeneralSecurityException {
		while (true) {
			byte[] request = in.readNBytes(in.readInt());
			byte[] answer = answer(new ByteArrayBuffer(request)).getCompactData();
			out.writeInt(answer.length);
			out.write(answer);
			out.flush();
		}
	}

	private Buffer answer(Buffer request) throws GeneralSecurityException {
		Buffer answer = new ByteArrayBuffer();
		switch (request.getUByte()) {
			case REQUEST_IDENTITIES -> {
				answer.putByte((byte) IDENTITIES);
				answer.putUInt(1);
				byte[] certificate = this.certificate;
				answer.putBytes((certificate != null) ? certificate : blob());
				answer.putString("security key");
			}
			case REQUEST_SIGNATURE -> {
				request.getBytes();
				answer.putByte((byte) SIGNATURE);
				answer.putBytes(sign(request.getBytes()));
			}
			default -> answer.putByte((byte) FAILURE);
		}
		return answer;
	}

	private byte[] sign(byte[] data) throws GeneralSecurityException {
		return signature(this.type, data, new byte[0]).getCompactData();
	}

	/**
	 * Sign as a browser does, for a web page.
	 * @param clientData the text that the browser writes
	 * @param origin the origin of the page
	 * @param extensions what the key has to add
	 * @return the signature
	 */
	public byte[] signInBrowser(String clientData, String origin, byte[] extensions) throws GeneralSecurityException {
		byte[] text = clientData.getBytes(StandardCharsets.UTF_8);
		Buffer signature = signature("webauthn-sk-ecdsa-sha2-nistp256@openssh.com", text, extensions);
		signature.putString(origin);
		signature.putBytes(text);
		signature.putBytes(extensions);
		return signature.getCompactData();
	}

	private Buffer signature(String algorithm, byte[] data, byte[] extensions) throws GeneralSecurityException {
		Buffer signed = new ByteArrayBuffer();
		signed.putRawBytes(sha256(this.signedApplication.getBytes(StandardCharsets.UTF_8)));
		signed.putByte((byte) this.flags);
		signed.putUInt(1);
		signed.putRawBytes(extensions);
		signed.putRawBytes(sha256(data));
		boolean ecdsa = this.keyPair.getPublic() instanceof ECPublicKey;
		Signature signer = Signature.getInstance(ecdsa ? "SHA256withECDSAinP1363Format" : "Ed25519");
		signer.initSign(this.keyPair.getPrivate());
		signer.update(signed.getCompactData());
		byte[] signature = signer.sign();
		Buffer buffer = new ByteArrayBuffer();
		buffer.putString(algorithm);
		buffer.putBytes(ecdsa ? numbers(signature) : signature);
		buffer.putByte((byte) this.flags);
		buffer.putUInt(1);
		return buffer;
	}

	private static byte[] numbers(byte[] signature) {
		Buffer buffer = new ByteArrayBuffer();
		buffer.putMPInt(new BigInteger(1, Arrays.copyOf(signature, COORDINATE)));
		buffer.putMPInt(new BigInteger(1, Arrays.copyOfRange(signature, COORDINATE, 2 * COORDINATE)));
		return buffer.getCompactData();
	}

	private static byte[] sha256(byte[] data) throws GeneralSecurityException {
		return MessageDigest.getInstance("SHA-256").digest(data);
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
