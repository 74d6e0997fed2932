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

package io.github.sshboot.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sshboot.benchmarks.attack.Attacker;
import io.github.sshboot.benchmarks.load.HonestLogins;
import io.github.sshboot.benchmarks.load.KeyType;
import io.github.sshboot.benchmarks.load.LoadConnection;
import io.github.sshboot.benchmarks.load.LoginLoad;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.util.unit.DataSize;

/**
 * Attacks servers with connections that do not log in, while users do, and shows how both
 * fare. Ends with an error if our server does not keep its promises.
 */
public final class Soak {

	private static final String OURS = "ssh-spring-boot";

	private static final String OURS_UNLIMITED = "ssh-spring-boot without limits";

	private static final String SSHD = "OpenSSH sshd";

	private static final String SSHD_1024 = "OpenSSH sshd, MaxStartups 1024";

	private static final String SUBJECTS = "ours,ours-unlimited,sshd,sshd-1024,idle";

	private static final String HEAP = "-Xmx768m";

	private static final Duration WARM_UP = Duration.ofSeconds(15);

	/**
	 * Descriptors that processes need for other things.
	 */
	private static final int OTHER_DESCRIPTORS = 500;

	private static final double MAX_P99_MILLIS = 500;

	private static final double MAX_HEAP_MEGABYTES = 64;

	private final Options options;

	private final int sources;

	private final int rate;

	private final Duration loginTimeout;

	private final Workspace workspace;

	private final List<String> broken = new ArrayList<>();

	private Soak(Options options, int sources, int rate, Duration loginTimeout, Workspace workspace) {
		this.options = options;
		this.sources = sources;
		this.rate = rate;
		this.loginTimeout = loginTimeout;
		this.workspace = workspace;
	}

	/**
	 * Attack and print.
	 * @param args whom to attack: some of {@code ours}, {@code ours-unlimited},
	 * {@code sshd}, {@code sshd-1024} and {@code idle}; {@code --connections},
	 * {@code --sources}, {@code --rate} (how many connections in a second),
	 * {@code --duration}, {@code --login-timeout} (of the servers), {@code --user},
	 * {@code --java-home}
	 * @throws IOException if files cannot be written
	 */
	public static void main(String[] args) throws IOException {
		SimpleCommandLinePropertySource source = new SimpleCommandLinePropertySource(args);
		Options options = new Options(Set.of(), 1, DataSize.ofBytes(0),
				DurationStyle.detectAndParse(value(source, "duration", "2m")), 1,
				Integer.parseInt(value(source, "connections", "10000")), 0, Duration.ZERO,
				Path.of(value(source, "java-home", System.getProperty("java.home"))),
				value(source, "user", System.getProperty("user.name")));
		checkDescriptors(options.connections() + OTHER_DESCRIPTORS);
		System.out.println(Machine.describe(options));
		try (Workspace workspace = new Workspace()) {
			Soak soak = new Soak(options, Integer.parseInt(value(source, "sources", "200")),
					Integer.parseInt(value(source, "rate", "1000")),
					DurationStyle.detectAndParse(value(source, "login-timeout", "2m")), workspace);
			soak.run(new LinkedHashSet<>(List.of(value(source, "nonOptionArgs", SUBJECTS).split(","))));
			soak.broken.forEach(System.err::println);
			if (!soak.broken.isEmpty()) {
				System.exit(1);
			}
		}
	}

	private static String value(SimpleCommandLinePropertySource source, String name, String defaultValue) {
		String value = source.getProperty(name);
		return (value != null) ? value : defaultValue;
	}

