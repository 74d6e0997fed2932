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

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;

/**
 * What symbolic links hold.
 */
final class LinkTargets {

	private LinkTargets() {
	}

	/**
	 * Return what a link holds for a target. An absolute one becomes relative, so that
	 * the link leads to the same file for an application that knows nothing of the root.
	 * @param link the canonical virtual path of the link
	 * @param target the target that the client wants
	 * @throws AccessDeniedException if it leads out of the root
	 */
	static String toStored(String link, String target) throws IOException {
		if (target.isEmpty() || leadsOutside(link, target)) {
			if (!target.startsWith("/") || leadsOutside("/link", target.substring(1))) {
				throw new AccessDeniedException(link, null, "the target is outside");
			}
		}
		if (!target.startsWith("/")) {
			return target;
		}
		String relative = "../".repeat(depth(link)) + target.replaceFirst("^/+", "");
		return relative.isEmpty() ? "." : relative;
	}

	/**
	 * Return whether the target of a link, as the operating system would follow it, may
	 * be outside the root.
	 */
	static boolean leadsOutside(String link, String target) {
		if (target.startsWith("/")) {
			return true;
		}
		int depth = depth(link);
		for (String component : target.split("/")) {
			if (component.equals("..")) {
				depth--;
			}
			else if (!component.isEmpty() && !component.equals(".")) {
				depth++;
			}
			if (depth < 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return how many directories a link is below the root.
	 */
	private static int depth(String link) {
		return (int) Arrays.stream(link.split("/")).filter((component) -> !component.isEmpty()).count() - 1;
	}

}
