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

package io.github.sshboot.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.sshboot.authentication.PublicKeySettings;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.testing.OpenSshClient;
import io.github.sshboot.testing.OpenSshClient.Result;
import io.github.sshboot.testing.OpenSshServer;
import io.github.sshboot.testing.Programs;
import io.github.sshboot.testing.SshKeygen;
import io.github.sshboot.testing.TestSshServer;
import io.github.sshboot.transport.KeyMaterial;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One {@code authorized_keys} for OpenSSH's {@code sshd} and for our server: whoever logs
 * in with a key from it must find the same with both.
 */
class AuthorizedKeysOpenSshTests {

	private static final String USER = System.getProperty("user.name");

	private static final Pattern SHOWN = Pattern
		.compile("args=(?<args>.*) tty=(?<tty>yes|no) A=(?<a>.*) B=(?<b>.*) original=(?<original>.*)");

	@TempDir
	Path directory;

	private SshKeygen keygen;

	private Path probe;

	private final List<Login> logins = new ArrayList<>();

	@BeforeEach
	void writeProbe() throws IOException {
		this.keygen = SshKeygen.in(this.directory);
		this.probe = this.directory.resolve("probe");
		Files.writeString(this.probe, """
				#!/bin/sh
				if [ -t 1 ]; then tty=yes; else tty=no; fi
				echo "args=$* tty=$tty A=$A B=$B original=$SSH_ORIGINAL_COMMAND"
				""");
		Files.setPosixFilePermissions(this.probe, PosixFilePermissions.fromString("rwx------"));
	}

	/**
	 * Lines as they are, with options, with quotes, and such as somebody got wrong.
	 */
	@Test
	void linesMeanWhatTheyMeanToSshd() throws Exception {
		List.of("{key}", "{key} a comment # with \"quotes\", and commas", "  \t{key}", "{key}\r", "{type}\t{blob}\tx",
				"#{key}", "{type}", "{type} {blob}x", "{type} {blob}=", "ssh-rsa {blob}", "{blob}", "garbage {blob}",
				"{type} {type} {blob}", "{key}\n{key}", "@revoked {key}", "@cert-authority * {key}",
				// terminals and forwarding
				"no-pty {key}", "pty {key}", "restrict {key}", "restrict,pty {key}", "pty,restrict {key}",
				"RESTRICT,Pty {key}", "no-pty,pty {key}", "no-port-forwarding {key}", "no-X11-forwarding {key}",
				"no-agent-forwarding,no-user-rc {key}", "restrict,port-forwarding,agent-forwarding {key}",
				"restrict,X11-forwarding,user-rc {key}", "restrict,,pty {key}", ",no-pty {key}", "no-pty, {key}",
				"no-pty\t{key}", "no-pty,{key}", "no-pty ,pty {key}", "no-restrict {key}", "ptyx {key}",
				"pty=\"x\" {key}",
				// commands
				"command=\"{probe} forced\" {key}", "command=\"{probe} \\\"two words\\\" 3\" {key}",
				"COMMAND=\"{probe} forced\",no-pty {key}", "command=\"{probe} a\",command=\"{probe} b\" {key}",
				"command={probe} {key}", "command=\"{probe} forced {key}", "command=\"{probe} forced\"x {key}",
				"command=\"{probe} '# {key}'\" {key}", "no-pty,command=\"{probe} a,b\",environment=\"A=1\" {key}",
				"command=\"{probe} forced\" {key}\n{key}", "unheard-of {key}\n{key}",
				"no-pty {key}\nrestrict,pty {key}",
				// where from
				"from=\"127.0.0.1\" {key}", "from=\"10.0.0.1\" {key}", "from=\"10.0.0.1,127.0.0.0/8\" {key}",
				"from=\"127.0.*\" {key}", "from=\"127.0.0.?\" {key}", "from=\"*,!127.0.0.1\" {key}",
				"from=\"!10.0.0.1,*\" {key}", "from=\"!10.0.0.1\" {key}", "from=\"127.0.0.1/8\" {key}",
				"from=\"127.0.0.0/33\" {key}", "from=\"\" {key}", "from=\"127.0.0.1,\" {key}",
				"from=\"localhost\" {key}", "from=\"127.0.0.1\",from=\"127.0.0.1\" {key}", "from=\"::1\" {key}",
				"from=127.0.0.1 {key}",
				// how long
				"expiry-time=\"20200101\" {key}", "expiry-time=\"20990101\" {key}",
				"expiry-time=\"209901010000Z\" {key}", "expiry-time=\"20990101,20200101\" {key}",
				"expiry-time=\"20990101\",expiry-time=\"20200101\" {key}", "expiry-time=\"2099\" {key}",
				"expiry-time=\"20991301\" {key}", "expiry-time=\"20200101\" {key}\nno-pty {key}",
				// the environment
				"environment=\"A=1\",environment=\"B=two words\" {key}",
				"environment=\"A=1\",environment=\"A=2\" {key}", "environment=\"A\" {key}",
				"environment=\"A-B=1\" {key}", "environment=\"A=\\\"x\\\"\" {key}",
				// destinations
				"permitopen=\"db:5432\",permitopen=\"[::1]:*\" {key}", "permitopen=\"db\" {key}",
				"permitopen=\"db:0\" {key}", "permitopen=\"db:65536\" {key}", "permitlisten=\"8080\" {key}",
				"permitlisten=\"localhost:*\" {key}", "permitlisten=\"x\" {key}", "tunnel=\"0\" {key}",
				"tunnel=\"x\" {key}",
				// what is about other kinds of keys
				"verify-required {key}", "no-touch-required {key}", "cert-authority {key}", "principals=\"x\" {key}",
				"cert-authority,principals=\"{user}\" {key}", "unheard-of {key}", "unheard-of=\"x\" {key}",
				"no-unheard-of,no-pty {key}")
			.forEach(this::plain);
		compare();
	}

