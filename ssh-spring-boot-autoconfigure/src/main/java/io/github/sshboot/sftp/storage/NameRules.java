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

import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.AntPathMatcher;
import org.springframework.util.PathMatcher;

/**
 * Which names there may be: patterns like {@code *.csv} for a name anywhere and
 * {@code /inbox/**} for a path from the root, as {@link AntPathMatcher} has them.
 */
final class NameRules {

	private final PathMatcher matcher = new AntPathMatcher();

	private final List<String> allow;

	private final List<String> deny;

	private final boolean paths;

	NameRules(List<String> allow, List<String> deny) {
		this.allow = allow.stream().map(NameRules::toPath).toList();
		this.paths = Stream.concat(allow.stream(), deny.stream()).anyMatch((pattern) -> pattern.indexOf('/') >= 0);
		this.deny = deny.stream().map(NameRules::toPath).toList();
	}

	private static String toPath(String pattern) {
		return (pattern.indexOf('/') >= 0) ? pattern : "/**/" + pattern;
	}

	/**
	 * Return whether what is below a directory may be seen or not because of the name of
	 * that directory.
	 */
	boolean arePaths() {
		return this.paths;
	}

	/**
	 * Return whether nothing may have a path, be it a file or a directory.
	 */
	boolean isDenied(String path) {
		return matches(this.deny, path);
	}

	/**
	 * Return whether what is no directory may have a path that is not denied.
	 */
	boolean isFileAllowed(String path) {
		return this.allow.isEmpty() || matches(this.allow, path);
	}

	private boolean matches(List<String> patterns, String path) {
		return !patterns.isEmpty() && patterns.stream().anyMatch((pattern) -> this.matcher.match(pattern, path));
	}

}
