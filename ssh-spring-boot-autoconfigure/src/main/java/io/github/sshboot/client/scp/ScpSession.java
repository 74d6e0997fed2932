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
package io.github.sshboot.client.scp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;

import io.github.sshboot.client.transfer.Alarm;
import io.github.sshboot.client.transfer.LocalEntry;
import io.github.sshboot.client.transfer.RemoteNames;
import io.github.sshboot.client.transfer.TransferOptions;
import io.github.sshboot.client.transfer.TransferSource;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.client.transfer.TransferTarget;

/**
 * One run of {@code scp} on a server: a transfer in one direction.
 *
 * @since 0.1.0
 */
public final class ScpSession {

	private final ScpStreams streams;

	/**
	 * Create a new {@link ScpSession}.
	 * @param input what {@code scp} writes
	 * @param output what it reads
	 * @param timeout how long it may do nothing
	 * @param alarm tells that time has passed
	 * @param onTimeout is told that it does nothing, so that the streams end
	 */
	public ScpSession(InputStream input, OutputStream output, Duration timeout, Alarm alarm, Runnable onTimeout) {
		this.streams = new ScpStreams(input, output, timeout, alarm, onTimeout);
	}

	/**
	 * Return the command that receives files on a server.
	 * @param path the file or directory that is to be written
	 * @param tree whether it is a directory
	 * @param options how
	 * @return the command line, for a POSIX shell
	 */
	public static String uploadCommand(String path, boolean tree, TransferOptions options) {
		return "scp %s%s-d -t %s".formatted(tree ? "-r " : "", options.preserve() ? "-p " : "", quoted(parent(path)));
	}

	private static String parent(String path) {
		String name = RemoteNames.last(path);
		String parent = path.substring(0, path.lastIndexOf(name));
		return parent.isEmpty() ? "." : parent;
	}

	/**
	 * Return the command that sends files from a server.
	 * @param path the file or directory
	 * @param tree whether it may be a directory
	 * @param options how
	 * @return the command line, for a POSIX shell
	 */
	public static String downloadCommand(String path, boolean tree, TransferOptions options) {
		return "scp %s%s-f %s".formatted(tree ? "-r " : "", options.preserve() ? "-p " : "", quoted(path));
	}

	private static String quoted(String path) {
		// not an option
		String name = path.startsWith("-") ? "./" + path : path;
		return "'" + name.replace("'", "'\\''") + "'";
	}

	/**
	 * Send something to a file.
	 * @param source what to send, whose size is known
	 * @param path the file
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary upload(TransferSource source, String path, TransferOptions options) throws IOException {
		ScpUpload upload = new ScpUpload(this.streams, options);
		this.streams.readAgreement();
		return upload.file(source, name(path), path);
	}

	/**
	 * Send a local directory with all that is in it.
	 * @param directory the directory here
	 * @param path the directory on the server, which is made if it is not there; its
	 * parent must be there
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary uploadTree(Path directory, String path, TransferOptions options) throws IOException {
		ScpUpload upload = new ScpUpload(this.streams, options);
		this.streams.readAgreement();
		return upload.directory(LocalEntry.root(directory), name(path), path);
	}

	private static String name(String path) throws IOException {
		String name = RemoteNames.last(path);
		if (!RemoteNames.isClean(name) || name.indexOf('\n') >= 0) {
			throw new IOException("'%s' does not end with the name of a file".formatted(path));
		}
		return name;
	}

	/**
	 * Receive a file.
	 * @param path the file
	 * @param target where it goes
	 * @param options how
	 * @return what was done
	 * @throws IOException if that fails
	 */
	public TransferSummary download(String path, TransferTarget target, TransferOptions options) throws IOException {
		return new ScpDownload(this.streams, options).file(path, target);
	}

	/**
	 * Receive a file, or a directory with all that is in it.
	 * @param path the file or directory
	 * @param target where it goes: the file, the directory, or an existing directory for
	 * a file
	 * @param options how
	 * @return what was done
	 * @throws EOFException if the server ended early
	 * @throws IOException if that fails
	 */
	public TransferSummary downloadTree(String path, Path target, TransferOptions options) throws IOException {
		return new ScpDownload(this.streams, options).tree(path, target);
	}

}