	@Test
	void otherTypesOfKeysLogInToo() throws Exception {
		for (String options : List.of("-t ecdsa -b 256", "-t ecdsa -b 384", "-t ecdsa -b 521", "-t rsa -b 2048",
				"-t rsa -b 3072")) {
			add("no-pty {key}", options.split(" "), null);
		}
		compare();
	}

	@Test
	void certificatesMeanWhatTheyMeanToSshd() throws Exception {
		certificate("cert-authority {ca}", "-n", USER);
		certificate("cert-authority {ca}", "-n", "x," + USER + ",y");
		certificate("cert-authority {ca}", "-n", "x");
		certificate("{ca}", "-n", USER);
		certificate("{key}", "-n", "x");
		certificate("cert-authority {key}", "-n", USER);
		certificate("cert-authority,principals=\"a,b\" {ca}", "-n", "b,c");
		certificate("cert-authority,principals=\"a,b\" {ca}", "-n", USER);
		certificate("cert-authority,principals=\"a,b\" {ca}", "-n", "a*");
		certificate("cert-authority,principals=\"\" {ca}", "-n", USER);
		certificate("cert-authority {ca}", "-n", USER, "-V", "-2d:-1d");
		certificate("cert-authority {ca}", "-n", USER, "-V", "+1d:+2d");
		certificate("cert-authority {ca}", "-n", USER, "-V", "-1d:+1d");
		certificate("cert-authority {ca}", "-n", USER, "-h");
		certificate("cert-authority {ca}", "-n", USER, "-O", "clear");
		certificate("cert-authority {ca}", "-n", USER, "-O", "no-pty");
		certificate("cert-authority {ca}", "-n", USER, "-O", "clear", "-O", "permit-pty");
		certificate("cert-authority,no-pty {ca}", "-n", USER);
		certificate("cert-authority,restrict {ca}", "-n", USER);
		certificate("cert-authority,restrict,pty {ca}", "-n", USER);
		certificate("cert-authority,pty {ca}", "-n", USER, "-O", "clear");
		certificate("cert-authority {ca}", "-n", USER, "-O", "force-command=" + this.probe + " certified");
		certificate("cert-authority,command=\"{probe} certified\" {ca}", "-n", USER);
		certificate("cert-authority,command=\"{probe} certified\" {ca}", "-n", USER, "-O",
				"force-command=" + this.probe + " certified");
		certificate("cert-authority,command=\"{probe} other\" {ca}", "-n", USER, "-O",
				"force-command=" + this.probe + " certified");
		certificate("cert-authority {ca}", "-n", USER, "-O", "source-address=127.0.0.0/8");
		certificate("cert-authority {ca}", "-n", USER, "-O", "source-address=10.0.0.0/8");
		certificate("cert-authority,from=\"10.0.0.1\" {ca}", "-n", USER);
		certificate("cert-authority,from=\"127.0.0.1\",environment=\"A=1\" {ca}", "-n", USER);
		certificate("cert-authority,expiry-time=\"20200101\" {ca}", "-n", USER);
		certificate("cert-authority {ca}", "-n", USER, "-O", "critical:unheard-of@example.org=x");
		certificate("cert-authority {ca}", "-n", USER, "-O", "extension:unheard-of@example.org=x");
		certificate("cert-authority {ca}", "-n", USER, "-O", "verify-required");
		certificate("cert-authority,verify-required,no-touch-required {ca}", "-n", USER);
		certificate("cert-authority {ca}\n{ca}", "-n", USER);
		add("cert-authority {ca}", new String[] { "-t", "rsa", "-b", "2048" }, new String[] { "-n", USER });
		add("cert-authority {ca}", new String[] { "-t", "ecdsa" }, new String[] { "-n", USER });
		compare();
	}

