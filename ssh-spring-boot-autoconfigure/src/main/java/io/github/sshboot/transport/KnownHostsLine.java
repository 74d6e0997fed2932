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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A line of OpenSSH's {@code known_hosts} that says something about a key.
 *
 * @param source the file or whatever else the line is in
 * @param number the number of the line there
 * @param marker what the key is, where it is not simply a key of the host
 * @param names the hosts it is about
 * @param key the key
 */
record KnownHostsLine(KeyMaterial source, int number, @Nullable Marker marker, HostNames names, PublicKeyBlob key) {

	private static final Log logger = LogFactory.getLog(KnownHostsLine.class);

	/**
	 * Read the lines that are about certain hosts.
	 * @param source the file; one that does not exist has no lines
	 * @param names decides by the names of a line
	 * @return the lines; what is no valid line is logged and left out
	 * @throws UncheckedIOException if the file exists but cannot be read
	 */
	static List<KnownHostsLine> read(KeyMaterial source, Predicate<HostNames> names) {
		byte[] content;
		try {
			content = source.readIfPresent();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("known hosts '%s' cannot be read (%s: %s)".formatted(source,
					ex.getClass().getSimpleName(), ex.getMessage()), ex);
		}
		return (content != null) ? parse(source, content, names) : List.of();
	}

	static List<KnownHostsLine> parse(KeyMaterial source, byte[] content, Predicate<HostNames> names) {
		List<KnownHostsLine> lines = new ArrayList<>();
		int number = 0;
		for (String text : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
			number++;
			try {
				KnownHostsLine line = parse(source, number, text.strip(), names);
				if (line != null) {
					lines.add(line);
				}
			}
			catch (IllegalArgumentException ex) {
				logger.warn("Ignored known_hosts line %s:%d: %s".formatted(source, number, ex.getMessage()));
			}
		}
		return lines;
	}

	private static @Nullable KnownHostsLine parse(KeyMaterial source, int number, String text,
			Predicate<HostNames> names) {
		if (text.isEmpty() || text.startsWith("#")) {
			return null;
		}
		Marker marker = null;
		String rest = text;
		if (text.startsWith("@")) {
			String[] marked = split(text);
			marker = Marker.of(marked[0]);
			rest = marked[1];
		}
		String[] line = split(rest);
		HostNames hosts = HostNames.parse(line[0]);
		return names.test(hosts) ? new KnownHostsLine(source, number, marker, hosts, PublicKeyBlob.parse(line[1]))
				: null;
	}

	private static String[] split(String text) {
		String[] parts = text.split("[ \t]+", 2);
		if (parts.length != 2) {
			throw new IllegalArgumentException("it is not complete");
		}
		return parts;
	}

	/**
	 * Return the file that the line is in.
	 */
	@Nullable Path file() {
		return this.source.getFile();
	}

	boolean isPlain() {
		return this.marker == null;
	}

	String location() {
		return "%s:%d".formatted(this.source, this.number);
	}

	/**
	 * Describe the line by the fingerprint of its key and by where it is.
	 */
	@Override
	public String toString() {
		return "%s (%s)".formatted(this.key.fingerprint(), location());
	}

	enum Marker {

		CERT_AUTHORITY("@cert-authority"),

		REVOKED("@revoked");

		private final String text;

		Marker(String text) {
			this.text = text;
		}

		static Marker of(String text) {
			for (Marker marker : values()) {
				if (marker.text.equals(text)) {
					return marker;
				}
			}
			throw new IllegalArgumentException("it has an unknown marker");
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
