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

package io.github.sshboot.session.annotation;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.SshRequest;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.SshTerminal;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a handler method can have as a parameter because a session has it.
 */
final class SessionValues {

	private static final Map<Class<?>, Function<SshSession, @Nullable Object>> BY_TYPE = Map.ofEntries(
			Map.entry(SshSession.class, (session) -> session), Map.entry(SshRequest.class, SshSession::getRequest),
			Map.entry(SshIdentity.class, SshSession::getIdentity), Map.entry(Principal.class, SshSession::getIdentity),
			Map.entry(SshConnectionInfo.class, SshSession::getConnection),
			Map.entry(SshTerminal.class, SshSession::getTerminal), Map.entry(InputStream.class, SshSession::getInput),
			Map.entry(OutputStream.class, SshSession::getOutput), Map.entry(Reader.class, SshSession::getReader),
			Map.entry(BufferedReader.class, SshSession::getReader), Map.entry(Writer.class, SshSession::getWriter),
			Map.entry(PrintWriter.class, SshSession::getWriter),
			Map.entry(Locale.class, (session) -> SessionLocale.of(session.getEnvironment())));

	private SessionValues() {
	}

	static @Nullable Function<SshSession, @Nullable Object> find(Class<?> type) {
		return BY_TYPE.get(type);
	}

}
