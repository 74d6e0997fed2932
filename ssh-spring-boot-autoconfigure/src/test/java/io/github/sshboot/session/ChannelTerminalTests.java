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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.sshboot.session.ChannelTerminal.Size;
import io.github.sshboot.session.SshTerminal.RawMode;
import org.apache.sshd.common.channel.PtyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelTerminalTests {

	@ParameterizedTest
	@ValueSource(strings = { "xterm", "xterm-256color", "screen.xterm", "vt100", "rxvt-unicode", "linux", "sun+x_y" })
	void keepsPlainTypes(String type) {
		assertThat(new ChannelTerminal(type, Size.of(80, 24, 0, 0), Map.of()).getType()).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "xterm\n", "xterm\u001b[2J", "../../etc/passwd", "a b", "a;b", "$(id)", "äterm",
			"a\u0000" })
	void anyOtherTypeIsDumb(String type) {
		assertThat(new ChannelTerminal(type, Size.of(80, 24, 0, 0), Map.of()).getType()).isEqualTo("dumb");
	}

	@Test
	void boundsTheLengthOfTheType() {
		assertThat(new ChannelTerminal("x".repeat(64), Size.of(80, 24, 0, 0), Map.of()).getType()).hasSize(64);
		assertThat(new ChannelTerminal("x".repeat(65), Size.of(80, 24, 0, 0), Map.of()).getType()).isEqualTo("dumb");
	}

	@ParameterizedTest
	@CsvSource({ "132, 43, 132, 43", "1, 1, 1, 1", "0, 0, 80, 24", "0, 50, 80, 50", "100, 0, 100, 24", "-1, -1, 1, 1",
			"10000, 10000, 10000, 10000", "10001, 2147483647, 10000, 10000", "-2147483648, 5, 1, 5" })
	void keepsTheSizeWithinBounds(int columns, int rows, int expectedColumns, int expectedRows) {
		ChannelTerminal terminal = new ChannelTerminal("xterm", Size.of(columns, rows, 0, 0), Map.of());
		assertThat(terminal.getColumns()).isEqualTo(expectedColumns);
		assertThat(terminal.getRows()).isEqualTo(expectedRows);
		ChannelTerminal resized = new ChannelTerminal("xterm", Size.of(7, 7, 0, 0), Map.of());
		resized.resize(Size.of(columns, rows, 0, 0));
		assertThat(resized.getColumns()).isEqualTo(expectedColumns);
		assertThat(resized.getRows()).isEqualTo(expectedRows);
	}

	@Test
	void tellsListenersOfTheNewSize() {
		ChannelTerminal terminal = new ChannelTerminal("xterm", Size.of(80, 24, 0, 0), Map.of());
		List<String> heard = new ArrayList<>();
		terminal.onResize(() -> heard.add("first " + terminal.getColumns() + "x" + terminal.getRows()));
		terminal.onResize(() -> heard.add("second"));
		assertThat(heard).isEmpty();
		terminal.resize(Size.of(100, 50, 0, 0));
		assertThat(heard).containsExactly("first 100x50", "second");
	}

	@ParameterizedTest
	@CsvSource({ "640, 480, 640, 480", "0, 0, 0, 0", "-1, -2147483648, 0, 0", "100001, 2147483647, 100000, 100000" })
	void keepsPixelsWithinBounds(int width, int height, int expectedWidth, int expectedHeight) {
		ChannelTerminal terminal = new ChannelTerminal("xterm", Size.of(80, 24, width, height), Map.of());
		assertThat(terminal.getPixelWidth()).isEqualTo(expectedWidth);
		assertThat(terminal.getPixelHeight()).isEqualTo(expectedHeight);
	}

	@Test
	void tellsTheModesOfTheClient() {
		ChannelTerminal terminal = new ChannelTerminal("xterm", Size.of(80, 24, 0, 0),
				Map.of(PtyMode.ECHO, 0, PtyMode.VINTR, 3));
		assertThat(terminal.getModes()).isEqualTo(Map.of("ECHO", 0, "VINTR", 3)).isUnmodifiable();
		assertThat(terminal.modes().echo()).isFalse();
	}

	@Test
	void rawModeLastsUntilTheLastOfThemIsClosed() {
		ChannelTerminal terminal = new ChannelTerminal("xterm", Size.of(80, 24, 0, 0), Map.of());
		RawMode outer = terminal.enterRawMode();
		RawMode inner = terminal.enterRawMode();
		assertThat(terminal.modes()).isEqualTo(TerminalModes.RAW);
		inner.close();
		inner.close();
		assertThat(terminal.modes()).isEqualTo(TerminalModes.RAW);
		outer.close();
		assertThat(terminal.modes()).isEqualTo(TerminalModes.of(Map.of()));
	}

}
