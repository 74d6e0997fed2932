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

package io.github.sshboot.autoconfigure.server;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.annotation.SshController;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * Matches if there is something for an SSH server to do: an application that only wants
 * clients opens no port.
 */
class OnSshHandlerCondition extends AnyNestedCondition {

	OnSshHandlerCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(annotation = SshController.class)
	static class Controller {

	}

	@ConditionalOnBean(SshHandler.class)
	static class Handler {

	}

	@ConditionalOnBean(SshHandlerMapping.class)
	static class HandlerMapping {

	}

	@ConditionalOnBooleanProperty("ssh.server.sftp.enabled")
	static class SftpEnabled {

	}

	@ConditionalOnBooleanProperty("ssh.server.scp.enabled")
	static class ScpEnabled {

	}

}
