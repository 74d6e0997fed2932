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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.kex.extension.parser.HostBoundPubkeyAuthentication;
import org.apache.sshd.common.session.Session;

/**
 * Hears what servers tell of themselves (RFC 8308). MINA would write to the log for each
 * connection that the server knows {@code publickey-hostbound@openssh.com}.
 */
final class ServerExtensionsHandler extends DefaultClientKexExtensionHandler {

	private static final byte[] VERSION = "0".getBytes(StandardCharsets.US_ASCII);

	@Override
	public boolean handleKexExtensionRequest(Session session, int index, int count, String name, byte[] data)
			throws IOException {
		if (!HostBoundPubkeyAuthentication.NAME.equals(name)) {
			return super.handleKexExtensionRequest(session, index, count, name, data);
		}
		if (Arrays.equals(data, VERSION)) {
			session.setAttribute(HOSTBOUND_AUTHENTICATION, 0);
		}
		return true;
	}

}
