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

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.client.ExecSpec;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshConnectException;
import io.github.sshboot.client.SshConnection;
import io.github.sshboot.connection.SshConnectionListener;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of {@code docs/client.md} that says what AsyncSSH's parameters are here.
 */
class AsyncSshParametersTests {

	private static final List<String> PARAMETERS = List.of("client_factory", "host", "port", "loop", "family", "flags",
			"local_addr", "known_hosts", "username", "client_keys", "password", "kex_algs", "encryption_algs",
			"mac_algs", "compression_algs", "rekey_bytes", "rekey_seconds");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern PROPERTY = Pattern.compile("\\.?[a-z-]+(\\.[a-z-]+)*(: .+)?");

	private static final Pattern MEMBER = Pattern.compile("(?:Builder\\.)?([a-z][A-Za-z]+)(\\(.*\\))?");

	private static final List<String> PACKAGES = List.of("java.util.concurrent.", "io.github.sshboot.client.",
			"io.github.sshboot.connection.", "io.github.sshboot.authentication.");

	@Test
	void everyParameterIsInTheTable() throws IOException {
		assertThat(column(1)).containsAll(PARAMETERS);
	}

	@Test
	void everythingInTheTableIsThere() throws IOException {
		Set<String> names = names();
		assertThat(column(2)).hasSizeGreaterThan(40)
			.allSatisfy((code) -> assertThat(isType(code) || names.contains(name(code))).as(code).isTrue());
	}

	private static Set<String> column(int column) throws IOException {
		String section = Files.readString(Path.of("../docs/client.md")).split("## AsyncSSH's parameters")[1];
		return section.lines()
			.filter((line) -> line.startsWith("| `") || line.startsWith("| returns"))
			.flatMap((line) -> CODE.matcher(line.split("\\|")[column]).results())
			.map((code) -> code.group(1))
			.collect(Collectors.toSet());
	}

	private static boolean isType(String code) {
		return PACKAGES.stream().anyMatch((name) -> exists(name + code));
	}

	private static boolean exists(String type) {
		try {
			Class.forName(type);
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Return the last part of the name of a property or member.
	 */
	private static String name(String entry) {
		String code = entry.replace("connections.<name>", "");
		if (PROPERTY.matcher(code).matches()) {
			String property = code.split(":")[0];
			return property.substring(property.lastIndexOf('.') + 1);
		}
		return MEMBER.matcher(code).results().map((match) -> match.group(1)).findFirst().orElse(code);
	}

	private static Set<String> names() {
		Set<String> names = new HashSet<>();
		properties(SshClientProperties.Connection.class, names);
		for (Class<?> type : List.of(SshClient.class, SshClient.Builder.class, SshConnection.class, ExecSpec.class,
				SshConnectException.class, SshConnectionListener.class)) {
			Stream.of(type.getMethods()).map(Method::getName).forEach(names::add);
		}
		return names;
	}

	private static void properties(Class<?> type, Set<String> names) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			names.add(property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
			Class<?> group = property.getPropertyType();
			if (group != null && group.getName().startsWith("io.github.sshboot.autoconfigure.")) {
				properties(group, names);
			}
		}
	}

}
