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

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

import io.github.sshboot.client.transfer.TransferListener;
import io.github.sshboot.client.transfer.TransferOptions;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Gathers how files are transferred.
 *
 * @param <S> the specification
 */
abstract class FileTransferSupport<S extends FileTransferSpec<S>> implements FileTransferSpec<S> {

	private static final int MAX_BYTES = 16 << 20;

	private TransferOptions options = TransferOptions.defaults();

	/**
	 * Return this specification.
	 */
	abstract S self();

	final TransferOptions options() {
		return this.options;
	}

	final S with(TransferOptions options) {
		this.options = options;
		return self();
	}

	/**
	 * Receive a file into memory: no more than 16 MB, unless there is a limit.
	 * @param transfer receives it
	 * @return its content
	 */
	final byte[] receive(Consumer<OutputStream> transfer) {
		if (this.options.maxBytes() == Long.MAX_VALUE) {
			this.options = this.options.withLimits(1, MAX_BYTES);
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		transfer.accept(bytes);
		return bytes.toByteArray();
	}

	@Override
	public final S preserve() {
		return with(this.options.withPreserve(true));
	}

	@Override
	public final S followLinks() {
		return with(this.options.withFollowLinks(true));
	}

	@Override
	public final S limit(long files, DataSize size) {
		Assert.isTrue(files > 0, "'files' must be positive");
		Assert.isTrue(!size.isNegative(), "'size' must not be negative");
		return with(this.options.withLimits(files, size.toBytes()));
	}

	@Override
	public final S listener(TransferListener listener) {
		return with(this.options.withListener(listener));
	}

}
