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

/**
 * OpenSSH's patterns, in which {@code *} stands for any characters and {@code ?} for one.
 *
 * @since 0.1.0
 */
public final class Wildcards {

	private Wildcards() {
	}

	/**
	 * Return whether a text matches a pattern. Takes no more steps than the product of
	 * the lengths, whatever the pattern.
	 * @param pattern the pattern
	 * @param text the text
	 * @return whether all of the text matches
	 */
	public static boolean match(String pattern, String text) {
		int p = 0;
		int n = 0;
		int star = -1;
		int resume = 0;
		while (n < text.length()) {
			char wanted = (p < pattern.length()) ? pattern.charAt(p) : 0;
			if (p < pattern.length() && wanted == '*') {
				star = p++;
				resume = n;
			}
			else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(n))) {
				p++;
				n++;
			}
			else if (star >= 0) {
				p = star + 1;
				n = ++resume;
			}
			else {
				return false;
			}
		}
		while (p < pattern.length() && pattern.charAt(p) == '*') {
			p++;
		}
		return p == pattern.length();
	}

}
