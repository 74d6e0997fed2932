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
import java.io.UncheckedIOException;
import java.time.Duration;

import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.Property;
import org.apache.sshd.common.io.AbstractIoServiceFactory;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.session.helpers.AbstractSessionFactory;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one server or client, and their threads. MINA's own leak connections
 * that they refuse, spin when no descriptor is left, and keep a thread waiting for each
 * connection that is being made.
 */
final class SocketServiceFactory extends AbstractIoServiceFactory {

	private final @Nullable ConnectionAdmission admission;

	private final HostLookups lookups;

	private final Completions completions;

	private final SocketGroup group;

	SocketServiceFactory(FactoryManager manager, @Nullable ConnectionAdmission admission, HostResolver resolver) {
		super(manager, ThreadUtils.newFixedThreadPool(manager + "-nio2-resume", getNioWorkers(manager)));
		requireNone(manager, CoreModuleProperties.NIO2_READ_TIMEOUT);
		requireNone(manager, CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT);
		this.admission = admission;
		this.lookups = new HostLookups(resolver, manager + "-lookup");
		int threads = getNioWorkers(manager);
		try {
			this.group = new SocketGroup(ThreadUtils.newFixedThreadPool(manager + "-nio2", threads), threads,
					new ReadBuffers(CoreModuleProperties.NIO2_READ_BUFFER_SIZE.getRequired(manager)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.completions = new Completions(this.group);
	}

	private static void requireNone(FactoryManager manager, Property<Duration> timeout) {
		if (!timeout.getRequired(manager).isZero()) {
			throw new IllegalArgumentException(
					"'%s' is not supported: the idle timeout and keep-alive decide about peers that do nothing"
						.formatted(timeout.getName()));
		}
	}

	SocketGroup getGroup() {
		return this.group;
	}

	Completions getCompletions() {
		return this.completions;
	}

	HostLookups getLookups() {
		return this.lookups;
	}

	@Override
	public IoConnector createConnector(IoHandler handler) {
		return autowireCreatedService(new SocketConnector(this, handler));
	}

	/**
	 * Create an acceptor: of SSH connections, which must be admitted, or of connections
	 * that a peer has asked to be forwarded.
	 */
	@Override
	public IoAcceptor createAcceptor(IoHandler handler) {
		ConnectionAdmission admission = (handler instanceof AbstractSessionFactory) ? this.admission : null;
		return autowireCreatedService(new SocketAcceptor(this, handler, admission));
	}

	@Override
	protected void doCloseImmediately() {
		this.lookups.close();
		this.group.shutdownNow();
		super.doCloseImmediately();
	}

}
