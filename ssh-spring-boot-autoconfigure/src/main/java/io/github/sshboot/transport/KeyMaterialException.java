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

import org.jspecify.annotations.Nullable;

/**
 * A key or certificate that is configured cannot be used. The message names where it
 * comes from and what is wrong with it, and never the content of a private key.
 *
 * @since 0.1.0
 */
public abstract class KeyMaterialException extends RuntimeException {

	private final String location;

	private final @Nullable String property;

	KeyMaterialException(String kind, KeyMaterial material, String detail, @Nullable Throwable cause) {
		super("%s '%s' %s".formatted(kind, material, detail), cause);
		this.location = material.getDescription();
		this.property = material.getProperty();
	}

	/**
	 * Return where the key or certificate comes from.
	 * @return the location
	 */
	public String getLocation() {
		return this.location;
	}

	/**
	 * Return the configuration property that names it.
	 * @return the name of the property or {@code null} if none does
	 */
	public @Nullable String getProperty() {
		return this.property;
	}

}
