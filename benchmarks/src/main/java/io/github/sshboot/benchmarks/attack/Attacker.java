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

package io.github.sshboot.benchmarks.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.benchmarks.load.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * Holds connections to a server without logging in, from many addresses: a third of them
 * silent, a third that identify themselves a byte at a time, a third that exchange keys
 * at once, at no cost of their own. What the server closes is connected again, as fast as
 * a limit for all allows.
 * <p>
 * One thread; it shares the machine with the server. It answers to {@code stats} with how
 * many connections are open and how many there were, and does not connect again after
 * {@code hold}.
 */
public final class Attacker {

	private static final byte[] SLOW = ("SSH-2.0-" + "x".repeat(200)).getBytes(StandardCharsets.US_ASCII);

	private static final long DRIP_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Selector selector = Selector.open();

	private final InetSocketAddress target;

	private final double connectsPerNano;

	private final ByteBuffer keyExchange = ByteBuffer.wrap(Handshake.keyExchangeAtOnce());

	private final ByteBuffer discarded = ByteBuffer.allocateDirect(1 << 14);

	private final Queue<Connection> closed = new ArrayDeque<>();

	private final Queue<Connection> slow = new ArrayDeque<>();

	private volatile boolean hold;

	private volatile int open;

	private volatile long connects;

	private Attacker(int port, int connections, int sources, int connectsPerSecond) throws IOException {
		this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.connectsPerNano = connectsPerSecond / 1e9;
		for (int i = 0; i < connections; i++) {
			InetAddress source = InetAddress.getByAddress(new byte[] { 127, 0, 1, (byte) (1 + i % sources) });
			this.closed.add(new Connection(source, Kind.values()[(i / sources) % Kind.values().length]));
		}
	}

	/**
	 * Attack until the standard input ends.
	 * @param args the port on the loopback address, how many connections, of how many
	 * addresses, how many of them may be made in a second
	 * @throws IOException if that is not possible
	 */
	public static void main(String[] args) throws IOException {
		Attacker attacker = new Attacker(Integer.parseInt(args[0]), Integer.parseInt(args[1]),
				Integer.parseInt(args[2]), Integer.parseInt(args[3]));
		Thread thread = new Thread(attacker::attack, "attack");
		thread.setDaemon(true);
		thread.start();
		BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if ("hold".equals(line)) {
				attacker.hold = true;
			}
			System.out.println("@%s %d %d".formatted(line, attacker.open, attacker.connects));
		}
	}

	private void attack() {
		try {
			long last = System.nanoTime();
			double allowed = 0;
			while (true) {
				this.selector.select(this::ready, 10);
				long now = System.nanoTime();
				allowed = Math.min(allowed + (now - last) * this.connectsPerNano, 1000);
				last = now;
				for (; allowed >= 1 && !this.hold && !this.closed.isEmpty(); allowed--) {
					this.closed.remove().connect();
				}
				drip(now);
			}
		}
		catch (IOException ex) {
			System.out.println("@failed " + ex);
		}
	}

	private void ready(SelectionKey key) {
		Connection connection = (Connection) key.attachment();
		try {
			if (key.isConnectable()) {
				connection.connected();
			}
			else {
				connection.read();
			}
		}
		catch (IOException ex) {
			connection.close();
		}
	}

	private void drip(long now) {
		while (!this.slow.isEmpty() && this.slow.element().nextDrip <= now) {
			this.slow.remove().drip(now);
		}
	}

	/**
	 * What a connection does.
	 */
	private enum Kind {

		SILENT, SLOW, KEY_EXCHANGE

	}

	/**
	 * A connection that is made again and again.
	 */
	private final class Connection {

		private final InetAddress source;

		private final Kind kind;

		private @Nullable SocketChannel channel;

		private boolean established;

		private boolean dripping;

		private int dripped;

		private long nextDrip;

		private Connection(InetAddress source, Kind kind) {
			this.source = source;
			this.kind = kind;
		}

		private void connect() throws IOException {
			SocketChannel channel = SocketChannel.open();
			this.channel = channel;
			this.established = false;
			try {
				channel.configureBlocking(false);
				channel.bind(new InetSocketAddress(this.source, 0));
				channel.connect(Attacker.this.target);
				channel.register(Attacker.this.selector, SelectionKey.OP_CONNECT, this);
			}
			catch (IOException ex) {
				close();
			}
		}

		private void connected() throws IOException {
			SocketChannel channel = channel();
			channel.finishConnect();
			channel.register(Attacker.this.selector, SelectionKey.OP_READ, this);
			this.established = true;
			Attacker.this.open++;
			Attacker.this.connects++;
			switch (this.kind) {
				case SILENT -> {
				}
				case SLOW -> {
					this.dripped = 0;
					this.nextDrip = System.nanoTime() + DRIP_NANOS;
					if (!this.dripping) {
						this.dripping = true;
						Attacker.this.slow.add(this);
					}
				}
				case KEY_EXCHANGE -> channel.write(Attacker.this.keyExchange.duplicate());
			}
		}

		private void drip(long now) {
			this.dripping = this.established;
			if (!this.dripping) {
				return;
			}
			try {
				channel().write(ByteBuffer.wrap(SLOW, this.dripped++ % SLOW.length, 1));
			}
			catch (IOException ex) {
				close();
			}
			this.nextDrip = now + DRIP_NANOS;
			Attacker.this.slow.add(this);
		}

		private void read() throws IOException {
			Attacker.this.discarded.clear();
			if (channel().read(Attacker.this.discarded) < 0) {
				close();
			}
		}

		private SocketChannel channel() throws IOException {
			SocketChannel channel = this.channel;
			if (channel == null) {
				throw new IOException("Not connected");
			}
			return channel;
		}

		private void close() {
			if (this.channel == null) {
				return;
			}
			try {
				this.channel.close();
			}
			catch (IOException ex) {
				// it is gone
			}
			this.channel = null;
			if (this.established) {
				this.established = false;
				Attacker.this.open--;
			}
			Attacker.this.closed.add(this);
		}

	}

}
