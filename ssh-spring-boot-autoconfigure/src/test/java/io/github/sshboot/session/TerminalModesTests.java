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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TerminalModesTests {

	@Test
	void usesTheDefaultsOfATerminal() {
		assertThat(TerminalModes.of(Map.of()))
			.isEqualTo(new TerminalModes(true, true, true, false, true, false, false, true, 3, 28, 127, 23, 21, 4));
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
		modes.put(PtyMode.VQUIT, 2);
		modes.put(PtyMode.VWERASE, 5);
		modes.put(PtyMode.VKILL, 24);
		modes.put(PtyMode.VEOF, 26);
		assertThat(TerminalModes.of(modes))
			.isEqualTo(new TerminalModes(false, false, false, false, false, false, false, false, 1, 2, 8, 5, 24, 26));
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
		TerminalModes modes = TerminalModes.of(Map.of(PtyMode.VINTR, value, PtyMode.VERASE, value, PtyMode.VKILL, value,
				PtyMode.VEOF, value, PtyMode.VQUIT, value, PtyMode.VWERASE, value));
		assertThat(modes).returns(-1, TerminalModes::interrupt)
			.returns(-1, TerminalModes::erase)
			.returns(-1, TerminalModes::quit)
			.returns(-1, TerminalModes::wordErase)
			.returns(-1, TerminalModes::kill)
			.returns(-1, TerminalModes::endOfFile);
	}

	@Test
	void findsTheCharactersThatAreSignals() {
		TerminalModes modes = TerminalModes.of(Map.of());
		byte[] data = { 'a', 3, 'b', 28, 3 };
		assertThat(modes.signals(data, 0, 5)).containsExactly("INT", "QUIT");
		assertThat(modes.signals(data, 1, 1)).containsExactly("INT");
		assertThat(modes.signals(data, 2, 2)).containsExactly("QUIT");
		assertThat(modes.signals(data, 0, 1)).isEmpty();
		assertThat(modes.signals(data, 0, 0)).isEmpty();
	}

	@Test
	void thereAreNoSignalsIfTheyAreOff() {
		assertThat(TerminalModes.of(Map.of(PtyMode.ISIG, 0)).signals(new byte[] { 3, 28 }, 0, 2)).isEmpty();
	}

	@Test
	void disabledInterruptIsNoByte() {
		TerminalModes modes = TerminalModes.of(Map.of(PtyMode.VINTR, 255, PtyMode.VQUIT, 255));
		for (int value = 0; value < 256; value++) {
			assertThat(modes.signals(new byte[] { (byte) value }, 0, 1)).as("byte %d", value).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 127, 128, 200, 254 })
	void findsAnyInterruptCharacter(int interrupt) {
		TerminalModes modes = TerminalModes.of(Map.of(PtyMode.VINTR, interrupt));
		assertThat(modes.signals(new byte[] { (byte) interrupt }, 0, 1)).containsExactly("INT");
		assertThat(modes.signals(new byte[] { (byte) (interrupt + 1) }, 0, 1)).isEmpty();
	}

	@Test
	void rawModeTouchesNothing() {
		assertThat(TerminalModes.RAW).returns(false, TerminalModes::echo)
			.returns(false, TerminalModes::canonical)
			.returns(false, TerminalModes::carriageReturnToNewline)
			.returns(false, TerminalModes::newlineToCarriageReturn);
		assertThat(TerminalModes.RAW.signals(new byte[] { 3, 28 }, 0, 2)).isEmpty();
	}

	@Test
	void decodesWhatClientsSend() {
		byte[] encoded = { 3, 0, 0, 0, 127, 53, 0, 0, 0, 0, (byte) 129, 0, 0, (byte) 0x96, 0, 0 };
		assertThat(TerminalModes.decode(encoded))
			.isEqualTo(Map.of(PtyMode.VERASE, 127, PtyMode.ECHO, 0, PtyMode.TTY_OP_OSPEED, 38400));
	}

	@Test
	void decodesUpToTheFirstModeThatIsNotDefined() {
		assertThat(TerminalModes.decode(new byte[] { 53, 0, 0, 0, 0, (byte) 160, 1, 2, 3 }))
			.isEqualTo(Map.of(PtyMode.ECHO, 0));
		assertThat(TerminalModes.decode(new byte[] { 0, 53 })).isEmpty();
		assertThat(TerminalModes.decode(new byte[0])).isEmpty();
	}

	@Test
	void leavesModesOutThatNobodyKnows() {
		assertThat(TerminalModes.decode(new byte[] { 110, 0, 0, 0, 1, 53, 0, 0, 0, 0 }))
			.isEqualTo(Map.of(PtyMode.ECHO, 0));
	}

	@Test
	void refusesModesThatAreCutOff() {
		assertThatIllegalArgumentException().isThrownBy(() -> TerminalModes.decode(new byte[] { 53, 0, 0 }));
	}

}
