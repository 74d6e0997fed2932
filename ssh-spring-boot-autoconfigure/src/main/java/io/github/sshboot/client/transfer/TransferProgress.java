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
package io.github.sshboot.client.transfer;

import org.jspecify.annotations.Nullable;

/**
 * How far a transfer is.
 *
 * @param path the file on the server
 * @param transferred how many bytes of the file have been transferred, with those of an
 * earlier attempt that is resumed
 * @param size the size of the file in bytes or {@code null} if it is not known
 * @param files how many files are complete
 * @param bytes how many bytes of all files have been transferred now
 * @since 0.1.0
 */
public record TransferProgress(String path, long transferred, @Nullable Long size, long files, long bytes) {

}
