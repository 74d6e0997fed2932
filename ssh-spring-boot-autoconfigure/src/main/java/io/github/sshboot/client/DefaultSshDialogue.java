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

package io.github.sshboot.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.client.shell.DialogueReader;
import io.github.sshboot.client.shell.ShellMatch;
import io.github.sshboot.transport.PeerText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A dialogue with what runs in a channel.
 */
final class DefaultSshDialogue implements SshDialogue {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	/**
	 * How long nothing must come after a line for it to be taken for a prompt.
	 */
	private static final Duration QUIET = Duration.ofMillis(250);

	/**
	 * How long to wait for a prompt before asking for it.
	 */
	private static final Duration UNASKED = Duration.ofSeconds(3);

	private static final Duration END = Duration.ofSeconds(5);

	private static final int TAIL = 300;

	private final ClientEngine engine;

	private final Charset charset;

	private final DialogueReader reader;

	private final ChannelProcess process;

	private String lineEnd;

	private Duration timeout = DEFAULT_TIMEOUT;

	private @Nullable Pattern prompt;

	private DefaultSshDialogue(ClientEngine engine, Charset charset, DialogueReader reader, ChannelProcess process) {
		this.engine = engine;
		this.charset = charset;
		this.reader = reader;
		this.process = process;
		this.lineEnd = process.hasTerminal() ? "\r" : "\n";
	}

	/**
	 * Begin a dialogue.
	 * @param engine the engine
	 * @param charset the charset of the text
	 * @param starter starts what to talk to, with where its output goes
	 */
	static SshDialogue start(ClientEngine engine, Charset charset, Function<OutputSink, ChannelProcess> starter) {
		DialogueReader reader = new DialogueReader(charset);
		ChannelProcess process = starter.apply(new OutputSink() {

			@Override
			public void receive(SessionChannel channel, byte[] data, int offset, int length) {
				reader.receive(data, offset, length, channel::consumed);
			}

			@Override
			public void end(@Nullable IOException failure) {
				reader.end(failure);
			}

		});
		return new DefaultSshDialogue(engine, charset, reader, process);
	}

	@Override
	public SshDialogue timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	@Override
	public SshDialogue plainText() {
		this.reader.setPlainText();
		return this;
	}

	@Override
	public SshDialogue limit(int characters) {
		Assert.isTrue(characters > 0, "'characters' must be positive");
		this.reader.setLimit(characters);
		return this;
	}

	@Override
	public SshDialogue lineEnd(String lineEnd) {
		this.lineEnd = lineEnd;
		return this;
	}

	@Override
	public SshDialogue whenever(String text, String answer) {
		Assert.hasLength(text, "'text' must not be empty");
		return whenever(literal(text), answer);
	}

	@Override
	public SshDialogue whenever(Pattern pattern, String answer) {
		this.reader.addReaction(pattern, () -> send(answer));
		return this;
	}

	@Override
	public SshDialogue send(String text) {
		AtomicBoolean late = new AtomicBoolean();
		Future<?> timer = this.engine.schedule(this.timeout, () -> {
			late.set(true);
			this.process.close();
		});
		try {
			OutputStream input = this.process.getInput();
			input.write(text.getBytes(this.charset));
			input.flush();
			return this;
		}
		catch (IOException ex) {
			if (late.get()) {
				throw new SshTimeoutException("%s did not take what was sent within %d ms%s"
					.formatted(this.process.subject(), this.timeout.toMillis(), tail()), this.reader.peek(), "", ex);
			}
			throw ended(ex);
		}
		finally {
			timer.cancel(false);
		}
	}

	@Override
	public SshDialogue sendLine(String line) {
		return send(line + this.lineEnd);
	}

	@Override
	public SshDialogue sendSecret(String secret) {
		this.reader.addSecret(secret);
		return sendLine(secret);
	}

	@Override
	public SshDialogue sendControl(char key) {
		Assert.isTrue(key >= '?' && key < 0x7F, "'key' must be a letter or one of @[\\]^_?");
		return send(Character.toString((key == '?') ? 0x7F : key & 0x1F));
	}

	@Override
	public ShellMatch expect(String text) {
		return expect(text, this.timeout);
	}

	@Override
	public ShellMatch expect(String text, Duration timeout) {
		return expect(List.of(literal(text)), quoted(text), timeout);
	}

	@Override
	public ShellMatch expect(Pattern pattern) {
		return expect(pattern, this.timeout);
	}

	@Override
	public ShellMatch expect(Pattern pattern, Duration timeout) {
		return expect(List.of(pattern), quoted(pattern.pattern()), timeout);
	}

	@Override
	public ShellMatch expectAny(String... texts) {
		return expect(Arrays.stream(texts).map(DefaultSshDialogue::literal).toList(), any(Arrays.stream(texts)),
				this.timeout);
	}

	@Override
	public ShellMatch expectAny(Pattern... patterns) {
		return expect(List.of(patterns), any(Arrays.stream(patterns).map(Pattern::pattern)), this.timeout);
	}

