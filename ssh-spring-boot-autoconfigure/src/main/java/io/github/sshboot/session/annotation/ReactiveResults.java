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

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ReflectionUtils;

/**
 * Results of the reactive types that Spring knows. They are written by the thread of the
 * handler, which may wait for the client: a publisher's thread may not.
 */
final class ReactiveResults {

	private ReactiveResults() {
	}

	static boolean isSupported(Class<?> type) {
		return Publisher.class.isAssignableFrom(type) || adapter(type) != null;
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

	/**
	 * Write a result: a line for each element of many, or what a single one means.
	 * @return the exit status
	 * @throws Exception what the publisher fails with
	 */
	static int write(Object result, SshSession session) throws Exception {
		ReactiveAdapter adapter = adapter(result.getClass());
		Publisher<?> publisher = (adapter != null) ? adapter.toPublisher(result) : (Publisher<?>) result;
		if (adapter != null && !adapter.isMultiValue()) {
			List<Object> values = new ArrayList<>(1);
			new Elements().forEach(publisher, values::add);
			return values.isEmpty() ? 0 : HandlerResults.write(values.get(0), session);
		}
		PrintWriter writer = session.getWriter();
		new Elements().forEach(publisher, (element) -> HandlerResults.writeLine(element, writer));
		return 0;
	}

	/**
	 * Hands the elements of a publisher to the thread that wants them, and asks for one
	 * when the one before it is done with.
	 */
	private static final class Elements implements Subscriber<Object> {

		/**
		 * What the publisher has signalled last: an element, or its end.
		 */
		private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

		private final Object monitor = new Object();

		private @Nullable Subscription subscription;

		private boolean cancelled;

		private void forEach(Publisher<?> publisher, Consumer consumer) throws Exception {
			publisher.subscribe(this);
			try {
				Object signal = this.signals.take();
				while (!(signal instanceof End)) {
					if (!consumer.accept(signal)) {
						return;
					}
					request();
					signal = this.signals.take();
				}
				Throwable failure = ((End) signal).failure();
				if (failure != null) {
					ReflectionUtils.rethrowException(failure);
				}
			}
			finally {
				cancel();
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			synchronized (this.monitor) {
				if (this.cancelled || this.subscription != null) {
					subscription.cancel();
					return;
				}
				this.subscription = subscription;
			}
			subscription.request(1);
		}

		private void request() {
			Subscription current;
			synchronized (this.monitor) {
				current = this.subscription;
			}
			if (current != null) {
				current.request(1);
			}
		}

		private void cancel() {
			Subscription current;
			synchronized (this.monitor) {
				this.cancelled = true;
				current = this.subscription;
			}
			if (current != null) {
				current.cancel();
			}
		}

		@Override
		public void onNext(Object element) {
			this.signals.add(element);
		}

		@Override
		public void onError(Throwable failure) {
			this.signals.add(new End(failure));
		}

		@Override
		public void onComplete() {
			this.signals.add(new End(null));
		}

		private record End(@Nullable Throwable failure) {

		}

		/**
		 * Takes an element.
		 */
		@FunctionalInterface
		private interface Consumer {

			/**
			 * Take an element.
			 * @return whether more are wanted
			 */
			boolean accept(Object element) throws InterruptedException;

		}

	}

}
