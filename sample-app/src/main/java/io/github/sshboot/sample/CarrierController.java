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

package io.github.sshboot.sample;

import java.util.stream.Stream;

import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;

/**
 * The carrier's side, so that the demo needs no other machine.
 */
@SshController
class CarrierController {

	@SshCommand(value = "carrier rates", description = "List the price of a kilogram for each destination.")
	Stream<String> rates() {
		return Stream.of("domestic 2.50", "europe 6.00", "world 12.00");
	}

}
