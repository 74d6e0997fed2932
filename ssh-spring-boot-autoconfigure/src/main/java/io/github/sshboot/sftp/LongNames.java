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

package io.github.sshboot.sftp;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Writes entries of directories as {@code ls -l} does, for clients of version 3, which
 * show them to their users as they are.
 */
final class LongNames {

	private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ENGLISH);

	private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM ppd  yyyy", Locale.ENGLISH);

	private static final long HALF_A_YEAR = 365L * 24 * 60 * 60 / 2;

	private static final int SECONDS_OF_MINUTE = 60;

	private static final String NO_DATE = "            ";

	private static final String PERMISSIONS = "rwxrwxrwx";

	private final ZoneId zone;

	private final long now;

	/**
	 * Entries made one after the other often have the same time.
	 */
	private long lastMinute = Long.MIN_VALUE;

	private String lastDate = NO_DATE;

	/**
	 * Create new {@link LongNames}.
	 * @param now the present
	 * @param zone the zone of the times
	 */
	LongNames(Instant now, ZoneId zone) {
		this.now = now.getEpochSecond();
		this.zone = zone;
	}

	/**
	 * Write an entry.
	 * @param name its name
	 * @param attributes its attributes
	 * @return the line
	 */
	String format(String name, SftpAttributes attributes) {
		StringBuilder line = new StringBuilder(64 + name.length());
		line.append(type(attributes.type()));
		appendPermissions(line, attributes.permissions());
		Integer links = attributes.linkCount();
		appendRight(line, Long.toString((links != null) ? Integer.toUnsignedLong(links) : 1), 5);
		line.append(' ');
		appendLeft(line, principal(attributes.owner(), attributes.uid()));
		line.append(' ');
		appendLeft(line, principal(attributes.group(), attributes.gid()));
		Long size = attributes.size();
		appendRight(line, Long.toString((size != null) ? size : 0), 9);
		return line.append(' ').append(date(attributes.lastModified())).append(' ').append(name).toString();
	}

	private static char type(@Nullable SftpFileType type) {
		return switch ((type != null) ? type : SftpFileType.SPECIAL) {
			case REGULAR -> '-';
			case DIRECTORY -> 'd';
			case SYMBOLIC_LINK -> 'l';
			case SPECIAL -> '?';
		};
	}

	private static void appendPermissions(StringBuilder line, @Nullable Integer permissions) {
		if (permissions == null) {
			line.append("---------");
			return;
		}
		int begin = line.length();
		for (int i = 0; i < PERMISSIONS.length(); i++) {
			boolean granted = (permissions & (0400 >> i)) != 0;
			line.append(granted ? PERMISSIONS.charAt(i) : '-');
		}
		appendSpecial(line, begin + 2, (permissions & 04000) != 0, 's', 'S');
		appendSpecial(line, begin + 5, (permissions & 02000) != 0, 's', 'S');
		appendSpecial(line, begin + 8, (permissions & 01000) != 0, 't', 'T');
	}

	private static void appendSpecial(StringBuilder line, int index, boolean set, char executable, char other) {
		if (set) {
			line.setCharAt(index, (line.charAt(index) == 'x') ? executable : other);
		}
	}

	private static String principal(@Nullable String name, @Nullable Integer id) {
		if (name != null) {
			return name;
		}
		return (id != null) ? Integer.toUnsignedString(id) : "-";
	}

	private static void appendLeft(StringBuilder line, String text) {
		line.append(text);
		appendBlanks(line, 8 - text.length());
	}

	private static void appendRight(StringBuilder line, String text, int width) {
		appendBlanks(line, Math.max(1, width - text.length()));
		line.append(text);
	}

	private static void appendBlanks(StringBuilder line, int count) {
		for (int i = 0; i < count; i++) {
			line.append(' ');
		}
	}

	private String date(@Nullable Instant time) {
		if (time == null) {
			return NO_DATE;
		}
		long minute = Math.floorDiv(time.getEpochSecond(), SECONDS_OF_MINUTE);
		if (minute != this.lastMinute) {
			boolean recent = Math.abs(this.now - time.getEpochSecond()) < HALF_A_YEAR;
			this.lastDate = (recent ? RECENT : OLD).format(LocalDateTime.ofInstant(time, this.zone));
			this.lastMinute = minute;
		}
		return this.lastDate;
	}

}
