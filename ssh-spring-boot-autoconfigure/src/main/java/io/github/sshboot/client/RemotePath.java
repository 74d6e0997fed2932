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

import java.io.IOException;
import java.nio.file.LinkOption;
import java.util.List;

import org.apache.sshd.common.file.util.BasePath;
import org.jspecify.annotations.Nullable;

/**
 * A path on a host.
 */
final class RemotePath extends BasePath<RemotePath, RemoteFileSystem> {

	RemotePath(RemoteFileSystem fileSystem, @Nullable String root, List<String> names) {
		super(fileSystem, root, names);
	}

	/**
	 * Return the path as the server is told it.
	 */
	String remote() {
		return toAbsolutePath().toString();
	}

	@Override
	public RemotePath toRealPath(LinkOption... options) throws IOException {
		return ((RemoteFileSystemProvider) getFileSystem().provider()).toRealPath(this, options);
	}

}
