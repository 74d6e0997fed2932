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

import java.io.PrintWriter;
import java.util.List;

import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.session.annotation.SshOption;

@SshController
class Deployments {

	enum Environment {

		STAGING, PRODUCTION

	}

	@SshCommand(value = "deploy {environment}", description = "Deploy what is on main.")
	int deploy(@SshArgument(description = "Where to.") Environment environment,
			@SshOption({ "-n", "--dry-run" }) boolean dryRun, @SshOption(defaultValue = "3") int attempts,
			@SshOption("--tag") List<String> tags, PrintWriter out) {
		out.println("%s %s to %s in %d attempts".formatted(dryRun ? "Would deploy" : "Deploying", tags, environment,
				attempts));
		return dryRun ? 1 : 0;
	}

}
