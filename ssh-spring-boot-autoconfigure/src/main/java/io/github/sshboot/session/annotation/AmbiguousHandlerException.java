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
 * Two handlers would serve the same requests.
 *
 * @since 0.1.0
 */
public class AmbiguousHandlerException extends RuntimeException {

	private final String first;

	private final String second;

	/**
	 * Create a new {@link AmbiguousHandlerException}.
	 * @param request what both would serve, for example {@code "the shell"}
	 * @param first the first handler
	 * @param second the second handler
	 */
	public AmbiguousHandlerException(String request, String first, String second) {
		super("Two handlers serve %s".formatted(request));
		this.first = first;
		this.second = second;
	}

	/**
	 * Return the first handler.
	 * @return the first handler
	 */
	public String getFirst() {
		return this.first;
	}

	/**
	 * Return the second handler.
	 * @return the second handler
	 */
	public String getSecond() {
		return this.second;
	}

}
