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

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sshboot.client.shell.TimedText.TimeIsOverException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a program says in a dialogue. Whoever has the bytes hands them over, without
 * waiting; whoever expects something waits for it, one at a time. As long as more is
 * there than may be kept, the bytes are not reported as taken, and what has sent them can
 * wait.
 *
 * @since 0.1.0
 */
public final class DialogueReader {

	private static final int DEFAULT_LIMIT = 1 << 20;

	/**
	 * How long a pattern may be matched against what is there already.
	 */
	private static final Duration MIN_MATCH_TIME = Duration.ofSeconds(1);

	private static final Duration FOR_EVER = Duration.ofDays(365);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ReentrantLock reading = new ReentrantLock();

	private final TextDecoder decoder;

	private final Transcript transcript = new Transcript();

	private final List<Reaction> reactions = new ArrayList<>();

	private final Secrets secrets = new Secrets();

	private ByteArrayOutputStream received = new ByteArrayOutputStream();

	private IntConsumer taken = (count) -> {
	};

	private boolean ended;

	private boolean decoderEnded;

	private @Nullable IOException failure;

	private int unreported;

	private int limit = DEFAULT_LIMIT;

	/**
	 * Create a new {@link DialogueReader}.
	 * @param charset the charset of the text
	 */
	public DialogueReader(Charset charset) {
		this.decoder = new TextDecoder(charset);
	}

