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

import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

class Releases {

	private static final Log logger = LogFactory.getLog(Releases.class);

	private final SshClient host;

	Releases(SshClient host) {
		this.host = host;
	}

	void publish(int number, String notes) {
		try (SshConnection connection = this.host.connect()) {
			logger.info(connection.getInfo().peerVersion() + " has the key " + connection.getServerKey().fingerprint());
			connection.exec("mkdir -p ~/releases/" + number).retrieve().asString();
			connection.exec("cat > ~/releases/%d/notes.txt".formatted(number)).input(notes).retrieve().asString();
			logger.info("Round trip: " + connection.ping());
		}
	}

}
