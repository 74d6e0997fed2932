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

package io.github.sshboot.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import io.github.sshboot.server.SshServer;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;

/**
 * Our server, as an application has it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(BootServer.Commands.class)
public class BootServer {

	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = SpringApplication.run(BootServer.class, args);
		Control.serve(context.getBean(SshServer.class).getPort());
	}

	@SshController
	static class Commands {

		@SshCommand("blob {bytes}")
		void blob(@SshArgument long bytes, OutputStream output) throws IOException {
			Payload.write(bytes, output);
		}

		@SshCommand("sink")
		void sink(InputStream input) throws IOException {
			Payload.drain(input);
		}

		@SshCommand("true")
		void doNothing() {
		}

	}

}
