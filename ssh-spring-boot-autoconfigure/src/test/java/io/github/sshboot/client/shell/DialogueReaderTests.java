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

package io.github.sshboot.client.shell;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link DialogueReader}.
 */
@Timeout(60)
class DialogueReaderTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final AtomicInteger taken = new AtomicInteger();

	private final DialogueReader reader = new DialogueReader(StandardCharsets.UTF_8);

	@Test
	void matchHasWhatCameBeforeAndItsGroups() throws Exception {
		say("Welcome\nversion 1.20\nlogin: rest");
		ShellMatch match = await("version (\\d+)\\.(\\d+)(x)?");
		assertThat(match.before()).isEqualTo("Welcome\n");
		assertThat(match.text()).isEqualTo("version 1.20");
		assertThat(match.group(0)).isEqualTo("version 1.20");
		assertThat(match.group(2)).isEqualTo("20");
		assertThat(match.group(3)).isNull();
		assertThat(await("login: ").before()).isEqualTo("\n");
		assertThat(this.reader.takeAll()).isEqualTo("rest");
	}

	@Test
	void alternativeThatBeginsFirstIsTaken() throws Exception {
		say("ab");
		assertThat(await("b", "a").alternative()).isOne();
		assertThat(await("b+", "b").alternative()).isZero();
	}

	@Test
	void whatIsExpectedMayComeInPieces() throws Exception {
		CompletableFuture<ShellMatch> match = CompletableFuture.supplyAsync(() -> {
			try {
				return await("p€");
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		for (byte b : "Zap€".getBytes(StandardCharsets.UTF_8)) {
			this.reader.receive(new byte[] { b }, 0, 1, this.taken::addAndGet);
		}
		assertThat(match.get(20, TimeUnit.SECONDS).before()).isEqualTo("Za");
	}

	@Test
	void waitingEndsInTimeAndKeepsWhatHasCome() throws Exception {
		say("something else");
		assertThat(this.reader.await(List.of(Pattern.compile("never")), Duration.ofMillis(50))).isNull();
		assertThat(this.reader.peek()).isEqualTo("something else");
		assertThat(this.reader.await(List.of(Pattern.compile("else")), Duration.ZERO)).isNotNull();
	}

	@Test
	void patternThatWouldTakeYearsEndsInTime() throws Exception {
		say("a".repeat(5000) + "b");
		long begin = System.nanoTime();
		assertThat(this.reader.await(List.of(Pattern.compile("(a+)+(a+)+(a+)+c")), Duration.ofMillis(50))).isNull();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
	}

	@Test
	void patternThatIsTooComplexIsToldAsSuch() {
		say("ab".repeat(400_000));
		assertThatIOException().isThrownBy(() -> await("(a|b)*c")).withMessageContaining("too complex");
	}

	@Test
	void endIsToldAfterWhatCameBefore() throws Exception {
		say("last\nwords");
		this.reader.end(null);
		assertThat(await("last").text()).isEqualTo("last");
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> await("more"));
		assertThat(this.reader.awaitEnd(LONG)).isEqualTo("\nwords");
		assertThat(this.reader.awaitEnd(LONG)).isEmpty();
	}

	@Test
	void losingTheOtherSideIsNoEnd() {
		say("half");
		this.reader.end(new IOException("lost"));
		this.reader.end(null);
		assertThatIOException().isThrownBy(() -> this.reader.awaitEnd(LONG)).withMessage("lost");
		assertThat(this.reader.peek()).isEqualTo("half");
	}

	@Test
	void moreThanIsKeptIsNotTakenAndAFailure() throws Exception {
		this.reader.setLimit(1000);
		say("x".repeat(900));
		this.reader.peek();
		assertThat(this.taken).hasValue(900);
		say("y".repeat(200));
		assertThatIOException().isThrownBy(() -> await("z")).withMessageContaining("More than 1000 characters");
		assertThat(this.taken).hasValue(900);
		assertThat(await("y").before()).hasSize(900);
		assertThat(this.taken).hasValue(1100);
	}

	@Test
	void answersAreGivenWhereverTheyAreDue() throws Exception {
		AtomicInteger answers = new AtomicInteger();
		this.reader.addReaction(Pattern.compile(" ?--More--"), () -> {
			if (answers.incrementAndGet() == 1) {
				say("b\n --More--");
			}
			else {
				say("c\n# ");
			}
		});
		say("a\n--More--");
		assertThat(await("# $").before()).isEqualTo("a\nb\nc\n");
		assertThat(answers).hasValue(2);
	}

	@Test
	void answersWithoutEndEndInTime() throws Exception {
		this.reader.addReaction(Pattern.compile("more"), () -> say("more"));
		say("more");
		assertThat(this.reader.await(List.of(Pattern.compile("end")), Duration.ofMillis(200))).isNull();
		assertThat(this.reader.awaitQuiet(Duration.ofMillis(50), Duration.ofMillis(200))).isNull();
	}

	@Test
	void secretsAreMasked() {
		this.reader.addSecret("s3cr*t");
		say("Password: s3cr*t\nand s3\r\ncr*t again, s3c");
		assertThat(this.reader.peek()).isEqualTo("Password: ***\nand *** again, ***");
		this.reader.takeAll();
		say("r*t\nrest");
		assertThat(this.reader.peek()).isEqualTo("***\nrest");
		assertThat(new ShellMatch(0, "s3cr*t", "s3cr*t", List.of())).asString().doesNotContain("s3cr*t");
	}

	@Test
	void quietLineIsFound() throws Exception {
		say("Welcome\r\nhost> ");
		assertThat(this.reader.awaitQuiet(Duration.ofMillis(20), LONG)).isEqualTo("host> ");
		this.reader.takeAll();
		assertThat(this.reader.awaitQuiet(Duration.ofMillis(20), Duration.ofMillis(100))).isNull();
	}

	@Test
	void statefulCharsetIsDecoded() throws Exception {
		Charset charset = Charset.forName("ISO-2022-JP");
		DialogueReader japanese = new DialogueReader(charset);
		byte[] bytes = "日本 語\n".getBytes(charset);
		for (byte b : bytes) {
			japanese.receive(new byte[] { b }, 0, 1, this.taken::addAndGet);
		}
		ShellMatch match = japanese.await(List.of(Pattern.compile("\n")), LONG);
		assertThat(match).isNotNull();
		assertThat(match.before()).isEqualTo("日本 語");
	}

	private void say(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.reader.receive(bytes, 0, bytes.length, this.taken::addAndGet);
	}

	private ShellMatch await(String... patterns) throws IOException, InterruptedException {
		@Nullable ShellMatch match = this.reader.await(List.of(patterns).stream().map(Pattern::compile).toList(), LONG);
		assertThat(match).isNotNull();
		return match;
	}

}
