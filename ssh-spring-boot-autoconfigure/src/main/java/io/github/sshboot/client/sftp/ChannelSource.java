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
package io.github.sshboot.client.sftp;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a transfer gets further channels from, for a file that is large.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelSource {

	/**
	 * Begin to open as many channels to the same server as one file may have beside its
	 * first. It goes without those that cannot be had.
	 * @return the channels, each to be closed
	 */
	List<CompletableFuture<? extends Lease>> open();

	/**
	 * Return a source of no channels.
	 * @return a source without any
	 */
	static ChannelSource none() {
		return List::of;
	}

	/**
	 * The use of a channel.
	 */
	interface Lease extends AutoCloseable {

		/**
		 * Return the channel.
		 * @return the connection to the server that it is
		 */
		SftpConnection connection();

		/**
		 * Give it back, once or several times.
		 */
		@Override
		void close();

	}

}
