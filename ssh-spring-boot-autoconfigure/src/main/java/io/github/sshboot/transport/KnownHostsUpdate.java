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

package io.github.sshboot.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a server's announcement of its keys means for the {@code known_hosts} files. Keeps
 * to the rules of OpenSSH's {@code UpdateHostKeys}: nothing is changed where a person has
 * had a hand in it (patterns, more than two names in a line, markers), or where a key is
 * also known under another name.
 *
 * @param name the name of the host
 * @param announced the keys of the server
 * @param missing those that are not known yet
 * @param obsolete the lines with keys that the server no longer has
 */
record KnownHostsUpdate(String name, Set<PublicKeyBlob> announced, List<PublicKeyBlob> missing,
		List<KnownHostsLine> obsolete) {

	private static final Log logger = LogFactory.getLog(KnownHostsUpdate.class);

	/**
	 * Compare the keys of a server with what is known.
	 * @param endpoint the host
	 * @param sources where known keys are
	 * @param announced the keys of the server
	 * @return what to change or {@code null} if there is nothing to be done
	 */
	static @Nullable KnownHostsUpdate of(SshEndpoint endpoint, List<KeyMaterial> sources,
			Collection<PublicKeyBlob> announced) {
		String name = HostNames.name(endpoint);
		List<KnownHostsLine> own = new ArrayList<>();
		Set<PublicKeyBlob> known = new LinkedHashSet<>();
		Set<PublicKeyBlob> others = new LinkedHashSet<>();
		for (KeyMaterial source : sources) {
			for (KnownHostsLine line : KnownHostsLine.read(source, (names) -> true)) {
				if (!line.names().match(name)) {
					others.add(line.key());
				}
				else if (!line.isPlain() || line.names().isHandWritten()) {
					return null;
				}
				else {
					own.add(line);
					known.add(line.key());
				}
			}
		}
		Set<PublicKeyBlob> keys = new LinkedHashSet<>(announced);
		List<PublicKeyBlob> missing = keys.stream().filter((key) -> !known.contains(key)).toList();
		List<KnownHostsLine> obsolete = own.stream().filter((line) -> isObsolete(line, keys)).toList();
		boolean knownElsewhere = Stream.concat(keys.stream(), obsolete.stream().map(KnownHostsLine::key))
			.anyMatch(others::contains);
		return (knownElsewhere || (missing.isEmpty() && obsolete.isEmpty())) ? null
				: new KnownHostsUpdate(name, keys, missing, obsolete);
	}

	private static boolean isObsolete(KnownHostsLine line, Set<PublicKeyBlob> announced) {
		return line.isPlain() && line.key().key() != null && !announced.contains(line.key());
	}

	/**
	 * Change the files.
	 * @param source the file that the host is known in, where keys are added
	 * @param proven the missing keys that the server has proven to hold
	 */
	void apply(Path source, List<PublicKeyBlob> proven) throws IOException {
		Set<Path> files = new LinkedHashSet<>(List.of(source));
		this.obsolete.stream().map(KnownHostsLine::file).filter((file) -> file != null).forEach(files::add);
		for (Path file : files) {
			KnownHostsFile.<Void>change(file, (content) -> {
				change(file, content, file.equals(source) ? proven : List.of());
				return null;
			});
		}
	}

	private void change(Path file, KnownHostsFile content, List<PublicKeyBlob> proven) throws IOException {
		byte[] before = content.read();
		List<KnownHostsLine> lines = KnownHostsLine.parse(KeyMaterial.ofFile(file), before,
				(names) -> names.match(this.name));
		Set<PublicKeyBlob> known = lines.stream().map(KnownHostsLine::key).collect(Collectors.toSet());
		Set<Integer> removed = lines.stream()
			.filter((line) -> isObsolete(line, this.announced))
			.map(KnownHostsLine::number)
			.collect(Collectors.toSet());
		List<PublicKeyBlob> added = proven.stream().filter((key) -> !known.contains(key)).toList();
		String addition = added.stream()
			.map((key) -> "%s %s\n".formatted(this.name, key))
			.collect(Collectors.joining());
		if (!removed.isEmpty()) {
			content.replace((without(before, removed) + addition).getBytes(StandardCharsets.ISO_8859_1));
		}
		else if (!added.isEmpty()) {
			content.append(addition);
		}
		added.forEach((key) -> logger
			.info("Learned new host key %s of %s in %s".formatted(key.fingerprint(), this.name, file)));
		lines.stream()
			.filter((line) -> removed.contains(line.number()))
			.forEach((line) -> logger.info("Removed host key %s, which %s no longer has".formatted(line, this.name)));
	}

	private static String without(byte[] content, Set<Integer> numbers) {
		// any bytes survive this charset
		String text = new String(content, StandardCharsets.ISO_8859_1);
		String[] lines = (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
		return IntStream.range(0, lines.length)
			.filter((index) -> !numbers.contains(index + 1))
			.mapToObj((index) -> lines[index] + "\n")
			.collect(Collectors.joining());
	}

}
