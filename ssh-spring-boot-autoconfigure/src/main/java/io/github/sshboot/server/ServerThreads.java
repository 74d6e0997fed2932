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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.authentication.LoginThreads;
import io.github.sshboot.server.SshServerSettings.Threads;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of one run of a server: those of the handlers, which may block for as long
 * as they like, those that decide about logins, and the one that watches the time.
 */
final class ServerThreads implements AutoCloseable {

	private static final String HANDLERS = "ssh-handler-";

	private static final int KEEP_ALIVE_SECONDS = 30;

	private static final int MAX_WAITING_LOGINS = 1024;

	private static final int MAX_BLOCKING_LOGINS = 256;

	private final Executor handlers;

	private final ThreadPoolExecutor loginChecks;

	private final SimpleAsyncTaskExecutor blockingLogins;

	private final ThreadPoolExecutor loginEvents;

	private final ScheduledThreadPoolExecutor timer;

	ServerThreads(Threads settings) {
		this.handlers = settings.virtual() ? new VirtualThreadTaskExecutor(HANDLERS)
				: new ThreadPoolExecutor(0, settings.maxPlatform(), KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
						new SynchronousQueue<>(), daemons(HANDLERS));
		int processors = Runtime.getRuntime().availableProcessors();
		this.loginChecks = pool(processors, "ssh-authentication-");
		this.blockingLogins = new SimpleAsyncTaskExecutor("ssh-login-");
		this.blockingLogins.setDaemon(true);
		this.blockingLogins.setVirtualThreads(settings.virtual());
		this.blockingLogins.setConcurrencyLimit(MAX_BLOCKING_LOGINS);
		this.blockingLogins.setRejectTasksWhenLimitReached(true);
		this.loginEvents = pool(1, "ssh-login-events-");
		this.timer = new ScheduledThreadPoolExecutor(1, daemons("ssh-timer-"));
		// connections come and go faster than their idle timeout passes
		this.timer.setRemoveOnCancelPolicy(true);
	}

	private static ThreadPoolExecutor pool(int threads, String prefix) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING_LOGINS), daemons(prefix));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static CustomizableThreadFactory daemons(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	Executor handlers() {
		return this.handlers;
	}

	LoginThreads logins() {
		return new LoginThreads(this.loginChecks, this.blockingLogins, this.loginEvents);
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.loginChecks.shutdownNow();
		this.blockingLogins.close();
		// those that wait are still to be heard of
		this.loginEvents.shutdown();
		if (this.handlers instanceof ExecutorService service) {
			service.shutdownNow();
		}
	}

}
