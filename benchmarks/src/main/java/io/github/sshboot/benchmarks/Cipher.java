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

package io.github.sshboot.benchmarks;

import java.util.List;

/**
 * A cipher and the authentication that goes with it.
 *
 * @param name its name in the tables
 * @param cipher its name on the wire
 * @param mac the name of the authentication on the wire, where the cipher has none
 */
record Cipher(String name, String cipher, String mac) {

	private static final String MAC = "hmac-sha2-256-etm@openssh.com";

	static final List<Cipher> ALL = List.of(new Cipher("aes128-gcm", "aes128-gcm@openssh.com", MAC),
			new Cipher("aes256-ctr + hmac-sha2-256-etm", "aes256-ctr", MAC),
			new Cipher("chacha20-poly1305", "chacha20-poly1305@openssh.com", MAC));

}
