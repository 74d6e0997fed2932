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

package io.github.sshboot.authentication;

import io.github.sshboot.transport.KeyMaterial;
import org.jspecify.annotations.Nullable;

/**
 * What is configured as a certificate of a client cannot be used as such.
 *
 * @since 0.1.0
 */
public class ClientCertificateException extends RuntimeException {

	private final @Nullable String property;

	ClientCertificateException(KeyMaterial material, String detail, @Nullable Throwable cause) {
		super("Certificate '%s' %s".formatted(material, detail), cause);
		this.property = material.getProperty();
	}

	/**
	 * Return the configuration property that names the certificate.
	 * @return the name of the property or {@code null} if none does
	 */
	public @Nullable String getProperty() {
		return this.property;
	}

}
