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

package io.github.sshboot.testing;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.sshboot.transport.crypto.CryptoProviders;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.common.io.AbstractIoServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.util.threads.NoCloseExecutor;
import org.apache.sshd.common.util.threads.SshdThreadFactory;
import org.apache.sshd.server.SshServer;

/**
 * MINA as it comes, but with the cryptography of ours: MINA looks once in the life of a
 * JVM which there is, and other tests run in the same. And it stops in silence.
 */
public final class StockMina {

	private StockMina() {
	}

	public static SshServer server() {
		CryptoProviders.install();
		return prepare(SshServer.setUpDefaultServer());
	}

	public static SshClient client() {
		CryptoProviders.install();
		return prepare(SshClient.setUpDefaultClient());
	}

	private static <T extends AbstractFactoryManager> T prepare(T manager) {
		manager.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory() {

			@Override
			public Nio2ServiceFactory create(FactoryManager owner) {
				return new Nio2ServiceFactory(owner, new Workers(owner), null);
			}

		});
		return manager;
	}

	/**
	 * What the JDK has read while MINA stops is dropped. With MINA's own threads, that of
	 * the JDK ends with an exception of its own then, which others find in their log.
	 */
	private static final class Workers extends NoCloseExecutor {

		private Workers(FactoryManager owner) {
			super(pool(owner, AbstractIoServiceFactory.getNioWorkers(owner)));
		}

		private static ThreadPoolExecutor pool(FactoryManager owner, int size) {
			return new ThreadPoolExecutor(size, size, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
					new SshdThreadFactory(owner + "-nio2"), new ThreadPoolExecutor.DiscardPolicy());
		}

		@Override
		public void execute(Runnable command) {
			this.executor.execute(command);
		}

		@Override
		public CloseFuture close(boolean immediately) {
			this.executor.shutdown();
			return super.close(immediately);
		}

	}

}
