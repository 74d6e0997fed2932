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

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of audit events for logins to the SSH server, where there is
 * Actuator.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(AuditApplicationEvent.class)
@ConditionalOnBooleanProperty(name = "ssh.server.enabled", matchIfMissing = true)
public final class SshAuditAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AuthenticationAuditListener sshAuthenticationAuditListener(ApplicationEventPublisher eventPublisher) {
		return new AuthenticationAuditListener(eventPublisher);
	}

}
