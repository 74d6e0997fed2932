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

import io.github.sshboot.session.annotation.AnnotatedHandlerMapping;
import io.github.sshboot.sftp.FileTransferMapping;
import io.github.sshboot.sftp.FileTransferSettings;
import io.github.sshboot.sftp.SftpFileSystemFactory;
import io.github.sshboot.sftp.SftpListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * File transfer by SFTP and SCP, if one of them is switched on.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(FileTransferConfiguration.OnFileTransferCondition.class)
class FileTransferConfiguration {

	private static final int DEFAULT_MAX_HANDLES = 100;

	@Bean
	FileTransferMapping sshFileTransferMapping(SshServerProperties properties, SftpFileSystemFactory fileSystems,
			ObjectProvider<SftpListener> listeners, ApplicationEventPublisher eventPublisher, Environment environment,
			AnnotatedHandlerMapping annotatedHandlerMapping) {
		FileTransferSettings settings = SshServerPropertiesMapper.fileTransfer(properties, DEFAULT_MAX_HANDLES);
		if (settings.sftp()) {
			annotatedHandlerMapping.checkNotServed(FileTransferMapping.SUBSYSTEM, "'ssh.server.sftp.enabled'");
		}
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("ssh-file-events-");
		executor.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
		return new FileTransferMapping(settings, fileSystems, listeners.orderedStream().toList(), eventPublisher,
				executor);
	}

	/**
	 * Matches if files are transferred at all.
	 */
	static class OnFileTransferCondition extends AnyNestedCondition {

		OnFileTransferCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty("ssh.server.sftp.enabled")
		static class Sftp {

		}

		@ConditionalOnBooleanProperty("ssh.server.scp.enabled")
		static class Scp {

		}

	}

}
