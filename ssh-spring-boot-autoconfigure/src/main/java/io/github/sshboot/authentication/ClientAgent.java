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

package io.github.sshboot.authentication;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.sshboot.transport.PeerText;
import org.apache.sshd.agent.SshAgentConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * An agent that holds keys and signs with them (draft-ietf-sshm-ssh-agent), such as
 * OpenSSH's {@code ssh-agent}. Each question has a connection of its own, and a limit to
 * how long and how big its answer may be.
 *
 * @param socket the agent's socket
 * @param listing how long the agent may take to list its keys
 * @param signing how long it may take to sign, for which somebody may have to touch a key
 */
record ClientAgent(Path socket, Duration listing, Duration signing) {

	/**
	 * As OpenSSH limits it.
	 */
	private static final int MAX_MESSAGE = 256 << 10;

	private static final int MAX_KEYS = 100;

	static ClientAgent at(ClientAgentSettings settings) throws IOException {
		if (settings.socket() == null) {
			throw new IOException("the environment variable %s is not set".formatted(ClientAgentSettings.VARIABLE));
		}
		return new ClientAgent(settings.socket(), Duration.ofSeconds(5), Duration.ofMinutes(1));
	}

	/**
	 * Return the keys, certificates first, and those that further certificates are for.
	 * @param certificates the further certificates
	 */
	List<ClientAgentKey> keys(List<ClientCertificate> certificates) throws IOException {
		Buffer answer = ask(request(SshAgentConstants.SSH2_AGENTC_REQUEST_IDENTITIES),
				SshAgentConstants.SSH2_AGENT_IDENTITIES_ANSWER, this.listing);
		List<ClientAgentKey> keys = new ArrayList<>();
		try {
			long count = answer.getUInt();
			for (long i = 0; i < Math.min(count, MAX_KEYS); i++) {
				byte[] blob = answer.getBytes();
				keys.add(ClientAgentKey.of(this, blob, PeerText.printable(answer.getString())));
			}
		}
		catch (RuntimeException ex) {
			throw new IOException("%s lists its keys in a way that makes no sense".formatted(this), ex);
		}
		Stream<ClientAgentKey> certified = certificates.stream()
			.flatMap((certificate) -> keys.stream().flatMap((key) -> key.certifiedBy(certificate).stream()));
		return Stream
			.of(certified, keys.stream().filter(ClientAgentKey::isCertificate),
					keys.stream().filter((key) -> !key.isCertificate()))
			.flatMap((stream) -> stream)
			.toList();
	}

	/**
	 * Sign.
	 * @param key the public half of the key as the agent has listed it
	 * @param data what to sign
	 * @param flags which algorithm to use, for keys that leave a choice
	 * @return the signature as SSH writes it
	 */
	byte[] sign(byte[] key, byte[] data, int flags) throws IOException {
		Buffer request = request(SshAgentConstants.SSH2_AGENTC_SIGN_REQUEST);
		request.putBytes(key);
		request.putBytes(data);
		request.putUInt(flags);
		Buffer answer = ask(request, SshAgentConstants.SSH2_AGENT_SIGN_RESPONSE, this.signing);
		try {
			return answer.getBytes();
		}
		catch (RuntimeException ex) {
			throw new IOException("%s signs in a way that makes no sense".formatted(this), ex);
		}
	}

	private static Buffer request(byte type) {
		Buffer request = new ByteArrayBuffer();
		request.putByte(type);
		return request;
	}

	private Buffer ask(Buffer request, byte expected, Duration timeout) throws IOException {
		long end = System.nanoTime() + timeout.toNanos();
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
				Selector selector = Selector.open()) {
			channel.configureBlocking(false);
			SelectionKey key = channel.register(selector, 0);
			if (!channel.connect(UnixDomainSocketAddress.of(this.socket))) {
				await(key, SelectionKey.OP_CONNECT, end, timeout);
				channel.finishConnect();
			}
			byte[] message = request.getCompactData();
			ByteBuffer output = ByteBuffer.allocate(Integer.BYTES + message.length).putInt(message.length).put(message);
			output.flip();
			while (output.hasRemaining()) {
				if (channel.write(output) == 0) {
					await(key, SelectionKey.OP_WRITE, end, timeout);
				}
			}
			int length = read(key, Integer.BYTES, end, timeout).getInt();
			if (length < 1 || length > MAX_MESSAGE) {
				throw new IOException("%s answers with a message of %d bytes".formatted(this, length));
			}
			ByteBuffer answer = read(key, length, end, timeout);
			byte type = answer.get();
			if (type != expected) {
				throw new IOException((type == SshAgentConstants.SSH_AGENT_FAILURE) ? this + " refuses"
						: "%s answers with a message of type %d".formatted(this, type));
			}
			return new ByteArrayBuffer(Arrays.copyOfRange(answer.array(), 1, length));
		}
		catch (UnsupportedOperationException ex) {
			throw new IOException("there are no Unix-domain sockets on this system", ex);
		}
	}

	private ByteBuffer read(SelectionKey key, int length, long end, Duration timeout) throws IOException {
		ByteBuffer input = ByteBuffer.allocate(length);
		while (input.hasRemaining()) {
			int count = ((SocketChannel) key.channel()).read(input);
			if (count < 0) {
				throw new EOFException(this + " closed the connection");
			}
			if (count == 0) {
				await(key, SelectionKey.OP_READ, end, timeout);
			}
		}
		return input.flip();
	}

	private void await(SelectionKey key, int operation, long end, Duration timeout) throws IOException {
		long remaining = Duration.ofNanos(end - System.nanoTime()).toMillis();
		key.interestOps(operation);
		if (remaining <= 0 || key.selector().select(remaining) == 0) {
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedIOException("Interrupted while waiting for " + this);
			}
			throw new IOException("%s did not answer within %d ms".formatted(this, timeout.toMillis()));
		}
		key.selector().selectedKeys().clear();
	}

	@Override
	public String toString() {
		return "the agent at " + this.socket;
	}

}
