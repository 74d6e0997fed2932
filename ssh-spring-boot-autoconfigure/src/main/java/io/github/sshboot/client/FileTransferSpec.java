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

import io.github.sshboot.client.transfer.TransferListener;

import org.springframework.util.unit.DataSize;

/**
 * How files are transferred, whatever the direction and the protocol.
 *
 * @param <S> the specification
 * @since 0.1.0
 */
public interface FileTransferSpec<S extends FileTransferSpec<S>> {

	/**
	 * Copy permissions, without those that change users and groups, and times.
	 * @return this specification
	 */
	S preserve();

	/**
	 * Follow symbolic links in directories; by default they are left out. A link to a
	 * directory that it is in is left out in any case.
	 * @return this specification
	 */
	S followLinks();

	/**
	 * Fail if there is more than this. By default there is no limit, which is for those
	 * who trust the other side with their disk.
	 * @param files how many files and directories there may be
	 * @param size how much data there may be
	 * @return this specification
	 */
	S limit(long files, DataSize size);

	/**
	 * Be told how it goes on, on the calling thread. What the listener throws ends the
	 * transfer.
	 * @param listener the listener
	 * @return this specification
	 */
	S listener(TransferListener listener);

}
