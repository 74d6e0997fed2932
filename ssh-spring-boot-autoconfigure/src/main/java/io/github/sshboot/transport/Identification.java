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

import org.springframework.util.Assert;

/**
 * What a server or client says it is: the software version in the identification string
 * (RFC 4253 section 4.2).
 *
 * @param softwareVersion printable US-ASCII without blanks and minus signs
 * @since 0.1.0
 */
public record Identification(String softwareVersion) {

	/**
	 * The whole line has at most 255 characters, with {@code SSH-2.0-} before and a line
	 * break of two characters after the software version.
	 */
	private static final int MAX_LENGTH = 255 - "SSH-2.0-".length() - 2;

	/**
	 * The default, which tells no version.
	 */
	public static final Identification DEFAULT = new Identification("SshSpringBoot");

	/**
	 * Create a new {@link Identification}.
	 * @param softwareVersion the software version
	 * @throws IllegalArgumentException if it cannot be sent, with the reason
	 */
	public Identification {
		Assert.isTrue(!softwareVersion.isEmpty() && softwareVersion.length() <= MAX_LENGTH,
				"it must have 1 to %d characters".formatted(MAX_LENGTH));
		Assert.isTrue(softwareVersion.chars().allMatch((c) -> c > ' ' && c < 0x7F && c != '-'),
				"it must be printable US-ASCII without blanks and minus signs");
	}

	@Override
	public String toString() {
		return this.softwareVersion;
	}

}
