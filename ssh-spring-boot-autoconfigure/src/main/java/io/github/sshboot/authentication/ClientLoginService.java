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

package io.github.sshboot.authentication;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.sshboot.authentication.ClientLoginExchange.Reply;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.ExtensionsAware;
import io.github.sshboot.transport.PeerText;
import io.github.sshboot.transport.HostKeyProof;
import io.github.sshboot.transport.SshEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The service {@code ssh-userauth} (RFC 4252) of a client. A session of MINA's asks for a
 * service of its own type, of which nothing but the future is used: MINA always begins
 * with {@code none}, and asks about each key before it signs.
 * <p>
 * A {@link ClientLogin} does the talking, on threads where it may wait for somebody, but
 * none waits for the server. It begins as soon as the extensions of the server are known,
 * which is mostly before the server has accepted the service: the server has proven who
 * it is, so RFC 4253 section 7 lets a client go on.
 */
final class ClientLoginService extends ClientUserAuthService implements ExtensionsAware {

	private static final Log logger = LogFactory.getLog(ClientLoginService.class);

	private static final int MAX_BANNERS = 100;

	private static final int MAX_BANNER_BYTES = 256 << 10;

	private final Executor executor;

	private final Object lock = new Object();

	private boolean started;

	private boolean extensionsKnown;

	private @Nullable Runnable login;

	private @Nullable Consumer<Reply> awaiting;

	private boolean ended;

	private int banners;

	private int bannerBytes;

	ClientLoginService(Session session, Executor executor) {
		super(session);
		this.executor = executor;
	}

	@Override
	public void start() {
		synchronized (this.lock) {
			this.started = true;
		}
		begin();
	}

	@Override
	public void extensionsKnown() {
		synchronized (this.lock) {
			// what comes before we have keys is not from the server
			this.extensionsKnown = this.started;
		}
		begin();
	}

	@Override
	public AuthFuture auth(String service) throws IOException {
		AuthFuture future = updateCurrentAuthFuture(getClientSession(), service);
		synchronized (this.lock) {
			this.login = () -> logIn(service, future);
		}
		begin();
		return future;
	}

	private void begin() {
		Runnable login;
		synchronized (this.lock) {
			if (!this.extensionsKnown || this.login == null) {
				return;
			}
			login = this.login;
			this.login = null;
		}
		run(login);
	}

	private void run(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not logging in while the clients are closed");
			getClientSession().close(true);
		}
	}

	private static @Nullable SessionBinding binding(ClientSession session, ConnectionScope scope) {
		HostKeyProof proof = scope.get(HostKeyProof.class);
		return (proof != null) ? new SessionBinding(session.getSessionId(), proof) : null;
	}

	private void logIn(String service, AuthFuture future) {
		ClientSession session = getClientSession();
		ConnectionScope scope = ((ConnectionScoped) session).getConnectionScope();
		try {
			List<ClientMethod> methods = scope.getRequired(ClientIdentities.class)
				.methods(scope.getRequired(SshEndpoint.class), binding(session, scope));
			next(new ClientLogin(new ClientLoginExchange(session, scope, service),
					scope.getRequired(ClientLoginReport.class), methods), null, future);
		}
		catch (Exception ex) {
			fail(ex, future);
		}
	}

	private void next(ClientLogin login, @Nullable Reply reply, AuthFuture future) {
		try {
			Buffer message = login.next(reply);
			if (message != null) {
				send(message, (answer) -> next(login, answer, future));
			}
			else {
				future.setException(new SshException(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
						"No more authentication methods"));
			}
		}
		catch (Exception ex) {
			fail(ex, future);
		}
	}

	private void fail(Exception failure, AuthFuture future) {
		getClientSession().exceptionCaught(failure);
		future.setException(failure);
	}

	private void send(Buffer message, Consumer<Reply> next) throws IOException {
		synchronized (this.lock) {
			if (this.ended) {
				throw closed();
			}
			this.awaiting = next;
		}
		ClientSession session = getClientSession();
		int number = message.getUByte();
		Buffer packet = session.createBuffer((byte) number, message.available() + Long.BYTES);
		packet.putBuffer(message);
		session.writePacket(packet);
	}

	private static SshException closed() {
		return new SshException("The connection was closed");
	}

	@Override
	public void process(int number, Buffer buffer) throws Exception {
		if (number == SshConstants.SSH_MSG_USERAUTH_BANNER) {
			banner(buffer);
			return;
		}
		Consumer<Reply> next;
		synchronized (this.lock) {
			next = this.awaiting;
			this.awaiting = null;
		}
		if (next == null) {
			throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					"Protocol error: message %d when nothing was asked".formatted(number));
		}
		if (number == SshConstants.SSH_MSG_USERAUTH_SUCCESS) {
			succeed();
			return;
		}
		Reply reply = new Reply(number, new ByteArrayBuffer(buffer.getCompactData()));
		run(() -> next.accept(reply));
	}

	/**
	 * What the server sends next is for the next service already.
	 */
	private void succeed() throws IOException {
		AuthFuture future = this.authFutureHolder.get();
		this.clientSession.setAuthenticated();
		this.clientSession.switchToNextService();
		if (future != null) {
			future.setAuthed(true);
		}
	}

	private void banner(Buffer buffer) throws SshException {
		this.banners++;
		this.bannerBytes += buffer.available();
		if (this.banners > MAX_BANNERS || this.bannerBytes > MAX_BANNER_BYTES) {
			throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
					"Protocol error: more banners than anybody would read");
		}
		String message = buffer.getString();
		if (logger.isDebugEnabled()) {
			logger.debug("Banner: " + PeerText.printable(message));
		}
		BannerListener listener = ((ConnectionScoped) getClientSession()).getConnectionScope()
			.get(BannerListener.class);
		if (listener != null) {
			// servers have been seen to leave the language out
			listener.banner(message, (buffer.available() > 0) ? buffer.getString() : "");
		}
	}

	@Override
	protected void preClose() {
		synchronized (this.lock) {
			this.ended = true;
			this.awaiting = null;
		}
		AuthFuture future = this.authFutureHolder.get();
		if (future != null) {
			future.setException(closed());
		}
		super.preClose();
	}

	/**
	 * Makes the service of each connection.
	 */
	static final class Factory extends ClientUserAuthServiceFactory {

		private final Executor executor;

		Factory(Executor executor) {
			this.executor = executor;
		}

		@Override
		public Service create(Session session) {
			return new ClientLoginService(session, this.executor);
		}

	}

}
