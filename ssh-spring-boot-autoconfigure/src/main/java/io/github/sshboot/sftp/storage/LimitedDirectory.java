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

package io.github.sshboot.sftp.storage;

import java.io.IOException;
import java.util.function.Consumer;

import io.github.sshboot.sftp.SftpDirectory;
import io.github.sshboot.sftp.SftpEntry;
import io.github.sshboot.sftp.SftpSessionLimits;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is listed within bounds.
 */
final class LimitedDirectory extends LimitedHandle implements SftpDirectory {

	private final SftpDirectory delegate;

	LimitedDirectory(String path, SftpDirectory delegate, SftpSessionLimits limits,
			Consumer<LimitedHandle> whenClosed) {
		super(path, delegate, limits, whenClosed);
		this.delegate = delegate;
	}

	@Override
	public @Nullable SftpEntry next() throws IOException {
		use();
		return this.delegate.next();
	}

}
