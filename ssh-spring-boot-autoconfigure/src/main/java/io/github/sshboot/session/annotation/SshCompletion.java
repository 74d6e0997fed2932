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

package io.github.sshboot.session.annotation;

/**
 * What can stand in place of an unfinished word of a command line.
 *
 * @param value the whole word, not quoted
 * @param description what it means; empty if that is not told
 * @since 0.1.0
 */
public record SshCompletion(String value, String description) {

	/**
	 * Create a new {@link SshCompletion} without a description.
	 * @param value the whole word, not quoted
	 */
	public SshCompletion(String value) {
		this(value, "");
	}

}
