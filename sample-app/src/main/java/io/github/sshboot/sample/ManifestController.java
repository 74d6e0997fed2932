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

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;

import org.springframework.scheduling.annotation.Scheduled;

/**
 * Tells the carrier what there is to carry: each night, and when an operator asks for it.
 */
@SshController
class ManifestController {

	private final ParcelRepository parcels;

	private final SshClient carrier;

	ManifestController(ParcelRepository parcels, SshClientFactory clients) {
		this.parcels = parcels;
		this.carrier = clients.get("carrier");
	}

	@Scheduled(cron = "${parcel-desk.manifest.cron}")
	void sendEachNight() {
		send();
	}

	@SshCommand(value = "parcels manifest", description = "Send the manifest of all parcels to the carrier by SFTP.")
	String send() {
		List<Parcel> parcels = this.parcels.findAll();
		String manifest = parcels.stream().map(Parcel::toLine).collect(Collectors.joining("\n", "", "\n"));
		String path = "/inbox/manifest-%s.csv".formatted(LocalDate.now());
		// the carrier sees the whole of it or nothing
		this.carrier.sftp().upload(manifest.getBytes(StandardCharsets.UTF_8)).to(path);
		return "sent %d parcels to %s".formatted(parcels.size(), path);
	}

}
