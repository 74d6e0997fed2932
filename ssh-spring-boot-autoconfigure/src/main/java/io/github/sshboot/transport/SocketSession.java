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

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;

import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.jspecify.annotations.Nullable;

/**
 * What reads and writes a socket, for accepted and for made connections alike.
 */
final class SocketSession extends Nio2Session {

	SocketSession(Nio2Service service, FactoryManager manager, IoHandler handler, AsynchronousSocketChannel socket,
			@Nullable SocketAddress acceptanceAddress) throws IOException {
		super(service, manager, handler, socket, acceptanceAddress);
	}

}
