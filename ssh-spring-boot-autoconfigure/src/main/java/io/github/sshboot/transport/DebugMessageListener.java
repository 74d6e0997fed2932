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

/**
 * Is told what a server wants to be seen by whoever looks for an error
 * ({@code SSH_MSG_DEBUG}, RFC 4253 section 11.3), if it is in the scope of the
 * connection. It is called on a thread that serves connections, and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DebugMessageListener {

	/**
	 * Called with a message.
	 * @param message the text, as it came
	 * @param language the language tag, mostly empty
	 * @param alwaysDisplay whether the server wants it shown even to those who have not
	 * asked
	 */
	void debugMessage(String message, String language, boolean alwaysDisplay);

}
