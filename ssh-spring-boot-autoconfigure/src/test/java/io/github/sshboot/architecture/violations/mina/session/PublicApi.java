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

package io.github.sshboot.architecture.violations.mina.session;

import java.util.List;
import java.util.function.Supplier;

import io.github.sshboot.transport.SshServerCustomizer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;

/**
 * Shows Apache MINA SSHD to users in every way there is.
 */
public abstract class PublicApi {

	protected Session field;

	protected PublicApi(Session session) {
		this.field = session;
	}

	public abstract void parameter(Session[] sessions);

	protected abstract Session result();

	public abstract void failure() throws SshException;

	public abstract List<? extends Supplier<Session>> typeArgument();

	public abstract <S extends Session> void typeParameter(Class<S> type);

	abstract Session hidden();

	/**
	 * Extends a class of MINA's.
	 */
	public static class Subclass extends SshException {

		Subclass() {
			super("");
		}

	}

	/**
	 * Mentions MINA in its type parameter and in a type argument of its interface.
	 */
	public interface Generic<C extends ClientSession> extends Supplier<Session> {

	}

	/**
	 * Users cannot see this, but they see what inherits from it.
	 */
	abstract static class Hidden implements SessionListener {

		public abstract Session inherited();

		/**
		 * Public, but out of sight.
		 */
		public interface Nested extends Supplier<Session> {

		}

	}

	/**
	 * Shows no MINA in its own source.
	 */
	public abstract static class Inheriting extends Hidden {

	}

	/**
	 * May reach MINA in the callback, but nowhere else.
	 */
	public abstract static class Customizer implements SshServerCustomizer {

		@Override
		public void customize(SshServer server) {
		}

		public abstract void customize(SshClient client);

		public abstract SshServer getServer();

	}

}
