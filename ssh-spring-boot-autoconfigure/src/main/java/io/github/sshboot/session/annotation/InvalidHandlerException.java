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

import java.lang.reflect.Method;

/**
 * An annotated handler method cannot serve requests as it is written.
 *
 * @since 0.1.0
 */
public class InvalidHandlerException extends RuntimeException {

	private final String method;

	private final String reason;

	InvalidHandlerException(Method method, String reason) {
		super("%s: %s".formatted(method.toGenericString(), reason));
		this.method = method.toGenericString();
		this.reason = reason;
	}

	/**
	 * Return the method.
	 * @return the method
	 */
	public String getMethod() {
		return this.method;
	}

	/**
	 * Return why it cannot be used.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

}
