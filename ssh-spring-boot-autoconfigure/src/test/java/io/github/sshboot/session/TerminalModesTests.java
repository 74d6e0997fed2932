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

import java.util.EnumMap;
import java.util.Map;

import org.apache.sshd.common.channel.PtyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalModesTests {

	@Test
	void usesTheDefaultsOfATerminal() {
		assertThat(TerminalModes.of(Map.of()))
			.isEqualTo(new TerminalModes(true, true, true, true, true, 3, 127, 21, 4));
	}

	@Test
	void takesWhatTheClientAsksFor() {
		Map<PtyMode, Integer> modes = new EnumMap<>(PtyMode.class);
		modes.put(PtyMode.ECHO, 0);
		modes.put(PtyMode.ICANON, 0);
		modes.put(PtyMode.ISIG, 0);
		modes.put(PtyMode.ICRNL, 0);
		modes.put(PtyMode.ONLCR, 0);
		modes.put(PtyMode.VINTR, 1);
		modes.put(PtyMode.VERASE, 8);
		modes.put(PtyMode.VKILL, 24);
		modes.put(PtyMode.VEOF, 26);
		assertThat(TerminalModes.of(modes))
			.isEqualTo(new TerminalModes(false, false, false, false, false, 1, 8, 24, 26));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, true", "0, 1, false", "1, 0, false", "0, 0, false" })
	void newlineReturnsTheCarriageOnlyIfOutputIsProcessed(int opost, int onlcr, boolean expected) {
		TerminalModes modes = TerminalModes.of(Map.of(PtyMode.OPOST, opost, PtyMode.ONLCR, onlcr));
		assertThat(modes.newlineToCarriageReturn()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(ints = { 255, 256, -1, Integer.MAX_VALUE, Integer.MIN_VALUE })
	void disablesCharactersThatAreNone(int value) {
		TerminalModes modes = TerminalModes
			.of(Map.of(PtyMode.VINTR, value, PtyMode.VERASE, value, PtyMode.VKILL, value, PtyMode.VEOF, value));
		assertThat(modes).returns(-1, TerminalModes::interrupt)
			.returns(-1, TerminalModes::erase)
			.returns(-1, TerminalModes::kill)
			.returns(-1, TerminalModes::endOfFile);
	}

	@Test
	void findsTheInterruptCharacter() {
		TerminalModes modes = TerminalModes.of(Map.of());
		byte[] data = { 'a', 3, 'b', 'c' };
		assertThat(modes.isInterrupt(data, 0, 4)).isTrue();
		assertThat(modes.isInterrupt(data, 1, 1)).isTrue();
		assertThat(modes.isInterrupt(data, 0, 1)).isFalse();
		assertThat(modes.isInterrupt(data, 2, 2)).isFalse();
		assertThat(modes.isInterrupt(data, 0, 0)).isFalse();
	}

	@Test
	void thereIsNoInterruptWithoutSignals() {
		assertThat(TerminalModes.of(Map.of(PtyMode.ISIG, 0)).isInterrupt(new byte[] { 3 }, 0, 1)).isFalse();
	}

	@Test
	void disabledInterruptIsNoByte() {
		TerminalModes modes = TerminalModes.of(Map.of(PtyMode.VINTR, 255));
		for (int value = 0; value < 256; value++) {
			assertThat(modes.isInterrupt(new byte[] { (byte) value }, 0, 1)).as("byte %d", value).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 127, 128, 200, 254 })
	void findsAnyInterruptCharacter(int interrupt) {
		TerminalModes modes = TerminalModes.of(Map.of(PtyMode.VINTR, interrupt));
		assertThat(modes.isInterrupt(new byte[] { (byte) interrupt }, 0, 1)).isTrue();
		assertThat(modes.isInterrupt(new byte[] { (byte) (interrupt + 1) }, 0, 1)).isFalse();
	}

}
