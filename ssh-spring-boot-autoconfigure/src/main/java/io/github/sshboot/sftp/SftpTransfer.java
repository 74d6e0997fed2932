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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a transfer amounted to.
 *
 * @param size the size of the file in bytes
 * @param transferred how many bytes were transferred: fewer than the size if a transfer
 * was resumed, or more if parts were transferred twice
 * @param duration how long the file was open
 * @param checksum the checksum of the whole file in lower-case hexadecimal digits, if
 * {@code ssh.server.sftp.events.checksum} is set and the file could be read, or
 * {@code null}
 * @since 0.1.0
 */
public record SftpTransfer(long size, long transferred, Duration duration, @Nullable String checksum) {

}
