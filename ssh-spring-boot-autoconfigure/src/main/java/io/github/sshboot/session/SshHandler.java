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

package io.github.sshboot.session;

/**
 * Serves a shell, a command or a subsystem. A bean of this type serves every request that
 * no annotated handler serves, as AsyncSSH's {@code session_factory} does.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshHandler {

	/**
	 * Serve a request, on a thread of its own that is interrupted when the client goes
	 * away. Returning ends the session with status 0, unless {@link SshSession#exit(int)}
	 * was called; an exception ends it with a line on standard error and status 1.
	 * @param session the session
	 * @throws Exception if the request cannot be served
	 */
	void handle(SshSession session) throws Exception;

}
