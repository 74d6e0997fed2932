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

package io.github.sshboot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.sshboot.transport.KeyMaterial;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Turns the value of a property that holds keys into {@link KeyMaterial}: a resource
 * location, {@code base64:} content or the text of the key itself.
 *
 * @since 0.1.0
 */
public final class KeyMaterialResolver {

	private static final Pattern PUBLIC_KEY = Pattern.compile("(^|\\s)(ssh-|ecdsa-sha2-|sk-)[a-z0-9@.-]+\\s+AAAA");

	private static final String HOME = "~/";

	private static final String BASE64 = "base64:";

	private final ResourceLoader resourceLoader;

	/**
	 * Create a new {@link KeyMaterialResolver}.
	 * @param resourceLoader loads what is a location
	 */
	public KeyMaterialResolver(ResourceLoader resourceLoader) {
		this.resourceLoader = ApplicationResourceLoader.get(resourceLoader, true);
	}

	/**
	 * Resolve a value.
	 * @param property the name of the property, for messages
	 * @param value its value
	 * @return the key material
	 */
	public KeyMaterial resolve(String property, String value) {
		return material(property, value).withProperty(property);
	}

	private KeyMaterial material(String property, String value) {
		if (PemContent.isPresentInText(value) || PUBLIC_KEY.matcher(value).find()) {
			return KeyMaterial.ofContent("inline value of '%s'".formatted(property),
					value.getBytes(StandardCharsets.UTF_8));
		}
		Resource resource = this.resourceLoader.getResource(value.startsWith(HOME)
				? "file:%s/%s".formatted(System.getProperty("user.home"), value.substring(HOME.length())) : value);
		if (value.startsWith(BASE64)) {
			return KeyMaterial.of("base64 value of '%s'".formatted(property), resource::getInputStream);
		}
		// what is on the class path is part of the application, wherever that keeps it
		if (resource.isFile() && !(resource instanceof ClassPathResource)) {
			try {
				return KeyMaterial.ofFile(resource.getFile().toPath());
			}
			catch (IOException ex) {
				// then it is read as a resource
			}
		}
		return KeyMaterial.of(value, resource::getInputStream);
	}

	/**
	 * Resolve the values of a list.
	 * @param property the name of the property, for messages
	 * @param values its values
	 * @return the key material of each
	 */
	public List<KeyMaterial> resolve(String property, List<String> values) {
		return IntStream.range(0, values.size())
			.mapToObj((index) -> resolve("%s[%d]".formatted(property, index), values.get(index)))
			.toList();
	}

}
