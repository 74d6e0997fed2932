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

import java.io.IOException;

/**
 * Is asked before users do something with files, through SFTP or SCP. Beans of this type
 * are asked in their order; one that throws refuses the operation. What has been done is
 * told by {@link SftpEvent}s.
 * <p>
 * Listeners decide about requests of well-meaning users. They are no jail: who can change
 * links at the same time can make a path mean another file than it did when a listener
 * was asked. They are called on the threads of the sessions, several at a time, and may
 * block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SftpListener {

	/**
	 * Decide about an operation.
	 * @param operation what is about to be done
	 * @throws IOException to refuse it. The user is told the message, or the reason of a
	 * {@link java.nio.file.FileSystemException}, such as that which
	 * {@link SftpOperation#denied(String)} returns. A {@link RuntimeException} refuses it
	 * in the same way, and is logged
	 */
	void beforeOperation(SftpOperation operation) throws IOException;

}
