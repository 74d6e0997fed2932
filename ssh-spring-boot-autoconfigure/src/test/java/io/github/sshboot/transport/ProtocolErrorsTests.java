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

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProtocolErrors}.
 */
class ProtocolErrorsTests {

	@Test
	void textOfAPeerIsMadePrintable() {
		SshException failure = new SshException(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED,
				"no algorithm in x\r\n2026-01-01 forged\u001b[2J");
		assertThat(ProtocolErrors.printable(failure)).isInstanceOfSatisfying(SshException.class, (printable) -> {
			assertThat(printable).hasMessage("no algorithm in x  2026-01-01 forged [2J").hasCause(failure);
			assertThat(printable.getDisconnectCode()).isEqualTo(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED);
		});
	}

	@Test
	void whatIsPrintableStaysAsItIs() {
		SshException failure = new SshException("no algorithm");
		assertThat(ProtocolErrors.printable(failure)).isSameAs(failure);
		IOException loss = new IOException("Connection reset");
		assertThat(ProtocolErrors.printable(loss)).isSameAs(loss);
	}

	@ParameterizedTest
	@CsvSource({ "5, 0, 1, 100", "100, 0, 1, 100", "12, 4, 16, 100", "28, 4, 16, 100", "32, 0, 16, 100" })
	void lengthsThatPacketsCanHave(int length, int ownSize, int block, int max) {
		assertThatCode(() -> ProtocolErrors.checkLength(length, ownSize, block, max)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "4, 0, 1, 100", "0, 0, 1, 100", "-1, 0, 1, 100", "-2147483648, 0, 1, 100", "101, 0, 1, 100",
			"2147483647, 4, 16, 100", "12, 0, 16, 100", "32, 4, 16, 100" })
	void lengthsThatPacketsCannotHave(int length, int ownSize, int block, int max) {
		assertThatExceptionOfType(SshException.class)
			.isThrownBy(() -> ProtocolErrors.checkLength(length, ownSize, block, max))
			.withMessageContaining("%d bytes", length)
			.satisfies(
					(ex) -> assertThat(ex.getDisconnectCode()).isEqualTo(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR));
	}

}
