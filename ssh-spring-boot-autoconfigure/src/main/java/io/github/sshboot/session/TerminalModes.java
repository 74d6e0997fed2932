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

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.apache.sshd.common.channel.PtyMode;

/**
 * The terminal modes (RFC 4254 section 8) that the line discipline knows.
 *
 * @param echo whether input is shown
 * @param canonical whether input is edited by lines
 * @param signals whether the characters for interrupt and quit mean signals
 * @param keepsLine whether a signal leaves the line that is being typed
 * @param carriageReturnToNewline whether a carriage return in the input is a newline
 * @param ignoresCarriageReturn whether a carriage return in the input is nothing
 * @param newlineToCarriageReturnInInput whether a newline in the input is a carriage
 * return
 * @param newlineToCarriageReturn whether a newline in the output returns the carriage too
 * @param interrupt the character that interrupts
 * @param quit the character that quits
 * @param erase the character that erases one before it
 * @param wordErase the character that erases the word before it
 * @param kill the character that erases the line
 * @param endOfFile the character that ends the input
 */
record TerminalModes(boolean echo, boolean canonical, boolean signals, boolean keepsLine,
		boolean carriageReturnToNewline, boolean ignoresCarriageReturn, boolean newlineToCarriageReturnInInput,
		boolean newlineToCarriageReturn, int interrupt, int quit, int erase, int wordErase, int kill, int endOfFile) {

	/**
	 * No mode at all: bytes are bytes.
	 */
	static final TerminalModes RAW = new TerminalModes(false, false, false, false, false, false, false, false, -1, -1,
			-1, -1, -1, -1);

	private static final int DISABLED = 255;

	private static final int FIRST_UNDEFINED_OPCODE = 160;

	static TerminalModes of(Map<PtyMode, Integer> modes) {
		boolean processed = on(modes, PtyMode.OPOST);
		return new TerminalModes(on(modes, PtyMode.ECHO), on(modes, PtyMode.ICANON), on(modes, PtyMode.ISIG),
				isSet(modes, PtyMode.NOFLSH), on(modes, PtyMode.ICRNL), isSet(modes, PtyMode.IGNCR),
				isSet(modes, PtyMode.INLCR), processed && on(modes, PtyMode.ONLCR), character(modes, PtyMode.VINTR, 3),
				character(modes, PtyMode.VQUIT, 28), character(modes, PtyMode.VERASE, 127),
				character(modes, PtyMode.VWERASE, 23), character(modes, PtyMode.VKILL, 21),
				character(modes, PtyMode.VEOF, 4));
	}

	private static boolean on(Map<PtyMode, Integer> modes, PtyMode mode) {
		return modes.getOrDefault(mode, 1) != 0;
	}

	private static boolean isSet(Map<PtyMode, Integer> modes, PtyMode mode) {
		return modes.getOrDefault(mode, 0) != 0;
	}

	private static int character(Map<PtyMode, Integer> modes, PtyMode mode, int unset) {
		int value = modes.getOrDefault(mode, unset);
		return (value >= 0 && value < DISABLED) ? value : -1;
	}

	/**
	 * Decode the modes as a client sends them. Those that nobody knows are left out, and
	 * the first that is not defined ends them.
	 * @throws IllegalArgumentException if they are cut off
	 */
	static Map<PtyMode, Integer> decode(byte[] encoded) {
		Map<PtyMode, Integer> modes = new EnumMap<>(PtyMode.class);
		ByteBuffer buffer = ByteBuffer.wrap(encoded);
		while (buffer.hasRemaining()) {
			int opcode = buffer.get() & 0xFF;
			if (opcode == PtyMode.TTY_OP_END || opcode >= FIRST_UNDEFINED_OPCODE) {
				break;
			}
			if (buffer.remaining() < Integer.BYTES) {
				throw new IllegalArgumentException("The modes of the terminal are cut off");
			}
			int value = buffer.getInt();
			PtyMode mode = PtyMode.fromInt(opcode);
			if (mode != null) {
				modes.put(mode, value);
			}
		}
		return modes;
	}

	/**
	 * Return the signals that input means.
	 */
	Set<String> signals(byte[] data, int offset, int length) {
		if (!this.signals) {
			return Set.of();
		}
		Set<String> signals = new LinkedHashSet<>();
		for (int i = offset; i < offset + length; i++) {
			int c = data[i] & 0xFF;
			if (c == this.interrupt) {
				signals.add("INT");
			}
			else if (c == this.quit) {
				signals.add("QUIT");
			}
		}
		return signals;
	}

}
