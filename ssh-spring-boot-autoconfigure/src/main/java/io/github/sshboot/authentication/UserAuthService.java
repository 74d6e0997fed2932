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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.authentication.Outcome.Answered;
import io.github.sshboot.authentication.Outcome.Proven;
import io.github.sshboot.authentication.Outcome.ProvenKey;
import io.github.sshboot.authentication.Outcome.Refused;
import io.github.sshboot.transport.ConnectionScope;
import io.github.sshboot.transport.ConnectionScoped;
import io.github.sshboot.transport.KeyFingerprint;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.auth.AbstractUserAuthServiceFactory;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * The service that a connection logs in with (RFC 4252). All attempts, of every method,
 * come through here: they are counted, decided about one after the other, delayed if they
 * are refused, and recorded. Decisions are taken by other threads; what the client sends
 * meanwhile waits.
 */
final class UserAuthService extends AbstractCloseable implements Service {

	private static final String CONNECTION_SERVICE = "ssh-connection";

	private static final int MAX_MESSAGE = 1 << 16;

	private static final int MAX_WAITING = 16;

	private static final int KEY_EXCHANGE_POLL_MILLIS = 20;

	private final Map<String, Object> properties = new ConcurrentHashMap<>();

	private final Object lock = new Object();

	private final ServerSession session;

	private final ConnectionScope scope;

	private final LoginRules rules;

	private final LoginProgress progress;

	private final AttemptLimits limits;

	private final Deque<Buffer> waiting = new ArrayDeque<>();

	private int waitingBytes;

	private @Nullable String username;

	private @Nullable LoginAttempt current;

	private boolean ended;

	private UserAuthService(ServerSession session, LoginRules rules) {
		this.session = session;
		this.scope = ((ConnectionScoped) session).getConnectionScope();
		this.rules = rules;
		this.progress = new LoginProgress(rules.chains());
		this.limits = new AttemptLimits(rules.settings().maxAttempts());
	}

	@Override
	public Session getSession() {
		return this.session;
	}

	@Override
	public Map<String, Object> getProperties() {
		return this.properties;
	}

	@Override
	public void start() {
		// the client begins
	}

	@Override
	protected void preClose() {
		synchronized (this.lock) {
			end();
		}
		super.preClose();
	}

	private void end() {
		this.ended = true;
		this.waiting.clear();
		LoginAttempt attempt = this.current;
		this.current = null;
		if (attempt != null) {
			attempt.settle();
		}
	}

