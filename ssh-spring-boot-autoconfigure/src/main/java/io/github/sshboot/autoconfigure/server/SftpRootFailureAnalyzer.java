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

import io.github.sshboot.sftp.storage.SftpRootException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the directories of users cannot be used.
 */
class SftpRootFailureAnalyzer extends AbstractFailureAnalyzer<SftpRootException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SftpRootException cause) {
		return new FailureAnalysis(
				"The directories for file transfer, 'ssh.server.sftp.root' is '%s', cannot be used: %s."
					.formatted(cause.getRoot(), cause.getReason()),
				"Let the user that runs the application create directories there, set 'ssh.server.sftp.root' to "
						+ "another directory, or, where nothing is to be uploaded, 'ssh.server.sftp.read-only' to "
						+ "'true'. An 'SftpRootProvider' or 'SftpFileSystemFactory' bean takes its place.",
				cause);
	}

}
