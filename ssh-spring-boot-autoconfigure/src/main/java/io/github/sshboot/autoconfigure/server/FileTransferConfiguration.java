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

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.sun.management.UnixOperatingSystemMXBean;

import io.github.sshboot.session.annotation.AnnotatedHandlerMapping;
import io.github.sshboot.sftp.FileTransferMapping;
import io.github.sshboot.sftp.FileTransferSettings;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpFileSystemFactory;
import io.github.sshboot.sftp.SftpListener;
import io.github.sshboot.sftp.SftpRootProvider;
import io.github.sshboot.sftp.SftpSettings;
import io.github.sshboot.sftp.storage.LimitedFileSystemFactory;
import io.github.sshboot.sftp.storage.RootedFileSystemFactory;
import io.github.sshboot.sftp.storage.UserDirectories;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * File transfer by SFTP and SCP, if one of them is switched on.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(FileTransferConfiguration.OnFileTransferCondition.class)
class FileTransferConfiguration {

	/**
	 * For systems that do not tell how many files a process may have open.
	 */
	private static final long DEFAULT_OPEN_FILES = 4096;

	private static final String EVENTS = "ssh-file-events-";

	private static final int KEEP_ALIVE_SECONDS = 10;

	@Bean
	@ConditionalOnMissingBean({ SftpRootProvider.class, SftpFileSystemFactory.class, SftpFileSystem.class })
	UserDirectories sshUserDirectories(SshServerProperties properties) {
		return new UserDirectories(SshServerPropertiesMapper.root(properties.getSftp()),
				!properties.getSftp().isReadOnly());
	}

	@Bean
	@ConditionalOnMissingBean({ SftpFileSystemFactory.class, SftpFileSystem.class })
	RootedFileSystemFactory sshRootedFileSystemFactory(SshServerProperties properties, SftpRootProvider roots,
			ObjectProvider<UserDirectories> directories) {
		RootedFileSystemFactory factory = new RootedFileSystemFactory(roots, settings(properties));
		directories.ifAvailable((found) -> factory.sweep(found.getExisting()));
		return factory;
	}

	private static SftpSettings settings(SshServerProperties properties) {
		long openFiles = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getMaxFileDescriptorCount() : DEFAULT_OPEN_FILES;
		return SshServerPropertiesMapper.files(properties.getSftp(), openFiles);
	}

	/**
	 * The limits hold for the directories of users, for the factory of an application and
	 * for the file system of an application alike.
	 */
	@Bean
	FileLimits sshFileLimits(SshServerProperties properties, ObjectProvider<SftpFileSystemFactory> factory,
			ObjectProvider<SftpFileSystem> shared) {
		SftpFileSystem files = shared.getIfAvailable();
		return new FileLimits((files != null) ? new LimitedFileSystemFactory(files, settings(properties))
				: new LimitedFileSystemFactory(factory.getObject(), settings(properties)));
	}

	@Bean
	FileTransferMapping sshFileTransferMapping(SshServerProperties properties, FileLimits fileSystems,
			ObjectProvider<SftpListener> listeners, ApplicationEventPublisher eventPublisher, Environment environment,
			AnnotatedHandlerMapping annotatedHandlerMapping) {
		FileTransferSettings settings = SshServerPropertiesMapper.fileTransfer(properties);
		if (settings.sftp()) {
			annotatedHandlerMapping.checkNotServed(FileTransferMapping.SUBSYSTEM, "'ssh.server.sftp.enabled'");
		}
		return new FileTransferMapping(settings, fileSystems.factory(), listeners.orderedStream().toList(),
				eventPublisher, eventExecutor(Threading.VIRTUAL.isActive(environment)));
	}

	/**
	 * Return threads that go away by themselves soon after the last event, one for each
	 * session that has some.
	 */
	private static Executor eventExecutor(boolean virtualThreads) {
		if (virtualThreads) {
			return new VirtualThreadTaskExecutor(EVENTS);
		}
		CustomizableThreadFactory daemons = new CustomizableThreadFactory(EVENTS);
		daemons.setDaemon(true);
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), daemons);
	}

	/**
	 * The limits of sessions around the file systems.
	 *
	 * @param factory makes file systems with limits
	 */
	record FileLimits(LimitedFileSystemFactory factory) implements AutoCloseable {

		@Override
		public void close() {
			this.factory.close();
		}

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