	/**
	 * Where an option is not kept, or is not what somebody meant, we let nobody in and
	 * {@code sshd} does.
	 */
	@Test
	void weAreStricterWhereSshdIsCareless() throws Exception {
		// a name that is not looked up cannot be kept out
		plain("from=\"*,!localhost\" {key}");
		// a form of address that wildcards do not know
		plain("from=\"*,!127.1\" {key}");
		plain("expiry-time=\"20990231\" {key}");
		plain("expiry-time=\"2099 1 1\" {key}");
		plain("permitopen=\"db:http\" {key}");
		// a certificate for whoever presents it, which OpenSSH has given up since
		certificate("cert-authority {ca}");
		Map<Login, Observation> ours = ours();
		Map<Login, Observation> theirs = theirs();
		// the address is not one that sshd takes for what it is, either
		assertThat(ours.values()).allMatch((observation) -> !observation.allowed());
		assertThat(theirs.values().stream().filter(Observation::allowed)).hasSizeGreaterThanOrEqualTo(4);
	}

	@Test
	void trustedAuthoritiesMeanWhatTheyMeanToSshd() throws Exception {
		Path ca = this.keygen.key("trusted-ca", "-t", "ed25519");
		for (String[] options : List.of(new String[] { "-n", USER }, new String[] { "-n", "x" }, new String[0],
				new String[] { "-n", USER, "-O", "no-pty" },
				new String[] { "-n", USER, "-O", "force-command=" + this.probe + " certified" },
				new String[] { "-n", USER, "-O", "source-address=10.0.0.0/8" }, new String[] { "-n", USER, "-h" },
				new String[] { "-n", USER, "-V", "-2d:-1d" }, new String[] { "-n", USER, "-z", "5" },
				new String[] { "-n", USER, "-z", "6" })) {
			Path key = this.keygen.key("user" + this.logins.size(), "-t", "ed25519");
			this.logins.add(new Login("trusted " + String.join(" ", options), "", key,
					this.keygen.userCertificate(ca, key, options)));
		}
		Files.writeString(this.directory.resolve("krl-specification"), "serial: 6\n");
		Programs.run(this.directory, "ssh-keygen", "-q", "-k", "-f", "krl", "-s", "trusted-ca.pub", "krl-specification")
			.output();
		plain("{key}");
		Login revoked = this.logins.get(this.logins.size() - 1);
		Programs.run(this.directory, "ssh-keygen", "-q", "-k", "-u", "-f", "krl", revoked.key() + ".pub").output();
		plain("{key}");
		Path authority = SshKeygen.publicKey(ca);
		Path krl = this.directory.resolve("krl");
		Map<Login, Observation> ours = ours(List.of(KeyMaterial.ofFile(authority)), List.of(KeyMaterial.ofFile(krl)));
		Map<Login, Observation> theirs = theirs("TrustedUserCAKeys " + authority, "RevokedKeys " + krl);
		assertSame(ours, theirs);
		assertThat(ours.get(revoked).allowed()).isFalse();
		assertThat(ours.values().stream().filter(Observation::allowed)).hasSize(5);
	}

