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

import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.AbstractIoServiceFactoryFactory;
import org.apache.sshd.common.io.IoServiceFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives a server or client its sockets.
 */
final class SocketServices extends AbstractIoServiceFactoryFactory {

	private final @Nullable ConnectionAdmission admission;

	private final HostResolver resolver;

	/**
	 * Create new {@link SocketServices}.
	 * @param admission decides about accepted connections, or {@code null} if there are
	 * none
	 * @param resolver finds the addresses of hosts to connect to
	 */
	SocketServices(@Nullable ConnectionAdmission admission, HostResolver resolver) {
		super(null);
		this.admission = admission;
		this.resolver = resolver;
	}

	@Override
	public IoServiceFactory create(FactoryManager manager) {
		return new SocketServiceFactory(manager, this.admission, this.resolver);
	}

}
