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

package io.github.sshboot.transport;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Carries the bytes of a connection in place of a socket: a connection whose scope holds
 * one is not looked up and dialled.
 *
 * @since 0.1.0
 */
public interface ConnectionCarrier {

	/**
	 * Begin to deliver what comes from the other end, in order, on one thread at a time.
	 * @param receiver takes it
	 */
	void start(Receiver receiver);

	/**
	 * Send bytes after those that were given before. Does not wait for anything.
	 * @param data where the bytes are; left alone until they are sent
	 * @param offset where they begin
	 * @param length how many there are
	 * @param done is told once they are sent, with what kept them from being sent if
	 * something did
	 */
	void send(byte[] data, int offset, int length, Consumer<@Nullable Throwable> done);

	/**
	 * End it. What was not sent is dropped. Once or several times.
	 */
	void close();

	/**
	 * Takes what comes.
	 */
	interface Receiver {

		/**
		 * Take bytes. They must not be used afterwards.
		 * @param data where they are
		 * @param offset where they begin
		 * @param length how many there are
		 */
		void received(byte[] data, int offset, int length);

		/**
		 * Nothing more comes.
		 */
		void ended();

	}

}