	@Test
	void aForcedCommandTakesThePlaceOfShellsAndSubsystems() {
		Path key = this.keygen.key("user", "-t", "ed25519");
		KeyMaterial keys = KeyMaterial.ofContent("test",
				("command=\"forced by key\" " + SshKeygen.line(key)).getBytes(StandardCharsets.UTF_8));
		try (TestSshServer server = TestSshServer.builder()
			.publicKeys(new PublicKeySettings(List.of((username) -> keys), List.of(), List.of(), true))
			.handler((session) -> session.getWriter()
				.println("%s instead of %s, %s".formatted(session.getRequest(), session.getRequest().original(),
						session.getEnvironment().get("SSH_ORIGINAL_COMMAND"))))
			.start()) {
			OpenSshClient client = OpenSshClient.withKeyFile(this.directory, server.port(), key);
			assertThat(client.run("-T").output()).isEqualTo("command 'forced by key' instead of shell, null\n");
			assertThat(client.run("-s", "sftp").output())
				.isEqualTo("command 'forced by key' instead of subsystem 'sftp', sftp\n");
			assertThat(client.run("rm", "-rf", "/").output())
				.isEqualTo("command 'forced by key' instead of command 'rm -rf /', rm -rf /\n");
		}
	}

	@Test
	void handlersKnowTheCertificate() throws IOException {
		Path ca = this.keygen.key("ca", "-t", "ed25519");
		Path key = this.keygen.key("user", "-t", "ed25519");
		Path certificate = this.keygen.userCertificate(ca, key, "-n", "demo", "-z", "18446744073709551615");
		KeyMaterial authority = KeyMaterial.ofContent("authority", SshKeygen.line(ca).getBytes(StandardCharsets.UTF_8));
		try (TestSshServer server = TestSshServer.builder()
			.publicKeys(new PublicKeySettings(List.of(), List.of(authority), List.of(), true))
			.handler((session) -> session.getWriter().println(session.getIdentity().certificate()))
			.start()) {
			assertThat(OpenSshClient.withKeyFile(this.directory, server.port(), key)
				.option("CertificateFile=" + certificate)
				.run("x")
				.output()).contains("certificate of user", "18446744073709551615", SshKeygen.fingerprint(ca));
		}
	}

	private void plain(String line) {
		add(line, new String[] { "-t", "ed25519" }, null);
	}

	private void certificate(String line, String... options) {
		add(line, new String[] { "-t", "ed25519" }, options);
	}

	private void add(String line, String[] keyOptions, String @Nullable [] certificateOptions) {
		Path key = this.keygen.key("user" + this.logins.size(), keyOptions);
		String publicKey = SshKeygen.line(key);
		String expanded = line.replace("{key}", publicKey)
			.replace("{type}", publicKey.split(" ")[0])
			.replace("{blob}", publicKey.split(" ")[1])
			.replace("{probe}", this.probe.toString())
			.replace("{user}", USER);
		String description = line;
		Path certificate = null;
		if (certificateOptions != null) {
			Path ca = this.keygen.key("ca" + this.logins.size(), keyOptions);
			expanded = expanded.replace("{ca}", SshKeygen.line(ca));
			certificate = this.keygen.userCertificate(ca, key, certificateOptions);
			description += " " + String.join(" ", certificateOptions);
		}
		this.logins.add(new Login(description, expanded, key, certificate));
	}

	private void compare() throws Exception {
		Map<Login, Observation> ours = ours();
		assertSame(ours, theirs());
		assertThat(ours.values()).extracting(Observation::allowed).contains(true);
	}

