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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/**
 * Where the standard input of a command comes from.
 */
@FunctionalInterface
interface InputSource {

	/**
	 * Open the input.
	 * @param charset the charset of text
	 * @return the input, to be closed
	 * @throws IOException if it cannot be opened
	 */
	InputStream open(Charset charset) throws IOException;

	static InputSource of(byte[] bytes) {
		return (charset) -> new ByteArrayInputStream(bytes);
	}

}
