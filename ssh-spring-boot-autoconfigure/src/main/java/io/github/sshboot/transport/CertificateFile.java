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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;

import io.github.sshboot.transport.CertificateException.Problem;

/**
 * Reads certificates as {@code ssh-keygen -s} writes them.
 *
 * @since 0.1.0
 */
public final class CertificateFile {

	private CertificateFile() {
	}

	/**
	 * Read the line that is a certificate: its type, the certificate in base64, a
	 * comment.
	 * @param material where it comes from
	 * @return the line
	 * @throws CertificateException if there is not exactly one
	 */
	public static String read(KeyMaterial material) {
		List<String> lines = new String(bytes(material), StandardCharsets.UTF_8).lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
			.toList();
		if (lines.size() != 1) {
			throw CertificateException.malformed(material, null);
		}
		return lines.get(0);
	}

	private static byte[] bytes(KeyMaterial material) {
		try {
			return material.read();
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			throw new CertificateException(material, Problem.NOT_FOUND, "does not exist", ex);
		}
		catch (IOException ex) {
			throw new CertificateException(material, Problem.UNREADABLE,
					"cannot be read (%s)".formatted(ex.getClass().getSimpleName()), ex);
		}
	}

}
