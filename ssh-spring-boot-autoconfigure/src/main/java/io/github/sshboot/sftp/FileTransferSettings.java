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

import org.jspecify.annotations.Nullable;

/**
 * How files are served.
 *
 * @param sftp whether SFTP is served
 * @param scp whether SCP is served
 * @param maxHandles how many files and directories a session may have open, which clients
 * of SFTP are told
 * @param checkFile whether clients may ask for checksums of files, which costs as much as
 * to read them
 * @param eventChecksum the algorithm of the checksums in events, as the JDK names it, or
 * {@code null} for none
 * @since 0.1.0
 */
public record FileTransferSettings(boolean sftp, boolean scp, int maxHandles, boolean checkFile,
		@Nullable String eventChecksum) {

}
