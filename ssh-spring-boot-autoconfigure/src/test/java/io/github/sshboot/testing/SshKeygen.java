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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys and certificates made by OpenSSH's {@code ssh-keygen} in one directory.
 */
public final class SshKeygen {

	private final Path directory;

	private SshKeygen(Path directory) {
		this.directory = directory;
	}

	/**
	 * Make keys in a directory.
	 * @param directory the directory
	 * @return what makes them
	 */
	public static SshKeygen in(Path directory) {
		Programs.require("ssh-keygen");
		return new SshKeygen(directory);
	}

	/**
	 * Make a key.
	 * @param name the name of its file
	 * @param options such as {@code -t rsa -b 2048}
	 * @return the file of the private key
	 */
	public Path key(String name, String... options) {
		List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-f", name, "-N", "", "-C", name));
		command.addAll(List.of(options));
		if (command.contains("rsa") && !command.contains("-b")) {
			// sooner done than the default of 3072
			command.addAll(List.of("-b", "2048"));
		}
		Programs.run(this.directory, command.toArray(String[]::new)).output();
		return this.directory.resolve(name);
	}

	/**
	 * Make a host certificate for a key.
	 * @param authority the private key that signs it
	 * @param key the private key it is for
	 * @param options such as {@code -n example.org -V -1d:+1d}
	 * @return the file of the certificate
	 */
	public Path certificate(Path authority, Path key, String... options) {
		return certify(authority, key, Stream.concat(Stream.of("-h"), Arrays.stream(options)).toList());
	}

	/**
	 * Make a user certificate for a key.
	 * @param authority the private key that signs it
	 * @param key the private key it is for
	 * @param options such as {@code -n alice -V -1d:+1d}
	 * @return the file of the certificate
	 */
	public Path userCertificate(Path authority, Path key, String... options) {
		return certify(authority, key, List.of(options));
	}

	private Path certify(Path authority, Path key, List<String> options) {
		List<String> command = new ArrayList<>(
				List.of("ssh-keygen", "-q", "-s", authority.toString(), "-I", "certificate of " + key.getFileName()));
		command.addAll(options);
		command.add(publicKey(key).toString());
		Programs.run(this.directory, command.toArray(String[]::new)).output();
		return Path.of(key + "-cert.pub");
	}

	/**
	 * Return the line of a public key.
	 * @param key the file of the private key
	 * @return the type and the key
	 */
	public static String line(Path key) {
		try {
			String[] words = Files.readString(publicKey(key)).split(" ");
			return words[0] + " " + words[1].strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the fingerprint of a key.
	 * @param key the file of the private key
	 * @return the fingerprint, {@code SHA256:...}
	 */
	public static String fingerprint(Path key) {
		return Programs.run(key.getParent(), "ssh-keygen", "-l", "-f", publicKey(key).toString())
			.output()
			.split(" ")[1];
	}

	public static Path publicKey(Path key) {
		return Path.of(key + ".pub");
	}

}
