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

import org.jspecify.annotations.Nullable;

/**
 * Changes clients before they are built: what the properties cannot know, such as a
 * password from a vault. A bean of it is asked for each client.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SshClientBuilderCustomizer {

	/**
	 * Change a client. For a configured connection the builder has what the properties
	 * say; for any other, the defaults of {@code ssh.client}, and whoever makes the
	 * client has the last word.
	 * @param builder the builder
	 * @param name the name of the configured connection, or {@code null} if it is none
	 */
	void customize(SshClient.Builder builder, @Nullable String name);

}