	@Override
	public void process(int command, Buffer buffer) throws Exception {
		if (buffer.available() > MAX_MESSAGE) {
			throw LoginMessages.protocolError("a message of %d bytes".formatted(buffer.available()));
		}
		// the engine reuses its own
		Buffer message = new ByteArrayBuffer(
				Arrays.copyOfRange(buffer.array(), buffer.rpos(), buffer.rpos() + buffer.available()));
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			switch (command) {
				case SshConstants.SSH_MSG_USERAUTH_REQUEST -> receiveRequest(message);
				case SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE -> receiveAnswers(message);
				default -> throw LoginMessages
					.protocolError("%s before login".formatted(SshConstants.getCommandMessageName(command)));
			}
		}
	}

	/**
	 * Requests are dealt with in order, but one that waits for answers gives way to the
	 * next (RFC 4252 section 5.1).
	 */
	private void receiveRequest(Buffer message) throws Exception {
		this.waitingBytes += message.available();
		if (this.waiting.size() == MAX_WAITING || this.waitingBytes > MAX_MESSAGE) {
			throw LoginMessages.protocolError("too many requests at once");
		}
		this.waiting.add(message);
		if (this.current != null && this.current.isAsking()) {
			abandon(this.current);
		}
		next();
	}

	private void next() throws Exception {
		while (this.current == null && !this.ended && !this.waiting.isEmpty()) {
			Buffer message = this.waiting.remove();
			this.waitingBytes -= message.available();
			begin(message);
		}
	}

	private void begin(Buffer message) throws Exception {
		if (!this.limits.request()) {
			disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, "Too many authentication requests");
			return;
		}
		String username = message.getString();
		String service = message.getString();
		String name = message.getString();
		if (!service.equals(CONNECTION_SERVICE)) {
			disconnect(SshConstants.SSH2_DISCONNECT_SERVICE_NOT_AVAILABLE, "There is no such service");
			return;
		}
		if (this.username != null && !this.username.equals(username)) {
			disconnect(SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME, "Change of the user name");
			return;
		}
		this.username = username;
		LoginAttempt attempt = new LoginAttempt(username, service, name,
				Arrays.copyOfRange(message.array(), message.rpos(), message.wpos()), this.rules.method(name),
				this.progress, this.session, this::ask);
		if (attempt.isQuery() && !this.limits.keyQuery()) {
			disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, "Too many keys");
			return;
		}
		this.current = attempt;
		attempt.decide(this.progress).whenComplete((outcome, failure) -> decided(attempt, outcome, failure));
	}

	private void decided(LoginAttempt attempt, @Nullable Outcome outcome, @Nullable Throwable failure) {
		synchronized (this.lock) {
			if (this.current != attempt || !attempt.settle()) {
				return;
			}
			try {
				if (outcome instanceof Proven proven) {
					accept(attempt, proven);
				}
				else if (outcome instanceof Answered answered) {
					reply(attempt, answered.reply());
				}
				else if (outcome instanceof Refused refused) {
					refuse(attempt, refused.reason(), refused.key());
				}
				else {
					refuse(attempt, "the decision has failed", null);
				}
			}
			catch (Exception ex) {
				this.session.exceptionCaught(ex);
			}
		}
	}

	private void accept(LoginAttempt attempt, Proven proven) throws Exception {
		ProvenKey key = proven.key();
		KeyFingerprint fingerprint = (key != null) ? key.fingerprint() : null;
		boolean complete;
		try {
			complete = this.progress.take(attempt.method(), proven);
		}
		catch (IllegalArgumentException ex) {
			refuse(attempt, String.valueOf(ex.getMessage()), fingerprint);
			return;
		}
		if (complete) {
			letIn(attempt, fingerprint);
			return;
		}
		this.rules.journal()
			.partlyAccepted(attempt.username(), attempt.method(), fingerprint, attempt.connection(),
					this.progress.next());
		reply(attempt, LoginMessages.failure(this.session, this.progress.next(), true));
	}

	private void letIn(LoginAttempt attempt, @Nullable KeyFingerprint key) throws Exception {
		if (this.session.getKexState() != KexState.DONE) {
			// nothing but the messages of the exchange may be sent until it is done
			later(TimeUnit.MILLISECONDS.toNanos(KEY_EXCHANGE_POLL_MILLIS), attempt, () -> letIn(attempt, key));
			return;
		}
		if (!this.rules.timer().stop(this.session)) {
			return;
		}
		end();
		SshIdentity identity = this.progress.identity(attempt.username(), this.rules.authorities(attempt.username()));
		this.scope.put(SshIdentity.class, identity);
		this.scope.put(LoginPermissions.class, this.progress.permissions());
		this.rules.journal().accepted(identity, attempt.method(), key, attempt.connection());
		this.rules.observer().succeeded(this.scope);
		this.session.signalAuthenticationSuccess(attempt.username(), CONNECTION_SERVICE, new ByteArrayBuffer());
	}

	private void refuse(LoginAttempt attempt, String reason, @Nullable KeyFingerprint key) throws Exception {
		boolean more = true;
		boolean asksForMethods = attempt.isNone() && this.limits.isFirstRequest();
		if (!asksForMethods) {
			more = count(attempt, reason, key);
		}
		boolean disconnect = !more;
		long delay = asksForMethods ? 0
				: this.rules.delay().remaining(attempt.username(), attempt.isQuery(), attempt.elapsed());
		later(delay, attempt, () -> {
			if (disconnect) {
				disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
						"Too many authentication failures");
			}
			else {
				reply(attempt, LoginMessages.failure(this.session, this.progress.next(), false));
			}
		});
	}

	/**
	 * A client that begins something else does not hear of what it began before (RFC 4252
	 * section 5.1), but it counts.
	 */
	private void abandon(LoginAttempt attempt) throws IOException {
		attempt.settle();
		this.current = null;
		if (!count(attempt, "the client did something else", null)) {
			disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, "Too many authentication failures");
		}
	}

	/**
	 * Count and record an attempt that has failed.
	 * @return whether there may be another one
	 */
	private boolean count(LoginAttempt attempt, String reason, @Nullable KeyFingerprint key) {
		if (!attempt.isNone()) {
			this.rules.journal().refused(attempt.username(), attempt.method(), key, attempt.connection(), reason);
		}
		if (attempt.isQuery()) {
			return true;
		}
		this.rules.observer().attemptFailed(this.scope, this.rules.isUnknown(attempt.username()));
		return this.limits.failure();
	}

	private void reply(LoginAttempt attempt, Buffer message) throws Exception {
		this.current = null;
		this.session.writePacket(message);
		next();
	}

	private void disconnect(int reason, String text) throws IOException {
		end();
		this.session.disconnect(reason, text);
	}

	/**
	 * Do something for the current attempt once some time has passed, unless the
	 * connection is closed before. No thread waits for it.
	 */
	private void later(long nanos, LoginAttempt attempt, Step step) throws Exception {
		if (nanos <= 0) {
			step.run();
			return;
		}
		try {
			this.session.getFactoryManager().getScheduledExecutorService().schedule(() -> {
				synchronized (this.lock) {
					if (this.current == attempt) {
						try {
							step.run();
						}
						catch (Exception ex) {
							this.session.exceptionCaught(ex);
						}
					}
				}
			}, nanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			this.session.close(true);
		}
	}

	private CompletableFuture<List<String>> ask(LoginAttempt attempt, String instruction, List<SshPrompt> prompts) {
		synchronized (this.lock) {
			CompletableFuture<List<String>> answers = attempt.expectAnswers(prompts.size());
			if (answers.isDone()) {
				return answers;
			}
			try {
				if (!this.waiting.isEmpty()) {
					abandon(attempt);
					next();
				}
				else {
					this.session.writePacket(LoginMessages.questions(this.session, instruction, prompts));
				}
			}
			catch (Exception ex) {
				this.session.exceptionCaught(ex);
			}
			return answers;
		}
	}

	private void receiveAnswers(Buffer message) throws SshException {
		LoginAttempt attempt = this.current;
		if (attempt == null || !attempt.isAsking()) {
			throw LoginMessages.protocolError("answers to no question");
		}
		attempt.answered(LoginMessages.answers(message, attempt.questions()));
	}

	@FunctionalInterface
	private interface Step {

		void run() throws Exception;

	}

	/**
	 * Makes the service of each connection.
	 */
	static final class Factory extends AbstractUserAuthServiceFactory {

		private final LoginRules rules;

		Factory(LoginRules rules) {
			this.rules = rules;
		}

		@Override
		public Service create(Session session) throws IOException {
			return new UserAuthService((ServerSession) session, this.rules);
		}

	}

}