	/**
	 * Take over bytes, without waiting.
	 * @param data holds the bytes
	 * @param offset where they begin
	 * @param length how many there are
	 * @param taken told how many bytes, of these and those before, are done with
	 */
	public void receive(byte[] data, int offset, int length, IntConsumer taken) {
		this.lock.lock();
		try {
			this.received.write(data, offset, length);
			this.taken = taken;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Nothing follows.
	 * @param failure why, or {@code null} if the program has said all it wanted to
	 */
	public void end(@Nullable IOException failure) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.ended = true;
				this.failure = failure;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether nothing follows.
	 * @return whether nothing follows what has come
	 */
	public boolean isEnded() {
		this.lock.lock();
		try {
			return this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Make plain text of what follows: without escape sequences, and with what was erased
	 * or overwritten in a line erased and overwritten.
	 */
	public void setPlainText() {
		this.reading.lock();
		try {
			this.transcript.setPlain();
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * Set how much is kept that nobody has expected yet; by default 1,048,576 characters.
	 * @param characters the limit
	 */
	public void setLimit(int characters) {
		this.reading.lock();
		try {
			this.limit = characters;
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * Mask a text wherever what has come is told.
	 * @param secret the text
	 */
	public void addSecret(String secret) {
		this.secrets.add(secret);
	}

	/**
	 * Answer something whenever it comes before what is expected, and leave it out.
	 * @param pattern what is answered
	 * @param answer sends the answer
	 */
	public void addReaction(Pattern pattern, Runnable answer) {
		this.reading.lock();
		try {
			this.reactions.add(new Reaction(pattern, answer));
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * Wait until one of several alternatives has come: the one that begins first, and of
	 * those the first in the list. It is taken, with all that came before it.
	 * @param alternatives what is expected
	 * @param timeout how long to wait
	 * @return the match, or {@code null} if it has not come in time
	 * @throws EOFException if the program has said all it wanted to
	 * @throws IOException if nothing follows for another reason, or more has come than is
	 * kept
	 * @throws InterruptedException if the current thread is interrupted
	 */
	public @Nullable ShellMatch await(List<Pattern> alternatives, Duration timeout)
			throws IOException, InterruptedException {
		long deadline = deadline(timeout);
		this.reading.lockInterruptibly();
		try {
			while (true) {
				boolean last = read();
				Found found = find(alternatives, deadline);
				if (found == null) {
					if (last) {
						throw end();
					}
					checkLimit();
					if (!awaitMore(deadline)) {
						return null;
					}
				}
				else if (found.index() < alternatives.size()) {
					return take(found);
				}
				else if (System.nanoTime() - deadline < 0) {
					react(found, alternatives.size());
				}
				else {
					return null;
				}
			}
		}
		catch (TimeIsOverException ex) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			return null;
		}
		finally {
			report();
			this.reading.unlock();
		}
	}

	/**
	 * Wait until the program has said all it wanted to.
	 * @param timeout how long to wait
	 * @return what it has said since the last match, or {@code null} if it has not ended
	 * in time
	 * @throws IOException if it ended for another reason, or more has come than is kept
	 * @throws InterruptedException if the current thread is interrupted
	 */
	public @Nullable String awaitEnd(Duration timeout) throws IOException, InterruptedException {
		try {
			await(List.of(), timeout);
			return null;
		}
		catch (EOFException ex) {
			return takeAll();
		}
	}

	/**
	 * Wait until something has come and nothing more comes for a while.
	 * @param quiet how long nothing must come
	 * @param timeout how long to wait at most
	 * @return the last line that has come, or {@code null} if there is none in time
	 * @throws IOException if nothing follows
	 * @throws InterruptedException if the current thread is interrupted
	 */
	public @Nullable String awaitQuiet(Duration quiet, Duration timeout) throws IOException, InterruptedException {
		long deadline = deadline(timeout);
		this.reading.lockInterruptibly();
		try {
			while (true) {
				boolean last = read();
				Found found = find(List.of(), deadline);
				if (found != null) {
					if (System.nanoTime() - deadline >= 0) {
						return null;
					}
					react(found, 0);
					continue;
				}
				if (last) {
					throw end();
				}
				checkLimit();
				String line = lastLine();
				long wait = line.isBlank() ? deadline : Math.min(deadline, deadline(quiet));
				if (!awaitMore(wait)) {
					return line.isBlank() ? null : line;
				}
			}
		}
		finally {
			report();
			this.reading.unlock();
		}
	}

	/**
	 * Return what has come and nobody has expected yet, with secrets masked.
	 * @return the text
	 */
	public String peek() {
		this.reading.lock();
		try {
			read();
			return this.secrets.mask(this.transcript.text().toString());
		}
		finally {
			this.reading.unlock();
		}
	}

	/**
	 * Take what has come and nobody has expected yet.
	 * @return the text
	 */
	public String takeAll() {
		this.reading.lock();
		try {
			read();
			String text = this.transcript.text().toString();
			this.transcript.remove(0, text.length());
			return text;
		}
		finally {
			report();
			this.reading.unlock();
		}
	}

	private static long deadline(Duration timeout) {
		return System.nanoTime() + ((timeout.compareTo(FOR_EVER) < 0) ? timeout : FOR_EVER).toNanos();
	}

	/**
	 * Decode what has come.
	 * @return whether nothing follows
	 */
	private boolean read() {
		byte[] bytes;
		boolean last;
		this.lock.lock();
		try {
			bytes = this.received.toByteArray();
			this.received = new ByteArrayOutputStream();
			last = this.ended;
		}
		finally {
			this.lock.unlock();
		}
		if (bytes.length > 0 && !this.decoderEnded) {
			this.transcript.write(this.decoder.decode(bytes, 0, bytes.length));
			this.unreported += bytes.length;
		}
		if (last && !this.decoderEnded) {
			this.decoderEnded = true;
			this.transcript.write(this.decoder.end());
		}
		if (this.transcript.text().length() <= this.limit) {
			report();
		}
		return last;
	}

	private void report() {
		if (this.unreported > 0 && this.transcript.text().length() <= this.limit) {
			this.taken.accept(this.unreported);
			this.unreported = 0;
		}
	}

	private IOException end() {
		IOException failure = this.failure;
		return (failure != null) ? new IOException(failure.getMessage(), failure) : new EOFException();
	}

	private void checkLimit() throws IOException {
		if (this.transcript.text().length() > this.limit) {
			throw new IOException("More than %d characters came without what is expected".formatted(this.limit));
		}
	}

	private boolean awaitMore(long deadline) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = deadline - System.nanoTime();
			while (this.received.size() == 0 && !this.ended && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return this.received.size() > 0 || this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Found find(List<Pattern> alternatives, long deadline) throws IOException {
		long latest = Math.max(deadline, deadline(MIN_MATCH_TIME));
		Found first = null;
		for (int i = 0; i < alternatives.size() + this.reactions.size(); i++) {
			Pattern pattern = (i < alternatives.size()) ? alternatives.get(i)
					: this.reactions.get(i - alternatives.size()).pattern();
			Matcher matcher = pattern.matcher(new TimedText(this.transcript.text(), latest));
			if (find(matcher) && (first == null || matcher.start() < first.matcher().start())) {
				first = new Found(i, matcher);
			}
		}
		return first;
	}

	private static boolean find(Matcher matcher) throws IOException {
		try {
			return matcher.find();
		}
		catch (StackOverflowError ex) {
			throw new IOException("The pattern '%s' is too complex for what has come".formatted(matcher.pattern()), ex);
		}
	}

	private ShellMatch take(Found found) {
		Matcher matcher = found.matcher();
		List<@Nullable String> groups = new ArrayList<>();
		for (int i = 1; i <= matcher.groupCount(); i++) {
			groups.add(matcher.group(i));
		}
		ShellMatch match = new ShellMatch(found.index(), this.transcript.text().substring(0, matcher.start()),
				matcher.group(), Collections.unmodifiableList(groups));
		this.transcript.remove(0, matcher.end());
		return match;
	}

	private void react(Found found, int alternatives) throws IOException {
		Matcher matcher = found.matcher();
		if (matcher.start() == matcher.end()) {
			throw new IOException("The pattern '%s' of an answer matches nothing".formatted(matcher.pattern()));
		}
		this.transcript.blank(matcher.start(), matcher.end());
		this.reactions.get(found.index() - alternatives).answer().run();
	}

	private String lastLine() {
		StringBuilder text = this.transcript.text();
		int start = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1;
		return text.substring(start);
	}

	/**
	 * What is answered without being expected.
	 *
	 * @param pattern what it is
	 * @param answer sends the answer
	 */
	private record Reaction(Pattern pattern, Runnable answer) {

	}

	/**
	 * What was found.
	 *
	 * @param index the index of the alternative, or behind these of the reaction
	 * @param matcher where it is
	 */
	private record Found(int index, Matcher matcher) {

	}

}
