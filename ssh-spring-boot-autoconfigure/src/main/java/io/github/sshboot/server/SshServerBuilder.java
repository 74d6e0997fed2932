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

package io.github.sshboot.server;

import java.util.List;
import java.util.function.ToIntFunction;

import io.github.sshboot.authentication.AuthorizedKeysSource;
import io.github.sshboot.authentication.SshAuthenticator;
import io.github.sshboot.authentication.SshInteractiveAuthenticator;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.transport.SshServerCustomizer;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Builds an {@link SshServer}.
 *
 * @since 0.1.0
 */
public final class SshServerBuilder {

	final SshServerSettings settings;

	PasswordEncoder passwordEncoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();

	List<AuthorizedKeysSource> authorizedKeysSources = List.of();

	List<SshAuthenticator> authenticators = List.of();

	List<SshInteractiveAuthenticator> interactiveAuthenticators = List.of();

	ApplicationEventPublisher eventPublisher = (event) -> {
	};

	List<SshHandlerMapping> mappings = List.of();

	List<SshInterceptor> interceptors = List.of();

	ToIntFunction<Throwable> exitStatus = (failure) -> 1;

	List<SshServerCustomizer> customizers = List.of();

	/**
	 * Create a new {@link SshServerBuilder}.
	 * @param settings the settings of the server
	 */
	public SshServerBuilder(SshServerSettings settings) {
		this.settings = settings;
	}

	/**
	 * Set what checks passwords against their encoded form; by default Spring Security's
	 * encoders, chosen by a prefix such as <code>{bcrypt}</code>.
	 * @param passwordEncoder the encoder
	 * @return this builder
	 */
	public SshServerBuilder passwordEncoder(PasswordEncoder passwordEncoder) {
		this.passwordEncoder = passwordEncoder;
		return this;
	}

	/**
	 * Set what has the public keys of users beside what the settings say.
	 * @param sources the sources, asked in this order
	 * @return this builder
	 */
	public SshServerBuilder authorizedKeysSources(List<AuthorizedKeysSource> sources) {
		this.authorizedKeysSources = List.copyOf(sources);
		return this;
	}

	/**
	 * Set what decides about passwords and keys beside what is configured.
	 * @param authenticators the authenticators, asked in this order
	 * @return this builder
	 */
	public SshServerBuilder authenticators(List<SshAuthenticator> authenticators) {
		this.authenticators = List.copyOf(authenticators);
		return this;
	}

	/**
	 * Set what decides who may log in by asking the user.
	 * @param authenticators the authenticators, asked in this order
	 * @return this builder
	 */
	public SshServerBuilder interactiveAuthenticators(List<SshInteractiveAuthenticator> authenticators) {
		this.interactiveAuthenticators = List.copyOf(authenticators);
		return this;
	}

	/**
	 * Set what is told who has logged in and who was refused.
	 * @param eventPublisher publishes {@link SshAuthenticationSuccessEvent} and
	 * {@link SshAuthenticationFailureEvent}
	 * @return this builder
	 */
	public SshServerBuilder eventPublisher(ApplicationEventPublisher eventPublisher) {
		this.eventPublisher = eventPublisher;
		return this;
	}

	/**
	 * Set what finds the handler of a request.
	 * @param mappings the mappings, asked in this order
	 * @return this builder
	 */
	public SshServerBuilder mappings(List<SshHandlerMapping> mappings) {
		this.mappings = List.copyOf(mappings);
		return this;
	}

	/**
	 * Set what goes around every handler.
	 * @param interceptors the interceptors, the first outermost
	 * @return this builder
	 */
	public SshServerBuilder interceptors(List<SshInterceptor> interceptors) {
		this.interceptors = List.copyOf(interceptors);
		return this;
	}

	/**
	 * Set the exit status for exceptions that handlers throw; by default 1.
	 * @param exitStatus the exit status for an exception
	 * @return this builder
	 */
	public SshServerBuilder exitStatus(ToIntFunction<Throwable> exitStatus) {
		this.exitStatus = exitStatus;
		return this;
	}

	/**
	 * Set what has the last word about the MINA server.
	 * @param customizers the customizers, applied in this order
	 * @return this builder
	 */
	public SshServerBuilder customizers(List<SshServerCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
		return this;
	}

	/**
	 * Build the server. It does not run yet.
	 * @return the server
	 */
	public SshServer build() {
		return new MinaSshServer(this);
	}

}
