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

import org.apache.sshd.server.SshServer;

/**
 * Reaches the Apache MINA SSHD server behind an SSH server before it starts. The layers
 * configure it through this interface, in order; beans of it are applied last, so they
 * have the final word. It is called for each start, since a MINA server cannot be started
 * twice.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshServerCustomizer {

	/**
	 * Customize the MINA server.
	 * @param server the server, not yet started
	 */
	void customize(SshServer server);

}
