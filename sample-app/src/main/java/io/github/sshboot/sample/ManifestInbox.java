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

package io.github.sshboot.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.github.sshboot.sftp.SftpListener;
import io.github.sshboot.sftp.SftpOperation;
import io.github.sshboot.sftp.SftpRenamedEvent;
import io.github.sshboot.sftp.SftpUploadCompletedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes manifests by SFTP: a {@code .csv} file in {@code /inbox} is imported and goes to
 * {@code /done}, or to {@code /failed} if something is wrong with it, with a report
 * beside it.
 */
@Component
class ManifestInbox implements SftpListener {

	private static final Log logger = LogFactory.getLog(ManifestInbox.class);

	private static final String INBOX = "/inbox/";

	private final ParcelRepository parcels;

	private final Path done;

	private final Path failed;

	ManifestInbox(ParcelRepository parcels, @Value("${ssh.server.sftp.root}") Path root) throws IOException {
		this.parcels = parcels;
		Files.createDirectories(root.resolve("inbox"));
		this.done = Files.createDirectories(root.resolve("done"));
		this.failed = Files.createDirectories(root.resolve("failed"));
	}

	/**
	 * Operators look around everywhere, but have only the inbox to put something.
	 */
	@Override
	public void beforeOperation(SftpOperation operation) throws IOException {
		boolean allowed = switch (operation.kind()) {
			case DOWNLOAD, LIST, CHANGE_ATTRIBUTES -> true;
			case UPLOAD, DELETE_FILE -> isInInbox(operation.path());
			case RENAME -> isInInbox(operation.path()) && isInInbox(operation.target());
			default -> false;
		};
		if (!allowed) {
			throw operation.denied("Manifests go to " + INBOX);
		}
	}

	private static boolean isInInbox(@Nullable String path) {
		return path != null && path.startsWith(INBOX);
	}

	@EventListener
	void uploaded(SftpUploadCompletedEvent upload) throws IOException {
		take(upload.getPath(), upload.getRealPath(), upload.getIdentity().username());
	}

	/**
	 * Many clients upload under another name, and rename what is complete.
	 */
	@EventListener
	void renamed(SftpRenamedEvent renamed) throws IOException {
		take(renamed.getNewPath(), renamed.getNewRealPath(), renamed.getIdentity().username());
	}

	private void take(String path, @Nullable Path file, String username) throws IOException {
		if (file == null || !isInInbox(path) || !path.endsWith(".csv")) {
			return;
		}
		Manifest manifest = read(file);
		manifest.parcels().forEach(this.parcels::save);
		Path target = manifest.errors().isEmpty() ? this.done : this.failed;
		String name = file.getFileName().toString();
		Files.move(file, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
		String report = "imported %d parcels\n%s".formatted(manifest.parcels().size(),
				String.join("", manifest.errors().stream().map((error) -> error + "\n").toList()));
		Files.writeString(target.resolve(name + ".report"), report);
		logger.info("%s sent %d parcels in a manifest, and %d lines that are none".formatted(username,
				manifest.parcels().size(), manifest.errors().size()));
	}

	private static Manifest read(Path file) throws IOException {
		try (BufferedReader lines = Files.newBufferedReader(file)) {
			return Manifest.read(lines);
		}
		catch (CharacterCodingException ex) {
			return new Manifest(List.of(), List.of("the manifest is not UTF-8"));
		}
	}

}
