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

package io.github.sshboot.client;

import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A command that runs on many hosts. Closing it, also before its end, abandons it where
 * it runs and begins it nowhere else. Its results are for one thread; it can be closed by
 * any.
 *
 * @since 0.1.0
 */
public interface SshFanOutRun extends Iterable<HostResult>, AutoCloseable {

	/**
	 * Return the results as they come, one for each host. {@code hasNext()} waits for the
	 * next one; it is {@code false} once all have been returned, or the run is closed.
	 * @return the iterator, always the same
	 */
	@Override
	Iterator<HostResult> iterator();

	/**
	 * Return the results as they come, as {@link #iterator()} does.
	 * @return the stream
	 */
	Stream<HostResult> stream();

	@Override
	void close();

}
