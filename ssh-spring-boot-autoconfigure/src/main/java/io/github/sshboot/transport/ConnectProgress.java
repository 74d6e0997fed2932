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
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has come on its way to a connection, from looking the host up to the
 * end of the first key exchange: what there is to tell if it gets no further.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ConnectProgress {

	private final Map<InetSocketAddress, @Nullable Throwable> attempts = new LinkedHashMap<>();

	private final List<Throwable> causes = new ArrayList<>();

	private Phase phase = Phase.LOOKUP;

	private @Nullable String greeting;

	private @Nullable ConnectFailure failure;

	synchronized void trying(InetSocketAddress address) {
		if (this.phase == Phase.LOOKUP) {
			this.phase = Phase.CONNECT;
		}
		this.attempts.put(address, null);
	}

	synchronized void failed(InetSocketAddress address, Throwable cause) {
		this.attempts.put(address, cause);
		this.causes.add(cause);
	}

	synchronized void connected() {
		this.phase = Phase.IDENTIFICATION;
	}

	/**
	 * Keep the beginning of what a server sends that has not identified itself.
	 */
	synchronized void greeted(String greeting) {
		this.greeting = PeerText.printable(greeting);
	}

	synchronized void identified() {
		this.phase = Phase.KEY_EXCHANGE;
	}

	/**
	 * Keep why there will be no connection. What comes first counts: the rest mostly
	 * follows from it.
	 */
	synchronized void failed(ConnectFailure failure) {
		if (this.failure == null) {
			this.failure = failure;
		}
	}

	/**
	 * Keep an exception that ends the connection. As long as the server has not
	 * identified itself, what it sent instead tells more.
	 */
	synchronized void failed(Throwable cause) {
		if (!this.causes.contains(cause)) {
			this.causes.add(cause);
		}
		if (this.phase == Phase.KEY_EXCHANGE) {
			boolean lost = cause instanceof IOException && !(cause instanceof SshException);
			failed(lost
					? new ConnectFailure(ConnectFailureReason.CLOSED,
							"the connection was lost during the key exchange (%s)".formatted(text(cause)))
					: new ConnectFailure(ConnectFailureReason.KEY_EXCHANGE,
							"the key exchange failed (%s)".formatted(text(cause))));
		}
	}

	/**
	 * Return what has gone wrong so far.
	 * @return the causes
	 */
	public synchronized List<Throwable> getCauses() {
		return List.copyOf(this.causes);
	}

	/**
	 * Tell that the time was over.
	 * @param timeout the time there was
	 * @return the failure
	 */
	public synchronized ConnectFailure timedOut(Duration timeout) {
		long millis = timeout.toMillis();
		return switch (this.phase) {
			case LOOKUP -> new ConnectFailure(ConnectFailureReason.UNKNOWN_HOST,
					"the host could not be looked up within %d ms".formatted(millis));
			case CONNECT -> new ConnectFailure(ConnectFailureReason.TIMEOUT,
					"no answer within %d ms from %s".formatted(millis,
							this.attempts.entrySet()
								.stream()
								.map((attempt) -> (attempt.getValue() == null) ? literal(attempt.getKey())
										: "%s (%s)".formatted(literal(attempt.getKey()), text(attempt.getValue())))
								.collect(Collectors.joining(", "))));
			case IDENTIFICATION -> new ConnectFailure(ConnectFailureReason.TIMEOUT,
					"the server did not identify itself within %d ms".formatted(millis) + sent());
			case KEY_EXCHANGE -> new ConnectFailure(ConnectFailureReason.TIMEOUT,
					"the key exchange was not done within %d ms".formatted(millis));
		};
	}

	/**
	 * Tell what has failed.
	 * @return the failure
	 */
	public synchronized ConnectFailure failed() {
		if (this.failure != null) {
			return this.failure;
		}
		return switch (this.phase) {
			case LOOKUP -> new ConnectFailure(ConnectFailureReason.OTHER, "the client is closed");
			case CONNECT -> attemptsFailed();
			case IDENTIFICATION -> (this.greeting == null)
					? new ConnectFailure(ConnectFailureReason.CLOSED,
							"the server closed the connection without identifying itself")
					: new ConnectFailure(ConnectFailureReason.NOT_SSH, "it is not an SSH server" + sent());
			case KEY_EXCHANGE -> new ConnectFailure(ConnectFailureReason.CLOSED,
					"the server closed the connection during the key exchange");
		};
	}

	private String sent() {
		if (this.greeting == null) {
			return "";
		}
		return this.greeting.isEmpty() ? "; what it sent is no text" : "; it sent '%s'".formatted(this.greeting);
	}

	/**
	 * Tell what all attempts have come to. Their reasons are declared with the more
	 * telling ones first.
	 */
	private ConnectFailure attemptsFailed() {
		ConnectFailureReason reason = this.attempts.values()
			.stream()
			.map((cause) -> (cause != null) ? reason(cause) : ConnectFailureReason.OTHER)
			.min(Comparator.naturalOrder())
			.orElse(ConnectFailureReason.OTHER);
		return new ConnectFailure(reason, this.attempts.entrySet()
			.stream()
			.map((attempt) -> "%s (%s)".formatted((attempt.getValue() != null) ? text(attempt.getValue()) : "given up",
					literal(attempt.getKey())))
			.collect(Collectors.joining(", ")));
	}

	/**
	 * Tell what a failed attempt to connect means: the JDK knows the numbers of the
	 * errors but does not tell them.
	 */
	private static ConnectFailureReason reason(Throwable cause) {
		String message = text(cause).toLowerCase(Locale.ROOT);
		if (cause instanceof ConnectException) {
			return message.contains("timed out") ? ConnectFailureReason.TIMEOUT : ConnectFailureReason.REFUSED;
		}
		if (message.contains("reset")) {
			return ConnectFailureReason.CLOSED;
		}
		if (cause instanceof NoRouteToHostException
				|| (cause instanceof SocketException && message.contains("unreachable"))) {
			return ConnectFailureReason.UNREACHABLE;
		}
		return ConnectFailureReason.OTHER;
	}

	private static String literal(InetSocketAddress address) {
		InetAddress ip = address.getAddress();
		return (ip != null) ? ip.getHostAddress() : address.getHostString();
	}

	static String text(Throwable cause) {
		String message = cause.getMessage();
		return (message != null) ? PeerText.printable(message) : cause.getClass().getSimpleName();
	}

	private enum Phase {

		LOOKUP, CONNECT, IDENTIFICATION, KEY_EXCHANGE

	}

}
