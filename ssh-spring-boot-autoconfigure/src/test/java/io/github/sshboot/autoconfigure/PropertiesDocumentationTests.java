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

package io.github.sshboot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.autoconfigure.client.SshClientProperties;
import io.github.sshboot.autoconfigure.server.SshServerProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/properties.md} is made from the metadata of the properties.
 */
class PropertiesDocumentationTests {

	private static final Path DOCUMENT = Path.of("../docs/properties.md");

	private static final Path GENERATED = Path.of("target/properties.md");

	private static final String HEAD = """
			# Properties

			Made from the configuration metadata, which an IDE shows as well. Names of users and connections that
			come from environment variables are lower case. Where a property holds keys, its value is a resource
			location (`file:`, `classpath:`, or a plain path, where `~/` is the home directory), `base64:` followed by
			the content, or the content itself.

			""";

	@Test
	void documentIsUpToDate() throws IOException {
		String expected = HEAD + table("ssh.server") + "\n" + table("ssh.client") + "\n" + nested();
		Files.writeString(GENERATED, expected);
		assertThat(DOCUMENT).as("docs/properties.md differs from the metadata; copy %s", GENERATED.toAbsolutePath())
			.hasContent(expected);
	}

	@ParameterizedTest
	@ValueSource(classes = { SshClientProperties.Connection.class, SshClientProperties.Tunnel.class,
			SshServerProperties.Authentication.User.class })
	void propertiesInMapsAreInTheDocument(Class<?> type) {
		List<String> names = Stream.of(BeanUtils.getPropertyDescriptors(type))
			.map(PropertyDescriptor::getName)
			.filter((name) -> !name.equals("class"))
			.map((name) -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.toList();
		assertThat(names).isNotEmpty()
			.allSatisfy((name) -> assertThat(nested()).containsPattern("`" + name + "(\\.\\*)?`"));
	}

	private String table(String prefix) throws IOException {
		return "## `%s`%n%n| property | default | |%n| --- | --- | --- |%n".formatted(prefix)
				+ ConfigurationMetadata.properties()
					.stream()
					.filter((property) -> name(property).startsWith(prefix + "."))
					.sorted(Comparator.comparing(this::name))
					.map((property) -> "| `%s` | %s | %s |%n".formatted(name(property), defaultValue(property),
							property.get("description")))
					.collect(Collectors.joining());
	}

	/**
	 * The metadata does not look into maps.
	 */
	private String nested() {
		return """
				## Users: `ssh.server.authentication.users.<name>`

				| property | |
				| --- | --- |
				| `password` | Password as a Spring Security password encoder wrote it, with the prefix that tells which, \
				for example `{bcrypt}`. |
				| `public-keys` | Public keys the user may log in with. |
				| `authorities` | Authorities of the user, which handlers find in `SshIdentity`. |

				## Connections: `ssh.client.connections.<name>`

				| property | default | |
				| --- | --- | --- |
				| `host` | | Host name or address. Required. |
				| `port` | `22` | Port. |
				| `address-family` | that of `ssh.client` | `any`, `ipv4` or `ipv6`. |
				| `local-address` | any | Address of this machine to connect from: `host`, `host:port` or \
				`[IPv6 address]:port`. Used with addresses of its own kind. |
				| `identification` | that of `ssh.client` | Software version to identify the client with. |
				| `username` | the operating system's user | User to log in as. |
				| `password` | | Password to log in with. It also answers a server that prompts for one. |
				| `private-keys` | those of `ssh.client` | Private keys to log in with, in OpenSSH or PEM form. |
				| `passphrase` | that of `ssh.client` | Passphrase of private keys that are encrypted. |
				| `passphrases` | | Passphrases of single private keys of the connection, in the order of the keys. An empty one stands for the common passphrase. |
				| `certificates` | those of `ssh.client` | OpenSSH certificates for private keys, where they are not in `-cert.pub` files beside them. |
				| `default-keys` | that of `ssh.client` | Whether to log in with the keys in the home directory where no private key, certificate or password is set. |
				| `use-agent` | that of `ssh.client` | Whether to log in with the keys of an agent, too. |
				| `host-key-verification` | that of `ssh.client` | `strict`, `accept-new` or `none`. |
				| `known-hosts` | that of `ssh.client` | OpenSSH `known_hosts`. |
				| `host-key` | | The only host keys to trust, instead of `known-hosts` and `host-key-verification`: each a \
				public key, `@cert-authority` and the public key of an authority, the fingerprint of a key \
				(`SHA256:...`, perhaps after the key's type), or the location of a public key. |
				| `connect-timeout` | that of `ssh.client` | How long connecting may take until the login begins. |
				| `login-timeout` | that of `ssh.client` | How long logging in may take. |
				| `proxy-jump` | | Names of the connections to go through, the first one first. |
				| `pool.*`, `file-transfer.*` | those of `ssh.client` | As there. |
				| `algorithms.*`, `rekey.*`, `keep-alive.*`, `window.*` | those of `ssh.client` | As there. Signs in \
				front of algorithms change the lists of `ssh.client`. |
				| `tunnels` | | Tunnels by name, see below. |

				## Tunnels: `ssh.client.connections.<name>.tunnels.<tunnel>`

				| property | default | |
				| --- | --- | --- |
				| `type` | `local` | `local` begins on this machine and leads to a target of the server, `remote` begins \
				on the server and leads to a target of this machine, `dynamic` begins on this machine and leads to wherever \
				those who connect ask for by SOCKS. |
				| `listen` | `0` | Where to listen, on this machine or, if it is remote, on the server: a port of the \
				loopback address, `host:port`, `[IPv6 address]:port`, `*:port` for all addresses, or the path of a \
				Unix-domain socket. Port 0 stands for a free one, which is \
				`local.ssh.client.<name>.tunnels.<tunnel>.port` then. |
				| `target` | | Where the tunnel leads to: `host:port`, `[IPv6 address]:port` or the path of a \
				Unix-domain socket. Required, unless it is dynamic. |
				| `username`, `password` | none | What those who connect to a dynamic tunnel must know. |
				| `wait-timeout` | `10s` | How long a connection through the tunnel waits while the one to the server is \
				lost. |
				| `required` | `true` | Whether the application starts only if the tunnel is up. Otherwise it is opened in \
				the background, as soon as the server can be reached. |
				""";
	}

	private String name(Map<String, Object> property) {
		return (String) property.get("name");
	}

	private String defaultValue(Map<String, Object> property) {
		Object value = property.get("defaultValue");
		if (value == null || value.equals("")) {
			return "";
		}
		return "`%s`".formatted((value instanceof List<?> list)
				? list.stream().map(String::valueOf).collect(Collectors.joining(", ")) : value);
	}

}
