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

package io.github.sshboot.transport;

/**
 * Two host keys, or two certificates of one host key, are of one type. A client asks for
 * a key by its type, so one of the two would never be used.
 *
 * @since 0.1.0
 */
public class DuplicateHostKeyException extends RuntimeException {

	DuplicateHostKeyException(String kind, String type, KeyMaterial first, KeyMaterial second) {
		super("The %s '%s' and '%s' are both of type %s, of which a server can use one".formatted(kind, first, second,
				type));
	}

}
