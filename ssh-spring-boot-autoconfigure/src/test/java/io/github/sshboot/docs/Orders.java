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

package io.github.sshboot.docs;

import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshExceptionHandler;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

@SshController
class Orders {

	@SshCommand("order {count}")
	String order(@SshArgument @Min(1) @Max(10) int count) {
		if (count == 10) {
			throw new IllegalStateException("sold out");
		}
		return count + " ordered";
	}

	@SshExceptionHandler
	int soldOut(IllegalStateException ex, SshSession session) {
		session.getErrorWriter().println("Sorry, " + ex.getMessage());
		return 75;
	}

}
