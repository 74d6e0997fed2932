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

import org.jspecify.annotations.Nullable;

/**
 * Decides which handler serves a request. Mappings are asked in order; if none has a
 * handler, the request is refused.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshHandlerMapping {

	/**
	 * Find the handler of a request. This runs before the request is accepted and on a
	 * thread that other connections need, so it must not block.
	 * @param session the session; its request, identity, connection, environment and
	 * terminal can be looked at, its streams are not open yet
	 * @return the handler or {@code null} to leave the request to other mappings
	 */
	@Nullable SshHandler getHandler(SshSession session);

}
