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

import java.io.IOException;
import java.nio.file.Path;

/**
 * OpenSSH's rule for files of private keys: whoever runs the program must not let others
 * at the key if the file is theirs. A file of somebody else is that one's business, such
 * as a secret that Kubernetes mounts as root's and readable for a group.
 */
final class PrivateKeyPermissions {

	private static final int OTHERS = 0077;

	private PrivateKeyPermissions() {
	}

	/**
	 * Return whether a file must not be used. Of a symbolic link, the target counts.
	 */
	static boolean areTooOpen(Path file) throws IOException {
		if (!UnixFiles.hasPermissions(file)) {
			return false;
		}
		return (UnixFiles.mode(file) & OTHERS) != 0 && isOwn(file);
	}

	/**
	 * Return the permissions as {@code chmod} takes them.
	 */
	static String mode(Path file) throws IOException {
		return "%04o".formatted(UnixFiles.mode(file) & 07777);
	}

	private static boolean isOwn(Path file) throws IOException {
		Long uid = UnixFiles.processOwner();
		// not knowing who we are is no reason to be lenient
		return uid == null || UnixFiles.owner(file) == uid;
	}

}
