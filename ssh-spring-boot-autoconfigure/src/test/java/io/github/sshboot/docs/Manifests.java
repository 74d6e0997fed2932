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
package io.github.sshboot.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.github.sshboot.client.RemoteFile;
import io.github.sshboot.client.SftpException;
import io.github.sshboot.client.SftpOperations;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.transfer.TransferSummary;
import io.github.sshboot.sftp.protocol.StatusCode;

import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Files of a host.
 */
@Component
class Manifests {

	private final SftpOperations files;

	Manifests(SshClient carrier) {
		this.files = carrier.sftp();
	}

	void send(Path manifest) {
		this.files.upload(manifest).to("/inbox/manifest.csv");
	}

	TransferSummary fetch(Path target) {
		return this.files.download("/outbox").preserve().to(target);
	}

	void variants(Resource label, byte[] bytes, InputStream stream, Path directory, OutputStream target) {
		this.files.upload(label).to("/labels/"); // under its own name
		this.files.upload(bytes).to("/inbox/bytes");
		this.files.upload(stream).to("/inbox/stream");
		this.files.upload(directory).to("/inbox/2026"); // all that is in it
		this.files.upload(directory, "**/*.csv").to("/inbox/2026");
		this.files.download("/outbox/report.csv").to(target);
		this.files.download("/outbox", "2026-*/*.csv").to(directory);
		byte[] report = this.files.download("/outbox/report.csv").bytes();
	}

	void carefully(Path source) {
		this.files.upload(source)
			.resume()
			.sync()
			.limit(1000, DataSize.ofGigabytes(10))
			.listener((progress) -> System.out.printf("%s: %d%n", progress.path(), progress.transferred()))
			.to("/inbox/large");
	}

	boolean archive(String name) {
		try {
			this.files.mkdirs("/archive/2026");
			this.files.rename("/outbox/" + name, "/archive/2026/" + name);
			return true;
		}
		catch (SftpException ex) {
			if (ex.getStatus() == StatusCode.NO_SUCH_FILE) {
				return false;
			}
			throw ex;
		}
	}

	void more() throws IOException {
		for (RemoteFile file : this.files.list("/outbox")) {
			System.out.println(file.name() + " " + file.attributes().size());
		}
		List<RemoteFile> reports = this.files.glob("/outbox", "**/report-*.csv");
		this.files.chmod("/outbox/report.csv", 0640);
		this.files.copy("/outbox/report.csv", "/archive/report.csv"); // by the server
		this.files.deleteRecursively("/outbox/old");
		try (InputStream report = this.files.read("/outbox/report.csv");
				OutputStream log = this.files.write("/outbox/log", StandardOpenOption.APPEND)) {
			report.transferTo(log);
		}
	}

	void firmware(SshClient device, Path image, Path logs) {
		device.scp().upload(image).to("/flash/image.bin");
		device.scp().download("/var/log").preserve().to(logs);
	}

}
