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

package io.github.sshboot.autoconfigure.server;

import java.io.IOException;

import io.github.sshboot.session.annotation.SshCommandCatalog;
import io.github.sshboot.session.shell.CommandShell;
import io.github.sshboot.session.shell.ShellPrompt;
import io.github.sshboot.session.shell.ShellSettings;
import org.jline.reader.LineReader;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * The shell, which needs JLine.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(LineReader.class)
@ImportRuntimeHints(ShellRuntimeHints.class)
class ShellConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CommandShell sshCommandShell(SshCommandCatalog commands, SshServerProperties properties, Environment environment,
			ObjectProvider<ShellPrompt> prompt) {
		ShellSettings settings = SshServerPropertiesMapper.shell(properties.getSession(),
				environment.getProperty("spring.application.name"));
		try {
			return new CommandShell(commands, settings, prompt.getIfUnique());
		}
		catch (IOException ex) {
			throw new InvalidConfigurationPropertyValueException("ssh.server.session.history-directory",
					settings.historyDirectory(), "it cannot be created: " + ex);
		}
	}

}
