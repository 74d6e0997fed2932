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

package io.github.sshboot.sftp;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A user has renamed a file, directory or link. The path is the old one.
 *
 * @since 0.1.0
 */
public class SftpRenamedEvent extends SftpEvent {

	private final String newPath;

	private final @Nullable Path newRealPath;

	/**
	 * Create a new {@link SftpRenamedEvent}.
	 * @param action what has been done
	 * @param newPath the new virtual path
	 * @param newRealPath the new real path or {@code null}
	 */
	public SftpRenamedEvent(SftpAction action, String newPath, @Nullable Path newRealPath) {
		super(action);
		this.newPath = newPath;
		this.newRealPath = newRealPath;
	}

	/**
	 * Return the new path as the user knows it.
	 * @return the virtual path, absolute and normalised
	 */
	public String getNewPath() {
		return this.newPath;
	}

	/**
	 * Return the new path as the application knows it.
	 * @return the real path or {@code null} if there is none
	 */
	public @Nullable Path getNewRealPath() {
		return this.newRealPath;
	}

}
