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

import java.io.InputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.client.ExecResult;
import io.github.sshboot.client.SshAuthenticationException;
import io.github.sshboot.client.SshClient;
import io.github.sshboot.client.SshClientFactory;
import io.github.sshboot.client.SftpOperations;
import io.github.sshboot.client.SshException;
import io.github.sshboot.client.SshProcess;
import io.github.sshboot.client.TerminalSpec;
import io.github.sshboot.session.annotation.SshCommandCatalog;
import io.github.sshboot.session.annotation.SshCompletion;
import io.github.sshboot.test.LocalSshServerPort;
import io.github.sshboot.transport.HostKeyPolicy;
import io.github.sshboot.transport.KeyMaterial;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The parcel desk as its operators see it, with a second desk for the carrier.
 */
@SpringBootTest(properties = "ssh.server.port=0")
@Timeout(120)
class ParcelDeskApplicationTests {

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext carrier;

	private SshClient desk;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		carrier = new SpringApplicationBuilder(ParcelDeskApplication.class).run("--ssh.server.port=0",
				"--ssh.server.host-key.generate=" + directory.resolve("carrier_key"),
				"--ssh.server.sftp.root=" + directory.resolve("carrier_files"),
				"--ssh.client.connections.carrier.port=22");
		registry.add("ssh.client.connections.carrier.port",
				() -> carrier.getEnvironment().getProperty("local.ssh.server.port"));
		registry.add("ssh.server.host-key.generate", () -> directory.resolve("desk_key").toString());
		registry.add("ssh.server.sftp.root", () -> directory.resolve("desk_files").toString());
		registry.add("ssh.client.known-hosts", () -> directory.resolve("known_hosts").toString());
	}

	@AfterAll
	static void stopCarrier() {
		carrier.close();
	}

	@BeforeEach
	void connect(@Autowired SshClientFactory clients, @LocalSshServerPort int port) {
		this.desk = clients
			.create((connection) -> connection.host("127.0.0.1").port(port).username("demo").password("demo"));
	}

	@Test
	void parcelsAreListed() {
		assertThat(this.desk.exec("parcels list").retrieve().lines()).hasSizeGreaterThanOrEqualTo(3)
			.anySatisfy((line) -> assertThat(line).contains("CD2001").contains("Jörg Müller"));
	}

	@Test
	void parcelIsShown() {
		assertThat(this.desk.exec("parcels show AB1001").retrieve().asString()).contains("Ada Lovelace");
	}

	@Test
	void unknownParcelIsAnError() {
		ExecResult result = this.desk.exec("parcels show ZZ9999").run();
		assertThat(result.getExitStatus()).isEqualTo(1);
		assertThat(result.getOutput()).isEmpty();
		assertThat(result.getError()).isEqualTo("There is no parcel ZZ9999\n");
	}

	@Test
	void manifestIsImported() {
		assertThat(this.desk.exec("parcels import")
			.input("EF3001,Alan Turing,europe,1.5\nEF3002,Edsger Dijkstra,world,2\n")
			.retrieve()
			.asString()).isEqualTo("imported 2 parcels");
		assertThat(this.desk.exec("parcels show EF3002").retrieve().asString()).contains("Edsger Dijkstra");
	}

	@Test
	void badLinesAreToldAndTheGoodOnesKept() {
		ExecResult result = this.desk.exec("parcels import")
			.input("EF4001,A,europe,1\n\nnonsense\nEF4002,B,moon,1\nEF4003,C,world,heavy\nEF4004,D,world,1\n")
			.run();
		assertThat(result.getExitStatus()).isEqualTo(1);
		assertThat(result.getOutput()).isEqualTo("imported 2 parcels\n");
		assertThat(result.getError().lines()).containsExactly("line 3: expected id,recipient,destination,weight",
				"line 4: 'moon' is not a destination", "line 5: 'heavy' is not a weight");
		assertThat(this.desk.exec("parcels show EF4004").run().isSuccess()).isTrue();
	}

	@Test
	void manifestIsTakenBySftp() {
		SftpOperations files = this.desk.sftp();
		files.upload("GH4001,Barbara Liskov,world,1\n".getBytes(StandardCharsets.UTF_8)).to("/inbox/good.csv");
		await().atMost(Duration.ofSeconds(20)).until(() -> files.exists("/done/good.csv.report"));
		assertThat(files.exists("/done/good.csv")).isTrue();
		assertThat(files.exists("/inbox/good.csv")).isFalse();
		assertThat(this.desk.exec("parcels show GH4001").retrieve().asString()).contains("Barbara Liskov");
	}

	@Test
	void manifestWithABadLineIsReported() throws Exception {
		SftpOperations files = this.desk.sftp();
		files.upload("GH4002,Donald Knuth,world,1\nGH4003,Nobody,moon,1\n".getBytes(StandardCharsets.UTF_8))
			.to("/inbox/bad.csv");
		await().atMost(Duration.ofSeconds(20)).until(() -> files.exists("/failed/bad.csv.report"));
		assertThat(directory.resolve("desk_files/failed/bad.csv.report"))
			.hasContent("imported 1 parcels\nline 2: 'moon' is not a destination\n");
	}

	@Test
	void filesArePutNowhereElse() {
		SftpOperations files = this.desk.sftp();
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> files.upload(new byte[1]).to("/done/forged.csv"))
			.withMessageContaining("Manifests go to /inbox/");
		assertThatExceptionOfType(SshException.class).isThrownBy(() -> files.mkdir("/elsewhere"))
			.withMessageContaining("Manifests go to /inbox/");
	}

	@Test
	void parcelIsTrackedUntilTheOperatorLeaves() throws Exception {
		assertThat(this.desk.exec("parcels track AB1001").retrieve().lines()).hasSize(1);
		long handlers = handlers();
		try (SshProcess process = this.desk.exec("parcels track AB1001 --follow").start()) {
			assertThat(process.getOutput().readNBytes(30)).asString().startsWith("AB1001 on its way to domestic");
			assertThat(process.waitFor(Duration.ofMillis(1200))).isFalse();
			assertThat(process.getOutput().available()).isPositive();
		}
		await().atMost(Duration.ofSeconds(2)).until(() -> handlers() <= handlers);
	}

	private long handlers() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.filter((frames) -> Arrays.stream(frames)
				.anyMatch((frame) -> frame.getClassName().equals(ParcelController.class.getName())))
			.count();
	}

	@Test
	void quoteAsksTheCarrier() {
		assertThat(this.desk.exec("carrier rates").retrieve().lines()).contains("europe 6.00");
		assertThat(this.desk.exec("parcels quote CD2001").retrieve().asString()).isEqualTo("CD2001: 4.80 EUR");
	}

	@Test
	void offersAreThoseOfAllCarriers() {
		assertThat(this.desk.exec("parcels offers CD2001").retrieve().lines())
			.containsExactlyInAnyOrder("carrier: 4.80 EUR", "express: 4.80 EUR");
	}

	@Test
	void manifestGoesToTheCarrier(@Autowired SshClientFactory clients) {
		String answer = this.desk.exec("parcels manifest").retrieve().asString();
		assertThat(answer).matches("sent \\d+ parcels to /inbox/manifest-.*\\.csv");
		SftpOperations files = clients.get("carrier").sftp();
		String manifest = answer.replaceAll(".*/inbox/", "/done/");
		await().atMost(Duration.ofSeconds(10)).until(() -> files.exists(manifest + ".report"));
		assertThat(new String(files.download(manifest).bytes(), StandardCharsets.UTF_8))
			.contains("CD2001,Jörg Müller,europe,0.8\n");
		assertThat(files.list("/inbox")).isEmpty();
	}

	@Test
	void boardNeedsATerminal() {
		ExecResult result = this.desk.exec("parcels board").run();
		assertThat(result.getExitStatus()).isEqualTo(1);
		assertThat(result.getError()).isEqualTo("A board needs a terminal: ssh -t\n");
	}

	@Test
	void boardFillsTheScreenAndFollowsItsSize() throws Exception {
		try (SshProcess board = this.desk.exec("parcels board").pty(TerminalSpec.of("xterm", 60, 12)).start()) {
			Screen screen = new Screen(board.getOutput());
			screen.await("\u001b[?1049h", "AB1001", "\u001b[12;1H q leaves" + " ".repeat(50));
			board.resize(40, 8);
			screen.await("AB1001", "\u001b[8;1H q leaves" + " ".repeat(30));
			this.desk.exec("parcels import").input("AA0001,Board Reader,europe,1\n").run();
			screen.await("AA0001");
			board.getInput().write('q');
			board.getInput().flush();
			screen.await("\u001b[?1049l");
			assertThat(board.waitFor()).isZero();
		}
	}

	@Test
	void importShowsItsProgressIfAskedTo() throws Exception {
		try (SshProcess process = this.desk.exec("parcels import --progress").start()) {
			Screen screen = new Screen(process.getError());
			process.getInput().write("GH4001,Grace Hopper,europe,1\n".getBytes(StandardCharsets.UTF_8));
			process.getInput().flush();
			screen.await("\r[#" + " ".repeat(19) + "] 1");
			process.getInput()
				.write("GH4002,Grace Hopper,europe,1\n".repeat(1000)
					.concat("nonsense\n")
					.getBytes(StandardCharsets.UTF_8));
			process.getInput().close();
			screen.await("\r[##" + " ".repeat(18) + "] 1000", "\r\u001b[Kline 1002: ", "\r\u001b[K");
			assertThat(process.getOutput().readAllBytes()).asString().isEqualTo("imported 1001 parcels\n");
			assertThat(process.waitFor()).isOne();
		}
	}

	@Test
	void numbersOfParcelsAreCompleted(@Autowired SshCommandCatalog commands) {
		SshIdentity clerk = new SshIdentity("demo", List.of("password"), null, null, Set.of(), null);
		assertThat(commands.complete(clerk, List.of("parcels", "show", "ab"), 2, 2))
			.contains(new SshCompletion("AB1001", "Ada Lovelace"), new SshCompletion("AB1002", "Grace Hopper"))
			.allSatisfy((completion) -> assertThat(completion.value()).startsWith("AB"));
	}

	@Test
	void unknownCommandIsNotFound() {
		assertThat(this.desk.exec("lose AB1001").run().getExitStatus()).isEqualTo(127);
	}

	@Test
	void wrongPasswordIsRefused(@Autowired SshClientFactory clients, @LocalSshServerPort int port) {
		SshClient stranger = clients.create((connection) -> connection.host("127.0.0.1")
			.port(port)
			.username("demo")
			.password("guess")
			.knownHosts(KeyMaterial.ofFile(directory.resolve("known_hosts")))
			.hostKeyVerification(HostKeyPolicy.ACCEPT_NEW));
		assertThatExceptionOfType(SshAuthenticationException.class)
			.isThrownBy(() -> stranger.exec("parcels list").run());
	}

	/**
	 * What a terminal is sent.
	 */
	private static final class Screen {

		private final InputStream output;

		private final StringBuilder shown = new StringBuilder();

		private Screen(InputStream output) {
			this.output = output;
		}

		/**
		 * Wait until all of this is there, one after the other, and forget it.
		 */
		private void await(String... expected) throws IOException {
			byte[] buffer = new byte[1024];
			for (String text : expected) {
				int index = this.shown.indexOf(text);
				while (index < 0) {
					int count = this.output.read(buffer);
					assertThat(count).as("end of the output, after: %s", this.shown).isPositive();
					this.shown.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
					index = this.shown.indexOf(text);
				}
				this.shown.delete(0, index + text.length());
			}
		}

	}

}
