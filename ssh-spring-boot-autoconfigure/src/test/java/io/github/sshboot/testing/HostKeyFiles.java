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

package io.github.sshboot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.transport.HostKeySettings;
import io.github.sshboot.transport.KeyMaterial;
import io.github.sshboot.transport.PrivateKeySource;

/**
 * Host keys, certificates and {@code known_hosts}, made with {@code ssh-keygen}.
 */
public final class HostKeyFiles {

	private final Path directory;

	/**
	 * Create a new {@link HostKeyFiles}.
	 * @param directory where the files are
	 */
	public HostKeyFiles(Path directory) {
		Programs.require("ssh-keygen");
		this.directory = directory;
	}

	/**
	 * Make a key.
	 * @param name the name of its file
	 * @param type its type
	 * @param options more options of {@code ssh-keygen}
	 * @return the file
	 */
	public Path key(String name, String type, String... options) {
		sshKeygen(Stream.concat(Stream.of("-q", "-t", type, "-N", "", "-C", name, "-f", name), Arrays.stream(options))
			.toArray(String[]::new));
		return this.directory.resolve(name);
	}

	/**
	 * Make a key of each kind.
	 * @return the files
	 */
	public List<Path> keys() {
		return List.of(key("ed25519", "ed25519"), key("ecdsa256", "ecdsa", "-b", "256"),
				key("ecdsa384", "ecdsa", "-b", "384"), key("ecdsa521", "ecdsa", "-b", "521"),
				key("rsa", "rsa", "-b", "2048"));
	}

	/**
	 * Certify a key.
	 * @param authority the key of the certificate authority
	 * @param key the key
	 * @param options more options of {@code ssh-keygen}
	 * @return the certificate
	 */
	public Path certify(Path authority, Path key, String... options) {
		sshKeygen(Stream
			.of(Stream.of("-q", "-s", authority.toString(), "-I", "test"), Arrays.stream(options),
					Stream.of(key + ".pub"))
			.flatMap((part) -> part)
			.toArray(String[]::new));
		return this.directory.resolve(key.getFileName() + "-cert.pub");
	}

	/**
	 * Write a {@code known_hosts} file for a server of ours.
	 * @param name the name of the file
	 * @param port the port of the server
	 * @param keys the private keys whose public halves are known
	 * @return the file
	 */
	public Path knownHosts(String name, int port, Path... keys) {
		return writeKnownHosts(name, "[127.0.0.1]:" + port, keys);
	}

	/**
	 * Write a {@code known_hosts} file for any server of ours.
	 * @param name the name of the file
	 * @param marker what to put before each key, such as {@code @cert-authority}
	 * @param keys the private keys whose public halves are known
	 * @return the file
	 */
	public Path knownHosts(String name, String marker, Path... keys) {
		return writeKnownHosts(name, (marker + " 127.0.0.1,[127.0.0.1]:*").strip(), keys);
	}

	private Path writeKnownHosts(String name, String prefix, Path... keys) {
		return TestKeys.write(this.directory, name,
				Arrays.stream(keys)
					.map((key) -> "%s %s%n".formatted(prefix, publicKey(key)))
					.collect(Collectors.joining()));
	}

	/**
	 * Return the public half of a key as {@code known_hosts} has it.
	 * @param key the private key
	 * @return type and key
	 */
	public String publicKey(Path key) {
		try {
			String[] words = Files.readString(Path.of(key + ".pub")).split(" ");
			return words[0] + " " + words[1];
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void sshKeygen(String... arguments) {
		Programs
			.run(this.directory,
					Stream.concat(Stream.of("ssh-keygen"), Arrays.stream(arguments)).toArray(String[]::new))
			.output();
	}

	/**
	 * Return the settings for keys and certificates in files.
	 * @param keys the private keys
	 * @param certificates the certificates
	 * @return the settings
	 */
	public static HostKeySettings settings(List<Path> keys, List<Path> certificates) {
		return new HostKeySettings(
				keys.stream().map((key) -> new PrivateKeySource(KeyMaterial.ofFile(key), null)).toList(),
				certificates.stream().map(KeyMaterial::ofFile).toList(), null, true);
	}

}
