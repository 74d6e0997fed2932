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

import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Takes the global request with which a server announces its keys. What becomes of them
 * is not the server's business, so the answer is always the same.
 */
final class HostKeyAnnouncements implements RequestHandler<ConnectionService> {

	@Override
	public Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer) {
		if (!HostKeyRotation.ANNOUNCEMENT.equals(request)) {
			return Result.Unsupported;
		}
		if (service.getSession() instanceof Listener listener) {
			listener.hostKeysAnnounced(buffer);
		}
		return Result.ReplySuccess;
	}

	/**
	 * A session that wants to know.
	 */
	interface Listener {

		void hostKeysAnnounced(Buffer message);

	}

}
