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

package io.github.sshboot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.transport.AlgorithmProfile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * How connections are protected and kept: what servers, clients and single connections of
 * clients have in common. What is not set is inherited or has a default.
 *
 * @since 0.1.0
 */
public abstract class TransportProperties {

	private final Algorithms algorithms = new Algorithms();

	private final Rekey rekey = new Rekey();

	private final KeepAlive keepAlive = new KeepAlive();

	private final Window window = new Window();

	public Algorithms getAlgorithms() {
		return this.algorithms;
	}

	public Rekey getRekey() {
		return this.rekey;
	}

	public KeepAlive getKeepAlive() {
		return this.keepAlive;
	}

	public Window getWindow() {
		return this.window;
	}

	/**
	 * The algorithms that are offered to peers.
	 */
	public static class Algorithms {

		/**
		 * Which algorithms to start from: 'default', or 'strict' for post-quantum key
		 * exchange and authenticated encryption only.
		 */
		private @Nullable AlgorithmProfile profile;

		/**
		 * Comma-separated list of key exchange algorithms, in order of preference. Names
		 * to add, to remove or to put in front begin with '+', '-' or '^'.
		 */
		private List<String> keyExchange = new ArrayList<>();

		/**
		 * Comma-separated list of signature algorithms of host keys, in order of
		 * preference. Names to add, to remove or to put in front begin with '+', '-' or
		 * '^'.
		 */
		private List<String> hostKey = new ArrayList<>();

		/**
		 * Comma-separated list of ciphers, in order of preference. Names to add, to
		 * remove or to put in front begin with '+', '-' or '^'.
		 */
		private List<String> cipher = new ArrayList<>();

		/**
		 * Comma-separated list of message authentication codes for ciphers without their
		 * own, in order of preference. Names to add, to remove or to put in front begin
		 * with '+', '-' or '^'.
		 */
		private List<String> mac = new ArrayList<>();

		/**
		 * Comma-separated list of compression algorithms, in order of preference:
		 * 'zlib@openssh.com' compresses after the login, 'none' does not. Names to add,
		 * to remove or to put in front begin with '+', '-' or '^'.
		 */
		private List<String> compression = new ArrayList<>();

		/**
		 * Comma-separated list of signature algorithms that users log in with, in order
		 * of preference. Names to add, to remove or to put in front begin with '+', '-'
		 * or '^'.
		 */
		private List<String> publicKey = new ArrayList<>();

		public @Nullable AlgorithmProfile getProfile() {
			return this.profile;
		}

		public void setProfile(@Nullable AlgorithmProfile profile) {
			this.profile = profile;
		}

		public List<String> getKeyExchange() {
			return this.keyExchange;
		}

		public void setKeyExchange(List<String> keyExchange) {
			this.keyExchange = keyExchange;
		}

		public List<String> getHostKey() {
			return this.hostKey;
		}

		public void setHostKey(List<String> hostKey) {
			this.hostKey = hostKey;
		}

		public List<String> getCipher() {
			return this.cipher;
		}

		public void setCipher(List<String> cipher) {
			this.cipher = cipher;
		}

		public List<String> getMac() {
			return this.mac;
		}

		public void setMac(List<String> mac) {
			this.mac = mac;
		}

		public List<String> getCompression() {
			return this.compression;
		}

		public void setCompression(List<String> compression) {
			this.compression = compression;
		}

		public List<String> getPublicKey() {
			return this.publicKey;
		}

		public void setPublicKey(List<String> publicKey) {
			this.publicKey = publicKey;
		}

	}

	/**
	 * When new keys are agreed on.
	 */
	public static class Rekey {

		/**
		 * After how much data in one direction new keys are agreed on.
		 */
		private @Nullable DataSize bytes;

		/**
		 * After what time new keys are agreed on, with the next packet. 0 for no limit.
		 * If a duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration time;

		/**
		 * After how many packets in one direction new keys are agreed on.
		 */
		private @Nullable Long packets;

		public @Nullable DataSize getBytes() {
			return this.bytes;
		}

		public void setBytes(@Nullable DataSize bytes) {
			this.bytes = bytes;
		}

		public @Nullable Duration getTime() {
			return this.time;
		}

		public void setTime(@Nullable Duration time) {
			this.time = time;
		}

		public @Nullable Long getPackets() {
			return this.packets;
		}

		public void setPackets(@Nullable Long packets) {
			this.packets = packets;
		}

	}

	/**
	 * How a peer that is gone is found out.
	 */
	public static class KeepAlive {

		/**
		 * After what silence the peer is asked whether it is there. 0 for never. If a
		 * duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration interval;

		/**
		 * After how many questions without an answer the connection is closed.
		 */
		private @Nullable Integer maxMissed;

		public @Nullable Duration getInterval() {
			return this.interval;
		}

		public void setInterval(@Nullable Duration interval) {
			this.interval = interval;
		}

		public @Nullable Integer getMaxMissed() {
			return this.maxMissed;
		}

		public void setMaxMissed(@Nullable Integer maxMissed) {
			this.maxMissed = maxMissed;
		}

	}

	/**
	 * How much a peer may send on a channel before it waits.
	 */
	public static class Window {

		/**
		 * How much a peer may send on a channel before it waits to be told to go on.
		 */
		private @Nullable DataSize size;

		/**
		 * How much a peer may send in one packet.
		 */
		private @Nullable DataSize packetSize;

		public @Nullable DataSize getSize() {
			return this.size;
		}

		public void setSize(@Nullable DataSize size) {
			this.size = size;
		}

		public @Nullable DataSize getPacketSize() {
			return this.packetSize;
		}

		public void setPacketSize(@Nullable DataSize packetSize) {
			this.packetSize = packetSize;
		}

	}

}