	private static void assertSame(Map<Login, Observation> ours, Map<Login, Observation> theirs) {
		SoftAssertions softly = new SoftAssertions();
		theirs.forEach((login,
				observation) -> softly.assertThat(ours.get(login)).as(login.description()).isEqualTo(observation));
		softly.assertAll();
	}

	private Map<Login, Observation> theirs(String... options) throws Exception {
		List<String> all = new ArrayList<>(List.of("PermitUserEnvironment yes", "LogLevel DEBUG"));
		all.addAll(List.of(options));
		try (OpenSshServer server = OpenSshServer.start(this.directory, all.toArray(String[]::new))) {
			Files.writeString(this.directory.resolve("authorized_keys"), lines());
			return observe(server.port());
		}
	}

	private Map<Login, Observation> ours() throws Exception {
		return ours(List.of(), List.of());
	}

	private Map<Login, Observation> ours(List<KeyMaterial> authorities, List<KeyMaterial> revoked) throws Exception {
		Path file = Files.writeString(this.directory.resolve("our_authorized_keys"), lines());
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		PublicKeySettings settings = new PublicKeySettings(List.of((username) -> KeyMaterial.ofFile(file)), authorities,
				revoked, true);
		try (TestSshServer server = TestSshServer.builder()
			.publicKeys(settings)
			.handler(AuthorizedKeysOpenSshTests::show)
			.start()) {
			return observe(server.port());
		}
	}

	/**
	 * Show what the probe shows.
	 */
	private static void show(SshSession session) {
		List<String> words = session.getRequest().arguments();
		Map<String, String> environment = session.getEnvironment();
		session.getWriter()
			.println("args=%s tty=%s A=%s B=%s original=%s".formatted(String.join(" ", words.subList(1, words.size())),
					(session.getTerminal() != null) ? "yes" : "no", environment.getOrDefault("A", ""),
					environment.getOrDefault("B", ""), environment.getOrDefault("SSH_ORIGINAL_COMMAND", "")));
	}

	private String lines() {
		return this.logins.stream().map(Login::line).collect(Collectors.joining("\n", "", "\n"));
	}

	private Map<Login, Observation> observe(int port) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(3);
		try {
			Map<Login, Future<Observation>> results = new LinkedHashMap<>();
			this.logins.forEach((login) -> results.put(login, executor.submit(() -> observe(port, login))));
			Map<Login, Observation> observations = new LinkedHashMap<>();
			for (Map.Entry<Login, Future<Observation>> result : results.entrySet()) {
				observations.put(result.getKey(), result.getValue().get());
			}
			return observations;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Observation observe(int port, Login login) {
		OpenSshClient client = OpenSshClient.withKeyFile(this.directory, port, login.key()).user(USER);
		if (login.certificate() != null) {
			client.option("CertificateFile=" + login.certificate());
		}
		Result result = client.run("-tt", this.probe + " asked");
		if (result.error().contains("PTY allocation request failed")) {
			result = client.run("-T", this.probe + " asked");
		}
		Matcher shown = SHOWN.matcher(result.output());
		if (shown.find()) {
			return new Observation(true, shown.group("args"), shown.group("tty").equals("yes"), shown.group("a"),
					shown.group("b"), shown.group("original").strip());
		}
		assertThat(result.error()).as("%s: %s", login.description(), result).contains("Permission denied");
		return new Observation(false, "", false, "", "", "");
	}

	/**
	 * A login to be tried.
	 *
	 * @param description what it is about
	 * @param line the line for it
	 * @param key the private key
	 * @param certificate the certificate, if any
	 */
	private record Login(String description, String line, Path key, @Nullable Path certificate) {

	}

	/**
	 * What is seen of it.
	 *
	 * @param allowed whether it is allowed
	 * @param args the arguments of the command that runs
	 * @param tty whether it has a terminal
	 * @param a the variable A
	 * @param b the variable B
	 * @param original the variable SSH_ORIGINAL_COMMAND
	 */
	private record Observation(boolean allowed, String args, boolean tty, String a, String b, String original) {

	}

}
