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

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.server.SshServerSettings.Threads;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of one run of a server: those of the handlers, which may block for as long
 * as they like, and those that check passwords, which work.
 */
final class ServerThreads implements AutoCloseable {

	private static final String HANDLERS = "ssh-handler-";

	private static final int KEEP_ALIVE_SECONDS = 30;

	private static final int MAX_WAITING_LOGINS = 1024;

	private final Executor handlers;

	private final ThreadPoolExecutor authentication;

	ServerThreads(Threads settings) {
		this.handlers = settings.virtual() ? new VirtualThreadTaskExecutor(HANDLERS)
				: new ThreadPoolExecutor(0, settings.maxPlatform(), KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
						new SynchronousQueue<>(), daemons(HANDLERS));
		int processors = Runtime.getRuntime().availableProcessors();
		this.authentication = new ThreadPoolExecutor(processors, processors, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING_LOGINS), daemons("ssh-authentication-"));
		this.authentication.allowCoreThreadTimeOut(true);
	}

	private static CustomizableThreadFactory daemons(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	Executor handlers() {
		return this.handlers;
	}

	Executor authentication() {
		return this.authentication;
	}

	@Override
	public void close() {
		this.authentication.shutdownNow();
		if (this.handlers instanceof ExecutorService service) {
			service.shutdownNow();
		}
	}

}
