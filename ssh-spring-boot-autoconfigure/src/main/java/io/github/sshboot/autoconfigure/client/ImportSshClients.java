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

package io.github.sshboot.autoconfigure.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Makes beans of the clients of configured connections. Each is injected by the name of
 * its connection, and nowhere else:
 *
 * <pre class="code">
 * &#64;Configuration
 * &#64;ImportSshClients({ "build", "db" })
 * class Hosts {
 *
 *     &#64;Bean
 *     Backup backup(&#64;Qualifier("db") SshClient db) { ... }
 *
 * }
 * </pre>
 *
 * An application whose connections lack one of the names does not start.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(ImportSshClientsRegistrar.class)
public @interface ImportSshClients {

	/**
	 * The names of the connections, as in {@code ssh.client.connections.<name>}.
	 * @return the names
	 */
	String[] value();

}
