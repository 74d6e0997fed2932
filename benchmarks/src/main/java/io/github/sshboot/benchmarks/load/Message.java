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

package io.github.sshboot.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A message to send, written in the types of RFC 4251, section 5.
 */
final class Message {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	static Message of(int number) {
		return new Message().octet(number);
	}

	Message octet(int value) {
		this.bytes.write(value);
		return this;
	}

	Message bool(boolean value) {
		return octet(value ? 1 : 0);
	}

	Message uint32(long value) {
		return octet((int) (value >>> 24)).octet((int) (value >>> 16)).octet((int) (value >>> 8)).octet((int) value);
	}

	Message string(String value) {
		return string(value.getBytes(StandardCharsets.UTF_8));
	}

	Message string(byte[] value) {
		return uint32(value.length).raw(value);
	}

	Message mpint(BigInteger value) {
		return (value.signum() == 0) ? uint32(0) : string(value.toByteArray());
	}

	Message raw(byte[] value) {
		this.bytes.writeBytes(value);
		return this;
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

}
