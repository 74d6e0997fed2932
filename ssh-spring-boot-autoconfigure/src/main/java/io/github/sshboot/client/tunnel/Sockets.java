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

package io.github.sshboot.client.tunnel;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What sockets of either kind are set to.
 */
final class Sockets {

	private static final Log logger = LogFactory.getLog(Sockets.class);

	private Sockets() {
	}

	/**
	 * Prepare a connected socket for the loop.
	 */
	static void prepare(SocketChannel socket) throws IOException {
		socket.configureBlocking(false);
		if (isTcp(socket)) {
			socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
			socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
		}
	}

	/**
	 * Have the peer of a socket see an error when it is closed, not the end of the data.
	 */
	static void reset(SocketChannel socket) {
		try {
			if (socket.isOpen() && isTcp(socket)) {
				socket.setOption(StandardSocketOptions.SO_LINGER, 0);
			}
		}
		catch (IOException ex) {
			logger.debug("A socket cannot be reset", ex);
		}
	}

	/**
	 * Close a socket that has just been answered: with anything unread left in it, the
	 * system would take the answer back.
	 */
	static void closeGently(SocketChannel socket, ByteBuffer buffer) {
		try {
			socket.shutdownOutput();
			socket.read(buffer);
		}
		catch (IOException ex) {
			logger.debug("A socket was broken already", ex);
		}
		SelectorLoop.close(socket);
	}

	private static boolean isTcp(SocketChannel socket) {
		return socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY);
	}

}
