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

package io.github.sshboot.client.shell;

/**
 * A text to match patterns against for a limited time: what some patterns do with some
 * texts would take years.
 */
final class TimedText implements CharSequence {

	private static final int CHECK_MASK = 0xFFF;

	private final CharSequence text;

	private final long nanos;

	private int count;

	/**
	 * Create a new {@link TimedText}.
	 * @param text the text
	 * @param nanos when the time is over, by {@link System#nanoTime()}
	 */
	TimedText(CharSequence text, long nanos) {
		this.text = text;
		this.nanos = nanos;
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public char charAt(int index) {
		if ((++this.count & CHECK_MASK) == 0
				&& (System.nanoTime() - this.nanos > 0 || Thread.currentThread().isInterrupted())) {
			throw new TimeIsOverException();
		}
		return this.text.charAt(index);
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.text.subSequence(start, end);
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

	/**
	 * The time is over.
	 */
	static final class TimeIsOverException extends RuntimeException {

	}

}