	private static void checkDescriptors(int needed) throws IOException {
		try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
			String limit = limits.filter((line) -> line.startsWith("Max open files"))
				.map((line) -> line.split("\\s{2,}")[2])
				.findFirst()
				.orElse("unlimited");
			if (!"unlimited".equals(limit) && Long.parseLong(limit) < needed) {
				throw new IllegalStateException(
						"A process may open %s files, but %d are needed: raise the limit with 'ulimit -Hn %d'"
							.formatted(limit, needed, needed));
			}
		}
	}

	private void run(Set<String> subjects) {
		ServerLauncher launcher = new ServerLauncher(this.options, this.workspace);
		Table table = new Table(
				"%d connections from %d addresses that do not log in, for %d s".formatted(this.options.connections(),
						this.sources, this.options.duration().toSeconds()),
				List.of(OURS, OURS_UNLIMITED, SSHD, SSHD_1024));
		String loginTimeout = "--ssh.server.authentication.login-timeout=" + this.loginTimeout.toSeconds() + "s";
		String graceTime = "LoginGraceTime " + this.loginTimeout.toSeconds();
		if (subjects.contains("ours")) {
			attack(table, launcher.startOurs(OURS, KeyType.ED25519, HEAP, loginTimeout), true);
		}
		if (subjects.contains("ours-unlimited")) {
			String all = Integer.toString(2 * this.options.connections());
			attack(table, launcher.startOurs(OURS_UNLIMITED, KeyType.ED25519, HEAP, loginTimeout,
					"--ssh.server.limits.max-connections=" + all, "--ssh.server.limits.max-unauthenticated=" + all,
					"--ssh.server.limits.max-unauthenticated-per-source=" + all), true);
		}
		ServerKind.OPENSSH.missing().ifPresent((reason) -> {
			table.missing(SSHD, reason);
			table.missing(SSHD_1024, reason);
			subjects.removeAll(Set.of("sshd", "sshd-1024"));
		});
		if (subjects.contains("sshd")) {
			attack(table, launcher.startSshd(SSHD, KeyType.ED25519, graceTime), false);
		}
		if (subjects.contains("sshd-1024")) {
			attack(table, launcher.startSshd(SSHD_1024, KeyType.ED25519, graceTime, "MaxStartups 1024"), false);
		}
		System.out.println(table.toMarkdown());
		if (subjects.contains("idle")) {
			Table idle = new Table(
					"%d idle connections that are logged in, %s".formatted(this.options.connections(), HEAP),
					List.of(OURS));
			idle(idle, launcher.startOurs(OURS, KeyType.ED25519, HEAP));
			System.out.println(idle.toMarkdown());
		}
	}

	private void attack(Table table, Server server, boolean promised) {
		HonestLogins users = new HonestLogins(server.port(), this.options.user(),
				this.workspace.userKey(KeyType.ED25519));
		try (server) {
			System.err.println(server.name());
			String command = server.commands().nothing();
			users.run(command, WARM_UP);
			double memory = memory(server);
			try (ManagedProcess attacker = attacker(server)) {
				HonestLogins.Result logins = users.run(command, this.options.duration());
				logins.failures().stream().distinct().limit(5).forEach(System.err::println);
				double seconds = this.options.duration().toMillis() / 1e3;
				Stats held = Stats.ask(attacker, "stats");
				double growth = memory(server) - memory;
				table.add(Measure.rate("logins", "1/s"), server.name(), logins.millis().size() / seconds);
				table.add(Measure.rate("logins that succeed", "%"), server.name(), 100.0 * logins.millis().size()
						/ Math.max(1, logins.failures().size() + logins.millis().size()));
				double p99 = add(table, server, logins, "p99 of logins", 99);
				add(table, server, logins, "p50 of logins", 50);
				table.add(Measure.rate("connections of the attacker", "1/s"), server.name(), held.connects() / seconds);
				table.add(Measure.rate("of these held at the end", ""), server.name(), held.open());
				table.add(Measure.cost(server.hasHeap() ? "growth of the heap" : "growth of the memory", "MB"),
						server.name(), growth);
				double gone = awaitEnd(attacker);
				table.add(Measure.cost("until the last of them was closed", "s"), server.name(), gone);
				if (promised) {
					promise(logins.failures().isEmpty(), server, "logins failed");
					promise(p99 <= MAX_P99_MILLIS, server, "p99 is %.0f ms".formatted(p99));
					promise(growth <= MAX_HEAP_MEGABYTES, server, "the heap has grown by %.0f MB".formatted(growth));
					promise(gone <= this.loginTimeout.toSeconds() + 2, server,
							"connections stay for %.0f s".formatted(gone));
				}
			}
		}
	}

	private void promise(boolean kept, Server server, String what) {
		if (!kept) {
			this.broken.add("%s: %s".formatted(server.name(), what));
		}
	}

	private static double add(Table table, Server server, HonestLogins.Result logins, String name, double percent) {
		if (logins.millis().isEmpty()) {
			return Double.POSITIVE_INFINITY;
		}
		double value = Samples.percentile(logins.millis(), percent);
		table.add(Measure.cost(name, "ms"), server.name(), value);
		return value;
	}

	private ManagedProcess attacker(Server server) {
		return ManagedProcess.start(this.workspace.directory().resolve("attacker.log"),
				List.of(this.options.java().toString(), "-Xmx256m", "-XX:+UseSerialGC", "-cp", ClassPath.own(),
						Attacker.class.getName(), Integer.toString(server.port()),
						Integer.toString(this.options.connections()), Integer.toString(this.sources),
						Integer.toString(this.rate)));
	}

	/**
	 * Let the attacker make no more connections, and wait until those it has are closed.
	 */
	private double awaitEnd(ManagedProcess attacker) {
		long begin = System.nanoTime();
		Stats stats = Stats.ask(attacker, "hold");
		long limit = this.loginTimeout.multipliedBy(2).toNanos();
		while (stats.open() > 0 && System.nanoTime() - begin < limit) {
			pause();
			stats = Stats.ask(attacker, "stats");
		}
		return (System.nanoTime() - begin) / 1e9;
	}

	private static double memory(Server server) {
		return server.usedHeap().orElseGet(() -> server.process().memory()) / 1e6;
	}

	private void idle(Table table, Server server) {
		try (server) {
			LoginLoad load = new LoginLoad(server.port(), this.options.user(), this.workspace.userKey(KeyType.ED25519));
			load.run(server.commands().nothing(), 4, WARM_UP);
			double memory = memory(server);
			long begin = System.nanoTime();
			List<LoadConnection> connections = load.open(this.options.connections() - 1);
			double seconds = (System.nanoTime() - begin) / 1e9;
			table.add(Measure.rate("logins, one at a time", "1/s"), server.name(), connections.size() / seconds);
			table.add(Measure.cost("heap in use", "MB"), server.name(), memory(server));
			table.add(Measure.cost("heap per connection", "KB"), server.name(),
					(memory(server) - memory) * 1e3 / connections.size());
			table.add(Measure.cost("one more login and command", "ms"), server.name(),
					load.firstByte(server.commands().blob(1)).connecting().toNanos() / 1e6);
			// fails if a connection is gone
			load.use(connections, server.commands().nothing());
			for (LoadConnection connection : connections) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void pause() {
		try {
			Thread.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What an attacker tells.
	 *
	 * @param open how many of its connections are open
	 * @param connects how many there were
	 */
	private record Stats(int open, long connects) {

		static Stats ask(ManagedProcess attacker, String question) {
			String[] answer = attacker.ask(question).split(" ");
			return new Stats(Integer.parseInt(answer[0]), Long.parseLong(answer[1]));
		}

	}

}
