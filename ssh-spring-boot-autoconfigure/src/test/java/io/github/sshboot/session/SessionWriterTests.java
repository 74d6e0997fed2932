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

package io.github.sshboot.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.sshboot.testing.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SessionWriterTests {

	private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

	private int flushes;

	private int writes;

	private final SessionWriter writer = writer(StandardCharsets.UTF_8);

	static Stream<Consumer<PrintWriter>> waysToWrite() {
		return Stream.of((writer) -> writer.write('x'), (writer) -> writer.write("x"),
				(writer) -> writer.write("axb", 1, 1), (writer) -> writer.write(new char[] { 'x' }),
				(writer) -> writer.write(new char[] { 'a', 'x' }, 1, 1), (writer) -> writer.print('x'),
				(writer) -> writer.print("x"), (writer) -> writer.print(new char[] { 'x' }),
				(writer) -> writer.print((Object) "x"), (writer) -> writer.append('x'), (writer) -> writer.append("x"),
				(writer) -> writer.append("axb", 1, 2), (writer) -> writer.printf("%s", "x"),
				(writer) -> writer.format("%s", "x"));
	}

	@Test
	void endsLinesWithANewlineAndSendsThem() {
		this.writer.println("one");
		assertThat(sent()).isEqualTo("one\n");
		assertThat(this.flushes).isEqualTo(1);
		this.writer.println();
		assertThat(sent()).isEqualTo("one\n\n");
		this.writer.println(2);
		assertThat(sent()).isEqualTo("one\n\n2\n");
		assertThat(this.flushes).isEqualTo(3);
	}

	@Test
	void endsEveryKindOfLineAlike() {
		this.writer.println(true);
		this.writer.println('c');
		this.writer.println(1L);
		this.writer.println(1.5f);
		this.writer.println(2.5d);
		this.writer.println(new char[] { 'a', 'b' });
		this.writer.println((Object) null);
		this.writer.println((String) null);
		assertThat(sent()).isEqualTo("true\nc\n1\n1.5\n2.5\nab\nnull\nnull\n");
	}

	/**
	 * The separator of a system cannot be changed while a machine runs, so it takes
	 * another one.
	 */
	@Test
	void endsLinesWithANewlineOnAnySystem(@TempDir Path directory) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = classPathOf(SessionWriter.class) + System.getProperty("path.separator")
				+ classPathOf(Lines.class);
		String output = Programs
			.run(directory, java, "-Dline.separator=<separator>", "-cp", classPath, Lines.class.getName())
			.output();
		assertThat(output).isEqualTo("separator: <separator>one\n\n2\nab\n");
	}

	@ParameterizedTest
	@MethodSource("waysToWrite")
	void tellsOfEveryWrite(Consumer<PrintWriter> write) {
		write.accept(this.writer);
		assertThat(this.writes).isPositive();
		this.writer.flush();
		assertThat(sent()).isEqualTo("x");
	}

	@Test
	void keepsTextUntilItIsFlushed() {
		this.writer.print("prompt: ");
		assertThat(sent()).isEmpty();
		assertThat(this.flushes).isZero();
		this.writer.flush();
		assertThat(sent()).isEqualTo("prompt: ");
		assertThat(this.flushes).isEqualTo(1);
	}

	@Test
	void writesInTheEncodingOfTheSession() {
		SessionWriter latin = writer(StandardCharsets.ISO_8859_1);
		latin.println("é☃");
		assertThat(this.sent.toByteArray()).containsExactly(0xE9, '?', '\n');
		this.sent.reset();
		this.writer.println("é☃");
		assertThat(this.sent.toByteArray()).isEqualTo("é☃\n".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void closingOnlyFlushes() {
		this.writer.print("one");
		this.writer.close();
		assertThat(sent()).isEqualTo("one");
		this.writer.println(" two");
		assertThat(sent()).isEqualTo("one two\n");
		assertThat(this.writer.checkError()).isFalse();
	}

	@Test
	void noticesThatTheClientIsGone() {
		SessionWriter gone = new SessionWriter(new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw new IOException("gone");
			}

		}, StandardCharsets.UTF_8, () -> {
		});
		assertThat(gone.checkError()).isFalse();
		gone.println("anybody there?");
		assertThat(gone.checkError()).isTrue();
	}

	@Test
	void interruptionIsAFailureUntilTheNextCommand() {
		IOException[] failure = { new InterruptedIOException() };
		OutputStream interrupted = new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				if (failure[0] != null) {
					throw failure[0];
				}
				SessionWriterTests.this.sent.write(b);
			}

		};
		SessionWriter writer = new SessionWriter(interrupted, StandardCharsets.UTF_8, () -> {
		});
		writer.println("lost");
		assertThat(writer.checkError()).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		writer.print("lost, too");
		writer.flush();
		assertThat(Thread.interrupted()).isTrue();
		failure[0] = null;
		assertThat(writer.checkError()).isTrue();
		writer.recover();
		assertThat(writer.checkError()).isFalse();
		writer.println("whole");
		assertThat(writer.checkError()).isFalse();
		assertThat(sent()).isEqualTo("whole\n");
	}

	@Test
	void textIsWholeHoweverItIsCut() {
		String text = "aé日😀 ".repeat(5000);
		for (int length : new int[] { 1, 2, 7, 1023, 1024, 1025, 8192, text.length() }) {
			this.sent.reset();
			for (int start = 0; start < text.length(); start += length) {
				this.writer.write(text, start, Math.min(length, text.length() - start));
			}
			this.writer.flush();
			assertThat(sent()).as("pieces of " + length).isEqualTo(text);
		}
	}

	@Test
	void encodingsWithAStateAreWhole() {
		for (String encoding : List.of("UTF-16", "ISO-2022-JP")) {
			this.sent.reset();
			SessionWriter writer = writer(Charset.forName(encoding));
			writer.print("日");
			writer.flush();
			writer.println("本 x");
			assertThat(this.sent.toString(Charset.forName(encoding))).as(encoding).isEqualTo("日本 x\n");
		}
	}

	@Test
	void halfACharacterIsReplaced() {
		this.writer.println("a\uD83Db");
		assertThat(sent()).isEqualTo("a?b\n");
	}

	@Test
	void sendsWhatIsFormatted() {
		this.writer.printf("%,d", 1);
		this.writer.format(Locale.GERMANY, "; %,d%n", 1000);
		assertThat(sent()).isEqualTo("1; 1.000" + System.lineSeparator());
	}

	@Test
	void linesOfSeveralThreadsStayWhole() throws Exception {
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			String line = String.valueOf((char) ('a' + i)).repeat(3000);
			threads[i] = new Thread(() -> {
				for (int j = 0; j < 200; j++) {
					this.writer.println(line);
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(sent().lines()).hasSize(800).allMatch((line) -> line.matches("a{3000}|b{3000}|c{3000}|d{3000}"));
	}

	private SessionWriter writer(Charset encoding) {
		OutputStream out = new OutputStream() {

			@Override
			public void write(int b) {
				SessionWriterTests.this.sent.write(b);
			}

			@Override
			public void flush() {
				SessionWriterTests.this.flushes++;
			}

		};
		return new SessionWriter(out, encoding, () -> this.writes++);
	}

	private String sent() {
		return this.sent.toString(StandardCharsets.UTF_8);
	}

	private static String classPathOf(Class<?> type) throws Exception {
		URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
		return Path.of(location).toString();
	}

	/**
	 * Writes some lines to standard output.
	 */
	static final class Lines {

		private Lines() {
		}

		public static void main(String[] args) {
			SessionWriter writer = new SessionWriter(System.out, StandardCharsets.UTF_8, () -> {
			});
			writer.print("separator: " + System.lineSeparator());
			writer.println("one");
			writer.println();
			writer.println(2);
			writer.println(new char[] { 'a', 'b' });
		}

	}

}
