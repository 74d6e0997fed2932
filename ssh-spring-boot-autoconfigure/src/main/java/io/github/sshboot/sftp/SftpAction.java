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

import java.nio.file.Path;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.sftp.SftpOperation.Protocol;
import io.github.sshboot.transport.SshConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Who has done something with which file, for {@link SftpEvent}s.
 *
 * @param identity who has done it
 * @param connection the connection
 * @param protocol the protocol
 * @param path the virtual path
 * @param realPath the real path or {@code null} if there is none
 * @since 0.1.0
 */
public record SftpAction(SshIdentity identity, SshConnectionInfo connection, Protocol protocol, String path,
		@Nullable Path realPath) {

}
