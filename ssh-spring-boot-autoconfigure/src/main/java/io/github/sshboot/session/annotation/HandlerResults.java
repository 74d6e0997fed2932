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
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.github.sshboot.session.SshSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What the return value of a handler method means.
 */
final class HandlerResults {

	private static final boolean REACTIVE = ClassUtils.isPresent("org.reactivestreams.Publisher",
			HandlerResults.class.getClassLoader());

	private HandlerResults() {
	}

	static boolean isSupported(Class<?> type) {
		return isStatusOrLine(type) || Stream.class.isAssignableFrom(type) || Iterable.class.isAssignableFrom(type)
				|| Iterator.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)
				|| (REACTIVE && ReactiveResults.isSupported(type));
	}

	static boolean isStatusOrLine(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		return boxed == void.class || boxed == Void.class || boxed == Integer.class
				|| CharSequence.class.isAssignableFrom(boxed);
	}

	/**
	 * Write a result.
	 * @return the exit status
	 * @throws Exception what a stage or a publisher fails with
	 */
	static int write(@Nullable Object result, SshSession session) throws Exception {
		PrintWriter writer = session.getWriter();
		if (result instanceof Integer status) {
			return status;
		}
		if (result instanceof CompletionStage<?> stage) {
			return write(await(stage), session);
		}
		if (result instanceof CharSequence line) {
			writer.println(line);
			failIfInterrupted();
		}
		else if (result instanceof Collection<?> lines) {
			for (Object line : lines) {
				// all of them are there, so they need not be sent one by one
				print(line, writer);
				failIfInterrupted();
			}
		}
		else if (result instanceof Stream<?> lines) {
			try (lines) {
				writeEach(lines.iterator(), writer);
			}
		}
		else if (result instanceof Iterable<?> lines) {
			writeEach(lines.iterator(), writer);
		}
		else if (result instanceof Iterator<?> lines) {
			writeEach(lines, writer);
		}
		else if (result != null && REACTIVE && ReactiveResults.isSupported(result.getClass())) {
			return ReactiveResults.write(result, session);
		}
		else if (result != null) {
			writer.println(result);
			failIfInterrupted();
		}
		return 0;
	}

	private static @Nullable Object await(CompletionStage<?> stage) throws Exception {
		CompletableFuture<?> future = stage.toCompletableFuture();
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw ex;
		}
		catch (ExecutionException ex) {
			@Nullable Throwable cause = ex.getCause();
			ReflectionUtils.rethrowException((cause != null) ? cause : ex);
			throw new IllegalStateException("Unreachable", ex);
		}
	}

	private static void writeEach(Iterator<?> lines, PrintWriter writer) throws InterruptedException {
		while (lines.hasNext() && writeLine(lines.next(), writer)) {
			// there may be more
		}
	}

	/**
	 * Write a line and send it.
	 * @return whether the client takes more
	 * @throws InterruptedException if the handler is interrupted
	 */
	static boolean writeLine(@Nullable Object line, PrintWriter writer) throws InterruptedException {
		print(line, writer);
		boolean failed = writer.checkError();
		failIfInterrupted();
		return !failed;
	}

	private static void print(@Nullable Object line, PrintWriter writer) {
		writer.print(String.valueOf(line).concat("\n"));
	}

	/**
	 * A writer throws nothing, and what it was interrupted at is not whole.
	 */
	private static void failIfInterrupted() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException("Interrupted while a result is written");
		}
	}

}
