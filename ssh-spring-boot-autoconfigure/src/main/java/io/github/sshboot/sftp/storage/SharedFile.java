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

package io.github.sshboot.sftp.storage;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What all handles share through which a file is written in place: its size, as it counts
 * against the quota, and who may change it. A slow write keeps those waiting that want to
 * change the size of the same file, and nobody else.
 */
final class SharedFile {

	private final Object key;

	private final ReadWriteLock size = new ReentrantReadWriteLock();

	/**
	 * What is counted of the file; as all that follows, for {@link Usage} only.
	 */
	long counted;

	int handles;

	boolean deleted;

	/**
	 * Create a new {@link SharedFile}.
	 * @param key what tells the file from all others
	 */
	SharedFile(Object key) {
		this.key = key;
	}

	Object key() {
		return this.key;
	}

	/**
	 * Return what to hold while writing to a place.
	 */
	Lock placeLock() {
		return this.size.readLock();
	}

	/**
	 * Return what to hold while writing to the end, or changing the size.
	 */
	Lock sizeLock() {
		return this.size.writeLock();
	}

}
