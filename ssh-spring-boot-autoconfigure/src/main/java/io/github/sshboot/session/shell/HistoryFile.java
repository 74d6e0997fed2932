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

package io.github.sshboot.session.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.sshboot.transport.OwnerOnly;

/**
 * The file that keeps what a user has typed, a line each, with {@code \n} for the
 * newlines within one. Nobody but the user that the server runs as may read it. Links are
 * not followed.
 */
final class HistoryFile {

	private static final int MAX_BYTES = 4 * 1024 * 1024;

	private static final Set<OpenOption> APPEND = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

	private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

	private final Path directory;

	private final Path path;

	HistoryFile(Path directory, String username) {
		this.directory = directory;
		this.path = directory.resolve("history-" + plain(username));
	}

	/**
	 * Return a name that no other user has, whatever file system it is for.
	 */
	private static String plain(String username) {
		StringBuilder name = new StringBuilder();
		for (byte b : username.getBytes(StandardCharsets.UTF_8)) {
			if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_') {
				name.append((char) b);
			}
			else {
				name.append("%%%02X".formatted(b));
			}
		}
		return name.toString();
	}

	/**
	 * Return the lines, the oldest first. Of a file that has grown beyond measure it is
	 * the last ones.
	 */
	List<String> read() throws IOException {
		if (Files.notExists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return List.of();
		}
		try (SeekableByteChannel channel = Files.newByteChannel(this.path, READ)) {
			long skipped = Math.max(0, channel.size() - MAX_BYTES);
			channel.position(skipped);
			ByteBuffer content = ByteBuffer.allocate((int) (channel.size() - skipped));
			while (content.hasRemaining() && channel.read(content) >= 0) {
				// there is more
			}
			List<String> lines = new ArrayList<>();
			new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).lines()
				.skip((skipped > 0) ? 1 : 0)
				.forEach((line) -> lines.add(unescape(line)));
			return lines;
		}
	}

	void append(String line) throws IOException {
		try (SeekableByteChannel channel = Files.newByteChannel(this.path, APPEND, OwnerOnly.file(this.path))) {
			write(channel, escape(line));
		}
	}

	void replace(Collection<String> lines) throws IOException {
		StringBuilder content = new StringBuilder();
		lines.forEach((line) -> content.append(escape(line)));
		Path file = Files.createTempFile(this.directory, "history", null, OwnerOnly.file(this.path));
		try {
			try (SeekableByteChannel channel = Files.newByteChannel(file, APPEND)) {
				write(channel, content.toString());
			}
			Files.move(file, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	private static void write(SeekableByteChannel channel, String text) throws IOException {
		ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		while (content.hasRemaining()) {
			channel.write(content);
		}
	}

	private static String escape(String line) {
		return line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") + "\n";
	}

	private static String unescape(String line) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (c == '\\' && i + 1 < line.length()) {
				char next = line.charAt(++i);
				text.append((next == 'n') ? '\n' : (next == 'r') ? '\r' : next);
			}
			else {
				text.append(c);
			}
		}
		return text.toString();
	}

	@Override
	public String toString() {
		return "'%s'".formatted(this.path);
	}

}
