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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.sshboot.client.ExecResult;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshDialogue;
import io.github.sshboot.client.SshProcess;
import io.github.sshboot.client.TerminalSpec;

import org.springframework.core.io.Resource;

/**
 * What a client does on a host.
 */
class HostCommands {

	private final SshClient client;

	HostCommands(SshClient client) {
		this.client = client;
	}

	ExecResult sort() {
		ExecResult result = this.client.exec("sort -u")
			.input("b\na\n")
			.env("LC_ALL", "C")
			.timeout(Duration.ofSeconds(5))
			.run();
		return result;
	}

	List<String> list() {
		List<String> names = this.client.exec("ls /").retrieve().lines();
		return names;
	}

	String show(String file) {
		String content = this.client.exec("cat", "--", file).retrieve().asString();
		return content;
	}

	void restore(Resource dump, Path log, Consumer<String> progress) {
		this.client.exec("zcat | psql app").input(dump).output(log).errorLines(progress).expectStatus(0).run();
	}

	String find(String pattern) {
		String found = this.client.exec("grep", "-r", pattern, "/etc/ssh")
			.retrieve()
			.onStatus((status) -> status == 1, (result) -> {
				throw new IllegalArgumentException("Nothing matches " + pattern);
			})
			.asString();
		return found;
	}

	long errors() {
		try (Stream<String> lines = this.client.exec("journalctl --no-pager").retrieve().stream()) {
			return lines.filter((line) -> line.contains("error")).count();
		}
	}

	CompletableFuture<Integer> later() {
		CompletableFuture<Integer> count = this.client.exec("find / -xdev | wc -l")
			.runAsync()
			.thenApply((result) -> Integer.parseInt(result.getOutput().strip()));
		return count;
	}

	void live() throws IOException, InterruptedException {
		try (SshProcess process = this.client.exec("top").pty(TerminalSpec.of("xterm", 120, 40)).start()) {
			process.getOutput().transferTo(System.out);
			process.resize(80, 24);
			process.signal("TERM");
			process.waitFor();
		}
	}

	String configuration(String password) {
		try (SshDialogue router = this.client.shell().expect().plainText()) {
			router.whenever("--More--", " ");
			router.prompt(Pattern.compile("(?m)^[\\w.-]+[>#] ?\\z"));
			router.expectPrompt();
			router.sendLine("enable");
			router.expect("Password: ");
			router.sendSecret(password);
			router.expectPrompt();
			return router.run("show running-config");
		}
	}

	String disk() {
		try (SshDialogue shell = this.client.shell().expect().plainText()) {
			shell.detectPrompt();
			String disk = shell.run("df -h /");
			shell.sendLine("exit");
			shell.expectEnd();
			return disk;
		}
	}

}
