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

/**
 * The space of a file system ({@code statvfs(3)}, OpenSSH's {@code statvfs@openssh.com}),
 * or what a quota leaves of it.
 *
 * @param total the size in bytes
 * @param free how many bytes are free
 * @param available how many bytes the user may still fill
 * @param totalFiles how many files there may be; zero if that is not known
 * @param freeFiles how many more files there may be; zero if that is not known
 * @param readOnly whether nothing can be changed
 * @since 0.1.0
 */
public record SftpSpace(long total, long free, long available, long totalFiles, long freeFiles, boolean readOnly) {

}
