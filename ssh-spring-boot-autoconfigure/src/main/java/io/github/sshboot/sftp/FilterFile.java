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

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is another one, but for what a subclass adds.
 */
abstract class FilterFile implements SftpFile {

	private final SftpFile file;

	FilterFile(SftpFile file) {
		this.file = file;
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		return this.file.read(target, position);
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		this.file.write(source, position);
	}

	@Override
	public SftpAttributes readAttributes() throws IOException {
		return this.file.readAttributes();
	}

	@Override
	public void setAttributes(SftpAttributes changes) throws IOException {
		this.file.setAttributes(changes);
	}

	@Override
	public void sync() throws IOException {
		this.file.sync();
	}

	@Override
	public void commit() throws IOException {
		this.file.commit();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
