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
 * A service of a connection that must know the extensions of the server (RFC 8308) before
 * it begins. A server names them right after the key exchange, or has none.
 *
 * @since 0.1.0
 */
public interface ExtensionsAware {

	/**
	 * Called when the extensions of the server are known: it has named them or, without
	 * having named any, accepted the service. Can be called several times, on an I/O
	 * thread.
	 */
	void extensionsKnown();

}
