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

package io.github.sshboot.session.annotation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Results that come later.
 */
class HandlerResultsTests {

	private final FakeSession session = FakeSession.exec("x");

	@AfterEach
	void clearInterruption() {
		Thread.interrupted();
	}

	@Test
	void interruptionCancelsAStage() {
		CompletableFuture<String> future = new CompletableFuture<>();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> HandlerResults.write(future, this.session));
		assertThat(future).isCancelled();
	}

	@Test
	void interruptionEndsWhatIsWritten() {
		AtomicBoolean closed = new AtomicBoolean();
		Stream<Integer> endless = Stream.iterate(1, (number) -> number + 1).onClose(() -> closed.set(true));
		for (Object result : List.of("text", List.of(1, 2), endless, List.of(1).iterator(), Flux.range(1, 10))) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).as(result.toString())
				.isThrownBy(() -> HandlerResults.write(result, FakeSession.exec("x")));
			assertThat(Thread.interrupted()).isFalse();
		}
		assertThat(closed).isTrue();
	}

	@Test
	void stageThatWasCancelledFails() {
		CompletableFuture<String> future = new CompletableFuture<>();
		future.cancel(false);
		assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> HandlerResults.write(future, this.session));
	}

	@Test
	void interruptionCancelsAPublisher() {
		AtomicBoolean cancelled = new AtomicBoolean();
		Flux<String> flux = Flux.<String>never().doOnCancel(() -> cancelled.set(true));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> HandlerResults.write(flux, this.session));
		assertThat(cancelled).isTrue();
	}

	@Test
	void clientThatIsGoneCancelsAPublisher() throws Exception {
		AtomicBoolean cancelled = new AtomicBoolean();
		AtomicInteger produced = new AtomicInteger();
		FakeSession gone = FakeSession.exec("x", new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw new IOException("gone");
			}

		});
		HandlerResults.write(Flux.<Integer>generate((sink) -> sink.next(produced.incrementAndGet()))
			.doOnCancel(() -> cancelled.set(true)), gone);
		assertThat(cancelled).isTrue();
		assertThat(produced).hasValueLessThan(3);
	}

	@Test
	void nextElementIsRequestedWhenTheOneBeforeItIsWritten() throws Exception {
		List<String> events = new CopyOnWriteArrayList<>();
		FakeSession writing = FakeSession.exec("x", new OutputStream() {

			@Override
			public void write(int b) {
				if (b != '\n') {
					events.add("written " + (char) b);
				}
			}

		});
		HandlerResults.write(Flux.just("a", "b").hide().doOnRequest((count) -> events.add("requested " + count)),
				writing);
		assertThat(events).containsExactly("requested 1", "written a", "requested 1", "written b", "requested 1");
	}

	@Test
	void elementsOfAnotherThreadAreWrittenByTheHandler() throws Exception {
		Thread handler = Thread.currentThread();
		AtomicBoolean foreign = new AtomicBoolean();
		FakeSession writing = FakeSession.exec("x", new OutputStream() {

			@Override
			public void write(int b) {
				foreign.compareAndSet(false, Thread.currentThread() != handler);
			}

		});
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		CountDownLatch subscribed = new CountDownLatch(1);
		Thread producer = new Thread(() -> {
			try {
				assertThat(subscribed.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				return;
			}
			sink.tryEmitNext("a");
			sink.tryEmitComplete();
		}, "producer");
		producer.start();
		HandlerResults.write(sink.asFlux().doOnSubscribe((subscription) -> subscribed.countDown()), writing);
		producer.join();
		assertThat(foreign).isFalse();
	}

	@Test
	void subscriptionThatComesTooLateIsCancelled() {
		CompletableFuture<org.reactivestreams.Subscriber<? super String>> subscriber = new CompletableFuture<>();
		Publisher<String> publisher = subscriber::complete;
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> HandlerResults.write(publisher, this.session));
		AtomicBoolean cancelled = new AtomicBoolean();
		AtomicBoolean requested = new AtomicBoolean();
		subscriber.join().onSubscribe(new Subscription() {

			@Override
			public void request(long count) {
				requested.set(true);
			}

			@Override
			public void cancel() {
				cancelled.set(true);
			}

		});
		assertThat(cancelled).isTrue();
		assertThat(requested).isFalse();
	}

	@Test
	void errorOfAPublisherIsThrownAsItIs() {
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> HandlerResults.write(Flux.error(new StackOverflowError()), this.session));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> HandlerResults.write(Mono.error(new IOException()), this.session));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> HandlerResults.write(CompletableFuture.failedFuture(new IOException()), this.session));
	}

	@Test
	void whatIsFoundInAStageIsWrittenAsWell() throws Exception {
		@Nullable Object nothing = null;
		assertThat(HandlerResults.write(CompletableFuture.completedFuture(nothing), this.session)).isZero();
		assertThat(HandlerResults.write(Mono.just(List.of("a", "b")), this.session)).isZero();
		assertThat(HandlerResults.write(CompletableFuture.completedFuture(Mono.just(5)), this.session)).isEqualTo(5);
		assertThat(HandlerResults.write(Mono.just(Stream.of("c")), this.session)).isZero();
		assertThat(this.session.stdout()).isEqualTo("a\nb\nc\n");
	}

}
