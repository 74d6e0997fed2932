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
package io.github.sshboot.client.transfer;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The names that files have until they are complete.
 *
 * @since 0.1.0
 */
public final class TemporaryNames {

	private static final int RANDOM = 6;

	/**
	 * File systems have names of 255 bytes, and characters of up to four.
	 */
	private static final int MAX_NAME = 56;

	private static final SecureRandom random = new SecureRandom();

	private TemporaryNames() {
	}

	/**
	 * Return a name for a file that is not complete: any, or one that is found again if
	 * the transfer is to be resumed.
	 * @param name the name that the file will have
	 * @param options how it is transferred
	 * @return the name
	 */
	public static String of(String name, TransferOptions options) {
		if (options.resume()) {
			return "." + name + ".part";
		}
		byte[] bytes = new byte[RANDOM];
		random.nextBytes(bytes);
		String end = HexFormat.of().formatHex(bytes) + ".part";
		return (name.length() > MAX_NAME) ? "." + end : "." + name + "." + end;
	}

}
