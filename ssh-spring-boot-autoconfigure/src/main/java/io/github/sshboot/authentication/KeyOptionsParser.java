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

package io.github.sshboot.authentication;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Parses the options of a line of {@code authorized_keys} one after the other, as
 * OpenSSH's {@code sshauthopt_parse} does, so that a later one may take back what an
 * earlier one has said. An option that is not understood makes the line invalid, since it
 * may have been meant to keep somebody from something.
 */
final class KeyOptionsParser {

	private static final Pattern TIME = Pattern
		.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})(\\d{2})?)?(z|utc)?", Pattern.CASE_INSENSITIVE);

	private static final Pattern VARIABLE = Pattern.compile("([A-Za-z0-9_]+)=(.*)", Pattern.DOTALL);

	private static final Pattern PERMIT = Pattern.compile("(?:\\[[^\\[\\]]+]|[^\\[\\]:/]+):(\\*|[1-9]\\d{0,4})");

	private static final Pattern TUNNEL = Pattern.compile("any|\\d{1,9}");

	private static final int MAX_PORT = 65535;

	/**
	 * As many as OpenSSH takes.
	 */
	private static final int MAX_VARIABLES = 1024;

	private static final int MAX_PERMITS = 4096;

	/**
	 * The options of the line, each character standing for a byte.
	 */
	private final String text;

	private int position;

	private boolean authority;

	private boolean pty = true;

	private boolean portForwarding = true;

	private boolean agentForwarding = true;

	private boolean x11Forwarding = true;

	private boolean touchRequired = true;

	private boolean verifyRequired;

	private @Nullable String command;

	private @Nullable List<String> principals;

	private @Nullable SourcePatterns from;

	private @Nullable Instant expiry;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable List<String> permitOpen;

	private @Nullable List<String> permitListen;

	private KeyOptionsParser(String text) {
		this.text = text;
	}

	/**
	 * Return the options of a line without any.
	 */
	static KeyOptions none() {
		return new KeyOptionsParser("").options();
	}

	/**
	 * Parse options.
	 * @param text the options, in ISO 8859-1 so that each character is a byte
	 * @throws IllegalArgumentException if one of them is not understood
	 */
	static KeyOptions parse(String text) {
		KeyOptionsParser parser = new KeyOptionsParser(text);
		parser.parse();
		return parser.options();
	}

	/**
	 * Return where the options of a line end: at the first blank outside of quotes.
	 * @throws IllegalArgumentException if a quote is not closed
	 */
	static int end(String line) {
		boolean quoted = false;
		int position = 0;
		while (position < line.length() && (quoted || !isBlank(line.charAt(position)))) {
			if (line.startsWith("\\\"", position)) {
				position++;
			}
			else if (line.charAt(position) == '"') {
				quoted = !quoted;
			}
			position++;
		}
		if (quoted) {
			throw new IllegalArgumentException("a quote is not closed");
		}
		return position;
	}

	static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

	private void parse() {
		while (this.position < this.text.length()) {
			String name = name();
			// nothing beside a comma means nothing, there as here
			if (!name.isEmpty() || this.text.charAt(this.position) != ',') {
				option(name);
			}
			if (this.position == this.text.length()) {
				return;
			}
			if (this.text.charAt(this.position) != ',') {
				throw new IllegalArgumentException("what follows its option '%s' is not understood".formatted(name));
			}
			this.position++;
		}
	}

	private String name() {
		int start = this.position;
		while (this.position < this.text.length() && ",=\"".indexOf(this.text.charAt(this.position)) < 0) {
			this.position++;
		}
		return this.text.substring(start, this.position).toLowerCase(Locale.ROOT);
	}

	private void option(String name) {
		if (this.position < this.text.length() && this.text.charAt(this.position) == '=') {
			this.position++;
			valued(name, name);
		}
		else {
			flag(name);
		}
	}

	private void flag(String name) {
		boolean set = !name.startsWith("no-");
		switch (set ? name : name.substring("no-".length())) {
			case "port-forwarding" -> this.portForwarding = set;
			case "agent-forwarding" -> this.agentForwarding = set;
			case "x11-forwarding" -> this.x11Forwarding = set;
			case "pty" -> this.pty = set;
			case "touch-required" -> this.touchRequired = set;
			case "verify-required" -> this.verifyRequired = set;
			case "user-rc" -> {
				// there is no ~/.ssh/rc that would be run
			}
			default -> plainFlag(name);
		}
	}

	private void plainFlag(String name) {
		switch (name) {
			case "restrict" -> {
				this.portForwarding = false;
				this.agentForwarding = false;
				this.x11Forwarding = false;
				this.pty = false;
			}
			case "cert-authority" -> this.authority = true;
			default -> throw new IllegalArgumentException("its option '%s' is not known".formatted(name));
		}
	}

	private void valued(String name, String option) {
		switch (option) {
			case "command" -> this.command = once(name, this.command, value());
			case "principals" -> this.principals = once(name, this.principals, principals(value()));
			case "from" -> this.from = once(name, this.from, SourcePatterns.parse(value()));
			case "expiry-time" -> this.expiry = earlier(this.expiry, time(value()));
			case "environment" -> variable(value());
			case "permitopen" -> this.permitOpen = permit(this.permitOpen, value());
			case "permitlisten" -> {
				String value = value();
				this.permitListen = permit(this.permitListen, (value.indexOf(':') < 0) ? "*:" + value : value);
			}
			case "tunnel" -> {
				// tunnels are never made, on whatever device
				if (!TUNNEL.matcher(value().toLowerCase(Locale.ROOT)).matches()) {
					throw new IllegalArgumentException("its tunnel device is not valid");
				}
			}
			default -> throw new IllegalArgumentException("its option '%s' is not known".formatted(name));
		}
	}

	/**
	 * Read a value in quotes, in which a backslash protects quotes and nothing else.
	 */
	private String value() {
		if (!this.text.startsWith("\"", this.position)) {
			throw new IllegalArgumentException("the value of an option is not in quotes");
		}
		StringBuilder value = new StringBuilder();
		int next = this.position + 1;
		while (next < this.text.length() && this.text.charAt(next) != '"') {
			if (this.text.startsWith("\\\"", next)) {
				next++;
			}
			value.append(this.text.charAt(next++));
		}
		if (next == this.text.length()) {
			throw new IllegalArgumentException("a quote is not closed");
		}
		this.position = next + 1;
		return WireReader.text(value.toString().getBytes(StandardCharsets.ISO_8859_1));
	}

	private static <T> T once(String name, @Nullable T earlier, T value) {
		if (earlier != null) {
			throw new IllegalArgumentException("it has '%s' twice".formatted(name));
		}
		return value;
	}

	private static List<String> principals(String value) {
		List<String> principals = Arrays.asList(value.split(",", -1));
		if (principals.contains("")) {
			throw new IllegalArgumentException("it has an empty principal");
		}
		return principals;
	}

	private static Instant earlier(@Nullable Instant one, Instant other) {
		return (one != null && one.isBefore(other)) ? one : other;
	}

	private static Instant time(String value) {
		Matcher matcher = TIME.matcher(value);
		if (matcher.matches()) {
			try {
				return LocalDateTime
					.of(number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4),
							number(matcher, 5), number(matcher, 6))
					.atZone((matcher.group(7) != null) ? ZoneOffset.UTC : ZoneId.systemDefault())
					.toInstant();
			}
			catch (DateTimeException ex) {
				// told below
			}
		}
		throw new IllegalArgumentException("its expiry-time is not valid");
	}

	private static int number(Matcher matcher, int group) {
		String digits = matcher.group(group);
		return (digits != null) ? Integer.parseInt(digits) : 0;
	}

	private void variable(String value) {
		Matcher matcher = VARIABLE.matcher(value);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("its environment variable is not valid");
		}
		// the first counts
		this.environment.putIfAbsent(matcher.group(1), matcher.group(2));
		if (this.environment.size() > MAX_VARIABLES) {
			throw new IllegalArgumentException("it has too many environment variables");
		}
	}

	private static List<String> permit(@Nullable List<String> permits, String value) {
		Matcher matcher = PERMIT.matcher(value);
		if (!matcher.matches() || !"*".equals(matcher.group(1)) && Integer.parseInt(matcher.group(1)) > MAX_PORT) {
			throw new IllegalArgumentException("its permitopen or permitlisten is not valid");
		}
		List<String> all = (permits != null) ? permits : new ArrayList<>();
		all.add(value);
		if (all.size() > MAX_PERMITS) {
			throw new IllegalArgumentException("it has too many permitopen or permitlisten");
		}
		return all;
	}

	private KeyOptions options() {
		return new KeyOptions(this.authority, this.pty, this.portForwarding, this.agentForwarding, this.x11Forwarding,
				this.touchRequired, this.verifyRequired, this.command, this.principals, this.from, this.expiry,
				Map.copyOf(this.environment), (this.permitOpen != null) ? List.copyOf(this.permitOpen) : null,
				(this.permitListen != null) ? List.copyOf(this.permitListen) : null);
	}

}
