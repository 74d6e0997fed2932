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

package io.github.sshboot.autoconfigure.server;

import java.util.List;
import java.util.function.ToIntFunction;

import org.springframework.boot.ExitCodeExceptionMapper;
import org.springframework.boot.ExitCodeGenerator;

/**
 * The exit status for an exception that a handler throws, found as Spring Boot finds the
 * exit code of an application: the exception, or a cause of it, is an
 * {@link ExitCodeGenerator}, or an {@link ExitCodeExceptionMapper} knows it.
 */
class ExitStatus implements ToIntFunction<Throwable> {

	private static final int FAILURE = 1;

	private final List<ExitCodeExceptionMapper> mappers;

	ExitStatus(List<ExitCodeExceptionMapper> mappers) {
		this.mappers = mappers;
	}

	@Override
	public int applyAsInt(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ExitCodeGenerator generator) {
				return generator.getExitCode();
			}
		}
		for (ExitCodeExceptionMapper mapper : this.mappers) {
			int status = mapper.getExitCode(failure);
			if (status != 0) {
				return status;
			}
		}
		return FAILURE;
	}

}
