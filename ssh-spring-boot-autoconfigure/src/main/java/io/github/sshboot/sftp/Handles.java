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

package io.github.sshboot.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The handles of a session. A number is not used again for as long as there are others,
 * so that a client that confuses its handles finds none. How many there may be is up to
 * the file system.
 */
final class Handles implements Closeable {

	private static final Log logger = LogFactory.getLog(Handles.class);

	private final Map<Integer, OpenHandle> handles = new HashMap<>();

	private int last;

	int add(OpenHandle handle) {
		do {
			this.last++;
		}
		while (this.handles.putIfAbsent(this.last, handle) != null);
		return this.last;
	}

	/**
	 * Find a handle.
	 * @param handle the handle as the client has sent it
	 * @return what it stands for, or {@code null} if there is no such handle
	 */
	@Nullable OpenHandle find(ByteBuffer handle) {
		return (handle.remaining() == Integer.BYTES) ? this.handles.get(handle.getInt(handle.position())) : null;
	}

	@Nullable OpenHandle remove(ByteBuffer handle) {
		return (handle.remaining() == Integer.BYTES) ? this.handles.remove(handle.getInt(handle.position())) : null;
	}

	boolean isEmpty() {
		return this.handles.isEmpty();
	}

	/**
	 * Close what the client has left open. What was being uploaded is not complete.
	 */
	@Override
	public void close() {
		this.handles.values().forEach((handle) -> {
			try {
				handle.close();
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Failed to close a file that the client has left open", ex);
			}
		});
		this.handles.clear();
	}

}
