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
 * How a file is to be renamed (from version 5).
 *
 * @since 0.1.0
 */
public final class RenameFlags {

	/**
	 * Replace what has the new name.
	 */
	public static final int OVERWRITE = 0x1;

	/**
	 * Replace what has the new name in one step.
	 */
	public static final int ATOMIC = 0x2;

	/**
	 * Do it as the server does it.
	 */
	public static final int NATIVE = 0x4;

	private RenameFlags() {
	}

}
