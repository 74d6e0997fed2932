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

package io.github.sshboot.session;

import java.util.Map;

import org.apache.sshd.common.channel.PtyMode;

/**
 * The terminal modes (RFC 4254 section 8) that the line discipline knows.
 *
 * @param echo whether input is shown
 * @param canonical whether input is edited by lines
 * @param signals whether the interrupt character means a signal
 * @param carriageReturnToNewline whether a carriage return in the input is a newline
 * @param newlineToCarriageReturn whether a newline in the output returns the carriage too
 * @param interrupt the character that interrupts
 * @param erase the character that erases one before it
 * @param kill the character that erases the line
 * @param endOfFile the character that ends the input
 */
record TerminalModes(boolean echo, boolean canonical, boolean signals, boolean carriageReturnToNewline,
		boolean newlineToCarriageReturn, int interrupt, int erase, int kill, int endOfFile) {

	private static final int DISABLED = 255;

	static TerminalModes of(Map<PtyMode, Integer> modes) {
		boolean processed = on(modes, PtyMode.OPOST);
		return new TerminalModes(on(modes, PtyMode.ECHO), on(modes, PtyMode.ICANON), on(modes, PtyMode.ISIG),
				on(modes, PtyMode.ICRNL), processed && on(modes, PtyMode.ONLCR), character(modes, PtyMode.VINTR, 3),
				character(modes, PtyMode.VERASE, 127), character(modes, PtyMode.VKILL, 21),
				character(modes, PtyMode.VEOF, 4));
	}

	private static boolean on(Map<PtyMode, Integer> modes, PtyMode mode) {
		return modes.getOrDefault(mode, 1) != 0;
	}

	private static int character(Map<PtyMode, Integer> modes, PtyMode mode, int unset) {
		int value = modes.getOrDefault(mode, unset);
		return (value >= 0 && value < DISABLED) ? value : -1;
	}

	boolean isInterrupt(byte[] data, int offset, int length) {
		if (this.signals) {
			for (int i = offset; i < offset + length; i++) {
				if ((data[i] & 0xFF) == this.interrupt) {
					return true;
				}
			}
		}
		return false;
	}

}
