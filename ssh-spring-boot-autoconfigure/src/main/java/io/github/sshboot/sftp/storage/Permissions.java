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

package io.github.sshboot.sftp.storage;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Permissions as the JDK has them and as {@code chmod(2)} has them.
 */
final class Permissions {

	static final int MASK = 0777;

	private static final PosixFilePermission[] ALL = PosixFilePermission.values();

	private Permissions() {
	}

	static int toBits(Set<PosixFilePermission> permissions) {
		int bits = 0;
		for (PosixFilePermission permission : permissions) {
			bits |= bit(permission);
		}
		return bits;
	}

	static Set<PosixFilePermission> of(int bits) {
		Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
		for (PosixFilePermission permission : ALL) {
			if ((bits & bit(permission)) != 0) {
				permissions.add(permission);
			}
		}
		return permissions;
	}

	/**
	 * The constants are declared from {@code OWNER_READ} to {@code OTHERS_EXECUTE}.
	 */
	private static int bit(PosixFilePermission permission) {
		return 0400 >> permission.ordinal();
	}

}
