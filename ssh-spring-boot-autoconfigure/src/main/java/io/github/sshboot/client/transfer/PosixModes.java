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

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Translates permissions. Bits for set-uid, set-gid and sticky are unknown to Java, and
 * not wanted of a server.
 */
public final class PosixModes {

	private static final PosixFilePermission[] FROM_LOWEST = { PosixFilePermission.OTHERS_EXECUTE,
			PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_EXECUTE,
			PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ, PosixFilePermission.OWNER_EXECUTE,
			PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ };

	private PosixModes() {
	}

	/**
	 * Return permissions as {@code chmod} has them.
	 * @param permissions the permissions
	 * @return the bits, 0777 at the most
	 */
	public static int mode(Set<PosixFilePermission> permissions) {
		int mode = 0;
		for (int bit = 0; bit < FROM_LOWEST.length; bit++) {
			if (permissions.contains(FROM_LOWEST[bit])) {
				mode |= 1 << bit;
			}
		}
		return mode;
	}

	/**
	 * Return permissions as Java has them.
	 * @param mode the permissions as {@code chmod} has them; other bits do not count
	 * @return the permissions
	 */
	public static Set<PosixFilePermission> permissions(int mode) {
		Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
		for (int bit = 0; bit < FROM_LOWEST.length; bit++) {
			if ((mode & 1 << bit) != 0) {
				permissions.add(FROM_LOWEST[bit]);
			}
		}
		return permissions;
	}

}
