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

package io.github.sshboot.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.sshboot.authentication.LoginFailure;
import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.server.SshAuthenticationFailureEvent;
import io.github.sshboot.server.SshAuthenticationSuccessEvent;
import io.github.sshboot.transport.KeyFingerprint;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * Turns logins into audit events of the types that Spring Security's have.
 */
class AuthenticationAuditListener {

	static final String SUCCESS = "AUTHENTICATION_SUCCESS";

	static final String FAILURE = "AUTHENTICATION_FAILURE";

	private final ApplicationEventPublisher eventPublisher;

	AuthenticationAuditListener(ApplicationEventPublisher eventPublisher) {
		this.eventPublisher = eventPublisher;
	}

	@EventListener
	void onSuccess(SshAuthenticationSuccessEvent event) {
		SshIdentity identity = event.getIdentity();
		Map<String, @Nullable Object> data = data(String.join(",", identity.methods()), identity.key(),
				event.getConnection());
		if (identity.certificate() != null) {
			data.put("certificate", identity.certificate().keyId());
		}
		publish(new AuditEvent(identity.username(), SUCCESS, data));
	}

	@EventListener
	void onFailure(SshAuthenticationFailureEvent event) {
		LoginFailure failure = event.getFailure();
		Map<String, @Nullable Object> data = data(failure.method(), failure.key(), failure.connection());
		data.put("reason", failure.reason());
		publish(new AuditEvent(failure.username(), FAILURE, data));
	}

	private static Map<String, @Nullable Object> data(String methods, @Nullable KeyFingerprint key,
			SshConnectionInfo connection) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("protocol", "ssh");
		data.put("method", methods);
		if (key != null) {
			data.put("key", key.toString());
		}
		data.put("remoteAddress", connection.remoteAddress().getAddress().getHostAddress());
		data.put("connection", connection.id());
		return data;
	}

	private void publish(AuditEvent event) {
		this.eventPublisher.publishEvent(new AuditApplicationEvent(event));
	}

}
