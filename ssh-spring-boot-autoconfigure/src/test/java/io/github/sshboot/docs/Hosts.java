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

import io.github.sshboot.autoconfigure.client.ImportSshClients;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientBuilderCustomizer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ImportSshClients("db")
class Hosts {

	@Bean
	Backup backup(@Qualifier("db") SshClient db) {
		return new Backup(db);
	}

	@Bean
	SshClientBuilderCustomizer vault(Vault vault) {
		return (client, name) -> {
			if ("db".equals(name)) {
				client.password((endpoint, username) -> vault.password(endpoint.host(), username));
			}
		};
	}

}
