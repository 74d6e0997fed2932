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

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

import io.github.sshboot.client.transfer.TransferSummary;

import org.springframework.core.io.Resource;

/**
 * Transfers files by SCP, for hosts without SFTP: {@code scp} runs on the host, as with
 * OpenSSH's {@code scp -O}. Where there is SFTP, {@link SftpOperations} are faster for
 * many files and can do more: here, uploads are written under their own names, and there
 * is no way to resume.
 *
 * <pre class="code">
 * client.scp().upload(Path.of("firmware.bin")).to("/flash/firmware.bin");
 * client.scp().download("/var/log").to(Path.of("logs"));
 * </pre>
 * <p>
 * Transfers fail with an {@link SshException}: an {@link SshConnectException} if the
 * connection is lost, an {@link SshTimeoutException} if the server does nothing for a
 * minute. What a server sends is never written outside of the target, under a name that
 * was not asked for, or with permissions beyond read, write and execute.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface ScpOperations {

	/**
	 * Prepare to send a file, or a directory with all that is in it.
	 * @param source the file or directory here
	 * @return how and where to
	 */
	UploadSpec upload(Path source);

	/**
	 * Prepare to send a resource, whose length must be known.
	 * @param source the resource
	 * @return how and where to
	 */
	UploadSpec upload(Resource source);

	/**
	 * Prepare to send some bytes.
	 * @param source the bytes
	 * @return how and where to
	 */
	UploadSpec upload(byte[] source);

	/**
	 * Prepare to send as many bytes of a stream. It is not closed.
	 * @param source the stream
	 * @param size how many bytes, which the server is told first
	 * @return how and where to
	 */
	UploadSpec upload(InputStream source, long size);

	/**
	 * Prepare to receive a file, or a directory with all that is in it.
	 * @param path the file or directory on the server; not a pattern
	 * @return how and where to
	 */
	DownloadSpec download(String path);

	/**
	 * What is sent, and how.
	 */
	interface UploadSpec extends FileTransferSpec<UploadSpec> {

		/**
		 * Send it.
		 * @param path the path on the server, in a directory that is there: of the file,
		 * of the directory that gets what is in a directory and is made if need be, or,
		 * if it ends with a slash, of the directory that gets a file of the same name
		 * @return what was done
		 */
		TransferSummary to(String path);

	}

	/**
	 * What is received, and how.
	 */
	interface DownloadSpec extends FileTransferSpec<DownloadSpec> {

		/**
		 * Receive it. Files have their names when they are complete.
		 * @param path the path here: of the file, of the directory that gets what is in a
		 * directory and is made if need be, or, if it is a directory, the one that gets a
		 * file of the same name
		 * @return what was done
		 */
		TransferSummary to(Path path);

		/**
		 * Receive a file.
		 * @param stream where to write it; not closed
		 * @return what was done
		 */
		TransferSummary to(OutputStream stream);

		/**
		 * Receive a file that is not too large for the memory.
		 * @return the content, 16 MB at the most unless a {@link #limit} says otherwise
		 */
		byte[] bytes();

	}

}