	private static Pattern literal(String text) {
		return Pattern.compile(text, Pattern.LITERAL);
	}

	private static String any(Stream<String> expected) {
		return expected.map(DefaultSshDialogue::quoted).collect(Collectors.joining(" or "));
	}

	private static String quoted(String expected) {
		return "'" + PeerText.printable(expected) + "'";
	}

	private ShellMatch expect(List<Pattern> alternatives, String expected, Duration timeout) {
		return await(expected, timeout, () -> this.reader.await(alternatives, timeout));
	}

	@Override
	public String expectEnd() {
		return await("its end", this.timeout, () -> this.reader.awaitEnd(this.timeout));
	}

	@Override
	public SshDialogue prompt(Pattern prompt) {
		this.prompt = prompt;
		return this;
	}

	@Override
	public String detectPrompt() {
		Deadline deadline = Deadline.in(this.timeout);
		String prompt = await("a prompt", this.timeout, () -> detectPrompt(deadline));
		this.prompt = Pattern.compile("(?:^|[\\r\\n])" + Pattern.quote(prompt) + "\\z");
		return prompt;
	}

	private @Nullable String detectPrompt(Deadline deadline) throws IOException, InterruptedException {
		String last = this.reader.awaitQuiet(QUIET, deadline.atMost(UNASKED));
		while (!deadline.isOver()) {
			this.reader.takeAll();
			sendLine("");
			String line = this.reader.awaitQuiet(QUIET, deadline.atMost(this.timeout));
			if (line != null && line.equals(last)) {
				this.reader.takeAll();
				return line;
			}
			last = line;
		}
		return null;
	}

	@Override
	public String expectPrompt() {
		return expectPrompt(this.timeout);
	}

	private String expectPrompt(Duration timeout) {
		return expect(List.of(prompt()), "the prompt", timeout).before();
	}

	private Pattern prompt() {
		Pattern prompt = this.prompt;
		Assert.state(prompt != null, "The prompt must be set or detected before");
		return prompt;
	}

	@Override
	public String run(String line) {
		return run(line, this.timeout);
	}

	@Override
	public String run(String line, Duration timeout) {
		Deadline deadline = Deadline.in(timeout);
		Pattern prompt = prompt();
		sendLine(line);
		String output;
		if (this.process.hasTerminal() && !line.isBlank()) {
			ShellMatch first = expect(List.of(echo(line), prompt), "the prompt", timeout);
			output = (first.alternative() == 0) ? expectPrompt(deadline.atMost(timeout)) : first.before();
		}
		else {
			output = expectPrompt(timeout);
		}
		return withoutLineBreak(output.replace("\r\n", "\n"));
	}

	/**
	 * Return what matches a line as a terminal shows it that breaks lines where they
	 * reach its edge.
	 */
	private static Pattern echo(String line) {
		return Pattern.compile(line.strip()
			.codePoints()
			.filter((c) -> !Character.isWhitespace(c))
			.mapToObj((c) -> Pattern.quote(Character.toString(c)))
			.collect(Collectors.joining("[\\s\\p{Cntrl}]*+")) + "[^\\n]*\\n");
	}

	private static String withoutLineBreak(String text) {
		return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
	}

	private <T> T await(String expected, Duration timeout, Wait<T> wait) {
		try {
			T result = wait.get();
			if (result != null) {
				return result;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SshException(
					"Interrupted while waiting for %s from %s".formatted(expected, this.process.subject()), ex);
		}
		catch (IOException ex) {
			throw ended(ex);
		}
		throw new SshTimeoutException("%s did not come from %s within %d ms%s".formatted(expected,
				this.process.subject(), timeout.toMillis(), tail()), this.reader.peek(), "", null);
	}

	private SshException ended(IOException cause) {
		boolean orderly = cause instanceof EOFException;
		if (!orderly && hasProcessEnded()) {
			SshException failure = this.process.failure(this.reader.peek(), "");
			if (failure != null) {
				return failure;
			}
		}
		return new SshException("The dialogue with %s cannot go on: %s%s".formatted(this.process.subject(),
				orderly ? "it has ended" : cause.getMessage(), tail()), cause);
	}

	/**
	 * Where the output broke off, the process ends a moment later.
	 */
	private boolean hasProcessEnded() {
		try {
			return this.process.waitFor(this.reader.isEnded() ? END : Duration.ZERO);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private String tail() {
		String text = this.reader.peek().strip();
		String tail = text.substring(Math.max(0, text.length() - TAIL));
		return tail.isEmpty() ? "" : "; the last that came is: " + PeerText.printable(tail);
	}

	@Override
	public SshProcess getProcess() {
		return this.process;
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * Waits for something, and has nothing if that has not come in time.
	 *
	 * @param <T> the type of what has come
	 */
	@FunctionalInterface
	private interface Wait<T> {

		@Nullable T get() throws IOException, InterruptedException;

	}

}
