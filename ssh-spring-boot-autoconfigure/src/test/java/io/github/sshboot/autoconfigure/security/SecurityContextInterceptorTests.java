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

package io.github.sshboot.autoconfigure.security;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class SecurityContextInterceptorTests {

	private final SecurityContextInterceptor interceptor = new SecurityContextInterceptor(
			SecurityContextHolder.getContextHolderStrategy());

	private final StringWriter error = new StringWriter();

	@AfterEach
	void clearContext() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void handlerRunsWithTheIdentity() throws Exception {
		SshSession session = session("alice", "operator");
		this.interceptor.intercept(session, (served) -> {
			Authentication authentication = authentication();
			assertThat(authentication).isNotNull();
			assertThat(authentication.isAuthenticated()).isTrue();
			assertThat(authentication.getPrincipal()).isSameAs(session.getIdentity());
			assertThat(authentication.getName()).isEqualTo("alice");
			assertThat(authentication.getAuthorities()).hasToString("[operator]");
			assertThat(authentication.getCredentials()).isNull();
		});
		verify(session, never()).exit(anyInt());
	}

	@Test
	void nothingIsLeftOnTheThread() throws Exception {
		this.interceptor.intercept(session("alice"), (session) -> assertThat(authentication()).isNotNull());
		assertThat(authentication()).isNull();
		assertThatIOException().isThrownBy(() -> this.interceptor.intercept(session("alice"), (session) -> {
			throw new IOException();
		}));
		assertThat(authentication()).isNull();
	}

	@Test
	void commandWithinAShellLeavesTheContextOfTheShell() throws Exception {
		this.interceptor.intercept(session("alice"), (shell) -> {
			Authentication outer = authentication();
			this.interceptor.intercept(session("alice"), (command) -> SecurityContextHolder.clearContext());
			assertThat(authentication()).isNotNull().isSameAs(outer);
		});
	}

	@Test
	void whatIsDeniedIsAnsweredAsAShellDoes() throws Exception {
		SshSession session = session("alice");
		this.interceptor.intercept(session, (denied) -> {
			throw new AccessDeniedException("secret reason");
		});
		verify(session).exit(126);
		assertThat(this.error).hasToString("command 'purge': permission denied\n");
		assertThat(authentication()).isNull();
	}

	private static @Nullable Authentication authentication() {
		return SecurityContextHolder.getContext().getAuthentication();
	}

	private SshSession session(String username, String... authorities) {
		SshSession session = mock(SshSession.class);
		given(session.getIdentity())
			.willReturn(new SshIdentity(username, List.of("publickey"), null, null, Set.of(authorities), null));
		given(session.getRequest()).willReturn(SshRequest.exec("purge"));
		given(session.getConnection()).willReturn(mock(SshConnectionInfo.class));
		given(session.getErrorWriter()).willReturn(new PrintWriter(this.error));
		return session;
	}

}
