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

package io.github.sshboot.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.github.sshboot.autoconfigure.client.SshClientAutoConfiguration;
import io.github.sshboot.autoconfigure.client.SshTunnelsAutoConfiguration;
import io.github.sshboot.autoconfigure.server.SshServerAutoConfiguration;
import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;
import io.github.sshboot.testing.HostKeyFiles;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What somebody sees whose application does not start: which property, and what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@TempDir
	Path directory;

	@Test
	void noHostKey(CapturedOutput output) {
		start(Greeter.class, "--ssh.server.authentication.users.demo.password={noop}x");
		assertThat(output).contains("The SSH server has no host key")
			.contains("ssh-keygen -t ed25519")
			.contains("ssh.server.host-key.private-keys")
			.contains("ssh.server.host-key.generate");
	}

	@Test
	void noAuthentication(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE));
		assertThat(output).contains("Nobody could log in to the SSH server")
			.contains("ssh.server.authentication.authorized-keys");
	}

	@Test
	void methodsThatNobodyCouldLogInWith(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE),
				"--ssh.server.authentication.users.demo.password={noop}secret",
				"--ssh.server.authentication.methods[0]=publickey,password");
		assertThat(output)
			.contains("Nobody could log in to the SSH server with 'publickey,password' in "
					+ "'ssh.server.authentication.methods': nothing is configured that could decide about 'publickey'")
			.contains("'publickey' needs 'ssh.server.authentication.authorized-keys'");
	}

	@Test
	void serverForEverybodyThatOthersCanReach(CapturedOutput output) {
		for (String address : List.of("", "127.0.0.1,0.0.0.0", "::")) {
			start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE), "--ssh.server.authentication.none=true",
					"--ssh.server.address=" + address);
		}
		assertThat(output.getOut().split("that lets everybody in cannot listen on", -1)).hasSize(4);
		assertThat(output).contains("Set 'ssh.server.address' to 'localhost'");
	}

	@Test
	void userKeyThatIsNone(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE),
				"--ssh.server.authentication.users.demo.public-keys=garbage");
		assertThat(output).contains("There is no public key for user 'demo' in")
			.contains("Set 'ssh.server.authentication.users.<name>.public-keys'");
	}

	@Test
	void missingHostKeyFile(CapturedOutput output) {
		start(Greeter.class, "--ssh.server.host-key.private-keys=/no/such/file");
		assertThat(output).contains("Private key '/no/such/file' does not exist.")
			.contains("Correct 'ssh.server.host-key.private-keys[0]'");
	}

	@Test
	void malformedHostKeyFile(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PUBLIC));
		assertThat(output).contains(this.directory + "/host_key' is not a private key").contains(".pub");
	}

	@Test
	void encryptedHostKey(CapturedOutput output) throws Exception {
		Path key = this.directory.resolve("encrypted");
		assertThat(new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "passphrase", "-f", key.toString())
			.start()
			.waitFor()).isZero();
		start(Greeter.class, "--ssh.server.host-key.private-keys=" + key);
		assertThat(output).contains("Private key '%s' is encrypted and has no passphrase.".formatted(key))
			.contains("Set 'ssh.server.host-key.passphrase'");
		start(Greeter.class, "--ssh.server.host-key.private-keys=" + key, "--ssh.server.host-key.passphrase=wr0ng");
		assertThat(output).contains("Private key '%s' is not opened by its passphrase.".formatted(key))
			.doesNotContain("wr0ng");
	}

	@Test
	void encryptedHostKeyAmongOthers(CapturedOutput output) {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path plain = files.key("plain", "ed25519");
		Path encrypted = files.key("encrypted", "ecdsa");
		Programs.run(this.directory, "ssh-keygen", "-p", "-P", "", "-N", "passphrase", "-f", "encrypted").output();
		start(Greeter.class, "--ssh.server.host-key.private-keys=%s,%s".formatted(plain, encrypted));
		assertThat(output).contains("Private key '%s' is encrypted and has no passphrase.".formatted(encrypted))
			.contains("Set 'ssh.server.host-key.passphrase' or 'ssh.server.host-key.passphrases[1]'");
	}

	@Test
	void hostKeyThatOthersMayRead(CapturedOutput output) throws Exception {
		Path key = TestKeys.write(this.directory, "open", TestKeys.ED25519_PRIVATE);
		Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
		start(Greeter.class, "--ssh.server.host-key.private-keys=" + key);
		assertThat(output)
			.contains("Private key '%s' can be accessed by others than its owner (mode 0644)".formatted(key))
			.contains("Run 'chmod 600 %s'".formatted(key))
			.contains("ssh.server.host-key.private-keys[0]");
	}

	@Test
	void hostKeyThatIsTooShort(CapturedOutput output) {
		Path key = new HostKeyFiles(this.directory).key("short", "rsa", "-b", "1024");
		start(Greeter.class, "--ssh.server.host-key.private-keys=" + key);
		assertThat(output)
			.contains("Private key '%s' is an RSA key of 1024 bits, which is less than 2048.".formatted(key))
			.contains("ssh-keygen -t ed25519");
	}

	@Test
	void generatedHostKeyThatCannotBeWritten(CapturedOutput output) throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "").resolve("host_key");
		start(Greeter.class, "--ssh.server.host-key.generate=" + file);
		assertThat(output).contains("Private key '%s' cannot be created".formatted(file))
			.contains("Set 'ssh.server.host-key.generate' to a file");
	}

	@Test
	void twoHostKeysOfOneType(CapturedOutput output) {
		String first = TestKeys.write(this.directory, "first", TestKeys.ED25519_PRIVATE).toString();
		String second = TestKeys.write(this.directory, "second", TestKeys.OTHER_PRIVATE).toString();
		start(Greeter.class, "--ssh.server.host-key.private-keys=%s,%s".formatted(first, second));
		assertThat(output).contains("The host keys '%s' and '%s' are both of type ssh-ed25519".formatted(first, second))
			.contains("Remove one of the two from 'ssh.server.host-key.private-keys'");
	}

	@Test
	void hostKeyThatNoAlgorithmFits(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ECDSA_PRIVATE), "--ssh.server.algorithms.host-key=ssh-ed25519");
		assertThat(output).contains("'ssh.server.algorithms.host-key'")
			.contains("    ssh-ed25519\n")
			.contains("    '%s/host_key' (ecdsa-sha2-nistp256 SHA256:".formatted(this.directory))
			.contains("Add one of their algorithms to 'ssh.server.algorithms.host-key': ecdsa-sha2-nistp256.");
	}

	@Test
	void hostKeyThatNoAlgorithmFitsBesideOneThatDoes(CapturedOutput output) {
		String ecdsa = TestKeys.write(this.directory, "ecdsa_key", TestKeys.ECDSA_PRIVATE).toString();
		String ed25519 = TestKeys.write(this.directory, "ed25519_key", TestKeys.ED25519_PRIVATE).toString();
		// no user, so that it does not start for another reason
		start(Greeter.class, "--ssh.server.host-key.private-keys=%s,%s".formatted(ecdsa, ed25519),
				"--ssh.server.algorithms.profile=strict");
		assertThat(output).contains("Host key '%s' (ecdsa-sha2-nistp256 SHA256:".formatted(ecdsa))
			.contains("is never shown to clients")
			.contains("Nobody could log in to the SSH server")
			.doesNotContain("Host key '" + ed25519);
	}

	@Test
	void hostCertificateOfAnotherKey(CapturedOutput output) {
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path certificate = files.certify(files.key("authority", "ed25519"), files.key("other", "ed25519"), "-h");
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE), "--ssh.server.host-key.certificates=" + certificate);
		assertThat(output).contains("Certificate '%s' is for the key ssh-ed25519 SHA256:".formatted(certificate))
			.contains("'%s' is ssh-ed25519 SHA256:".formatted(this.directory.resolve("host_key")))
			.contains("or remove 'ssh.server.host-key.certificates[0]'");
	}

	@Test
	void hostCertificateThatIsNone(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE),
				"--ssh.server.host-key.certificates=" + this.directory.resolve("missing"));
		assertThat(output).contains("Certificate '%s/missing' does not exist.".formatted(this.directory))
			.contains("Correct 'ssh.server.host-key.certificates[0]'");
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE), "--ssh.server.host-key.certificates="
				+ TestKeys.write(this.directory, "no_certificate", TestKeys.ED25519_PUBLIC));
		assertThat(output).contains("no_certificate' is not one OpenSSH certificate").contains("'-cert.pub'");
		HostKeyFiles files = new HostKeyFiles(this.directory);
		Path key = files.key("key", "ed25519");
		start(Greeter.class, "--ssh.server.host-key.private-keys=" + key, "--ssh.server.host-key.certificates="
				+ files.certify(files.key("authority", "ed25519"), key, "-n", "demo"));
		assertThat(output).contains("is the certificate of a user").contains("ssh-keygen -h -s");
	}

	@Test
	void inlineHostKeyIsNotShown(CapturedOutput output) throws Exception {
		Path key = this.directory.resolve("inline");
		new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "passphrase", "-f", key.toString()).start()
			.waitFor();
		start(Greeter.class, "--ssh.server.host-key.private-keys[0]=" + Files.readString(key));
		assertThat(output).contains("Private key 'inline value of 'ssh.server.host-key.private-keys[0]'' is encrypted")
			.doesNotContain("BEGIN OPENSSH");
	}

	@Test
	void portInUse(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE), "--ssh.server.port=" + port,
					"--ssh.server.address=127.0.0.1", "--ssh.server.authentication.users.demo.password={noop}x");
			assertThat(output).contains("was to listen on port %d at 127.0.0.1, which is in use".formatted(port))
				.contains("set 'ssh.server.port'");
		}
	}

	@Test
	void addressOfAnotherMachine(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE), "--ssh.server.address=192.0.2.1",
				"--ssh.server.authentication.users.demo.password={noop}x");
		assertThat(output).contains("SSH server cannot listen on 192.0.2.1 port 2222")
			.contains("Check 'ssh.server.address'");
	}

	@Test
	void addressOfAnotherFamily(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE), "--ssh.server.address=127.0.0.1",
				"--ssh.server.address-family=ipv6", "--ssh.server.authentication.users.demo.password={noop}x");
		assertThat(output).contains("SSH server cannot listen on 127.0.0.1 port 2222: this is no IPv6 address")
			.contains("'ssh.server.address'")
			.contains("'ssh.server.address-family'");
	}

	@Test
	void twoHandlersForOneCommand(CapturedOutput output) {
		start(Twins.class, hostKey(TestKeys.ED25519_PRIVATE));
		assertThat(output).contains("Two handlers serve the command 'hello'")
			.contains("Twins.one(")
			.contains("Twins.two(")
			.contains("Remove one of them");
	}

	@Test
	void handlerThatCannotBeUsed(CapturedOutput output) {
		start(Unusable.class, hostKey(TestKeys.ED25519_PRIVATE));
		assertThat(output).contains("An SSH handler method cannot be used")
			.contains("Unusable.hello(")
			.contains("the variable '{name}' of the pattern 'hello {name}' has no @SshArgument parameter");
	}

	@Test
	void unknownValue(CapturedOutput output) {
		start(Greeter.class, "--ssh.client.host-key-verification=sometimes");
		assertThat(output).contains("Failed to bind properties under 'ssh.client.host-key-verification'")
			.contains("sometimes");
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE), "--ssh.server.port=70000");
		assertThat(output).contains("Invalid value '70000' for configuration property 'ssh.server.port'")
			.contains("a port is between 0 and 65535");
	}

	@Test
	void passwordThatIsNotEncoded(CapturedOutput output) {
		start(Greeter.class, hostKey(TestKeys.ED25519_PRIVATE),
				"--ssh.server.authentication.users.demo.password=pla1ntext");
		assertThat(output).contains("Property 'ssh.server.authentication.users.demo.password'")
			.contains("{bcrypt}")
			.doesNotContain("pla1ntext");
	}

	@Test
	void tunnelWhosePortIsInUse(CapturedOutput output) throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			start(Application.class, "--ssh.client.connections.bastion.host=127.0.0.1",
					"--ssh.client.connections.bastion.tunnels.db.listen=" + socket.getLocalPort(),
					"--ssh.client.connections.bastion.tunnels.db.target=db:5432");
			assertThat(output)
				.contains(
						"The tunnel 'db' of connection 'bastion' cannot be opened: The local tunnel from localhost:%d "
							.formatted(socket.getLocalPort()) + "to db:5432 of 127.0.0.1:22 cannot be opened")
				.contains("set 'ssh.client.connections.bastion.tunnels.db.listen' to something else");
		}
	}

	@Test
	void tunnelThatCannotListen(CapturedOutput output) {
		start(Application.class, "--ssh.client.connections.bastion.host=127.0.0.1",
				"--ssh.client.connections.bastion.tunnels.db.listen=/no/such/directory/db.sock",
				"--ssh.client.connections.bastion.tunnels.db.target=db:5432");
		assertThat(output).contains("Check 'ssh.client.connections.bastion.tunnels.db.listen'")
			.contains("a path in a directory that this process can write to");
	}

	@Test
	void tunnelWhoseHostIsDown(CapturedOutput output) throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		start(Application.class, "--ssh.client.connections.bastion.host=127.0.0.1",
				"--ssh.client.connections.bastion.port=" + port,
				"--ssh.client.connections.bastion.tunnels.db.target=db:5432");
		assertThat(output).contains("Cannot connect to 127.0.0.1:" + port)
			.contains("set 'ssh.client.connections.bastion.tunnels.db.required' to 'false'");
	}

	private String hostKey(String key) {
		return "--ssh.server.host-key.private-keys=" + TestKeys.write(this.directory, "host_key", key);
	}

	private void start(Class<?> controller, String... arguments) {
		SpringApplication application = new SpringApplication(Application.class, controller);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--spring.main.banner-mode=off");
		assertThatException().isThrownBy(() -> application.run(all.toArray(String[]::new)).close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SshServerAutoConfiguration.class, SshClientAutoConfiguration.class,
			SshTunnelsAutoConfiguration.class })
	static class Application {

	}

	@SshController
	static class Greeter {

		@SshCommand("hello")
		void hello() {
		}

	}

	@SshController
	static class Twins {

		@SshCommand("hello")
		void one() {
		}

		@SshCommand("hello {name}")
		void two(@SshArgument String name) {
		}

	}

	@SshController
	static class Unusable {

		@SshCommand("hello {name}")
		void hello(String name) {
		}

	}

}
