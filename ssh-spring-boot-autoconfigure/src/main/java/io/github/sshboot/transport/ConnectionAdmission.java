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

import java.net.InetSocketAddress;

/**
 * Decides about a connection that has been accepted, before a byte is sent. One that is
 * not admitted is closed at once and costs nothing more.
 */
@FunctionalInterface
interface ConnectionAdmission {

	/**
	 * Decide about a connection.
	 * @param local its address on this side
	 * @param remote its address on the other side
	 * @return whether to serve it
	 */
	boolean admits(InetSocketAddress local, InetSocketAddress remote);

}
