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

package io.github.sshboot.sftp.protocol;

/**
 * What {@link PacketType#REALPATH} is to say about the file (version 6). The ordinal of a
 * constant, plus one, is its number.
 *
 * @since 0.1.0
 */
public enum RealPathControl {

	/**
	 * Nothing: it need not be there.
	 */
	NO_CHECK,

	/**
	 * Its attributes, if it is there.
	 */
	STAT_IF,

	/**
	 * Its attributes; fail if it is not there.
	 */
	STAT_ALWAYS;

	/**
	 * Return the number.
	 * @return the number
	 */
	public int code() {
		return ordinal() + 1;
	}

	/**
	 * Return the constant of a number.
	 * @param code the number
	 * @return the constant
	 * @throws PacketFormatException if there is none
	 */
	public static RealPathControl of(int code) throws PacketFormatException {
		return switch (code) {
			case 1 -> NO_CHECK;
			case 2 -> STAT_IF;
			case 3 -> STAT_ALWAYS;
			default -> throw new PacketFormatException("There is no control byte " + code);
		};
	}

}
