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

package io.github.sshboot.session.shell;

import java.nio.charset.Charset;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * How the shell behaves.
 *
 * @param prompt what it shows when it waits for a command
 * @param historySize how many command lines of a user are remembered; zero for none
 * @param historyDirectory where they are kept, or {@code null} for the memory only
 * @param encoding the encoding of what the user types
 * @since 0.1.0
 */
public record ShellSettings(String prompt, int historySize, @Nullable Path historyDirectory, Charset encoding) {

}
