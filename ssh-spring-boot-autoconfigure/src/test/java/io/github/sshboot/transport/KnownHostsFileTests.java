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

package io.github.sshboot.transport;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.github.sshboot.testing.TestKeys;
import io.github.sshboot.transport.crypto.CryptoProviders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Changes of {@code known_hosts} by many at once.
 */
class KnownHostsFileTests {

	private static final int PROCESSES = 4;

	private static final int HOSTS = 25;

	@TempDir
	Path directory;

	private Path file;

	@BeforeEach
	void chooseFile() {
		CryptoProviders.install();
		this.file = this.directory.resolve("known_hosts");
	}

	@Test
	void hundredConnectionsAtOnceAddEachHostOnce() throws Exception {
		Files.writeString(this.file, "# no newline at the end");
		List<Integer> hosts = IntStream.range(0, 100).map((i) -> i / 2).boxed().toList();
		CyclicBarrier barrier = new CyclicBarrier(hosts.size());
		List<Callable<@Nullable HostKeyRejection>> tasks = new ArrayList<>();
		for (int host : hosts) {
			tasks.add(() -> {
				KnownHosts knownHosts = knownHosts(this.file, host);
				barrier.await();
				return knownHosts.check(PublicKeyBlob.parse(TestKeys.ED25519_PUBLIC).key());
			});
		}
		for (Future<@Nullable HostKeyRejection> decision : invokeAll(tasks)) {
			assertThat(decision.get()).isNull();
		}
		List<String> expected = new ArrayList<>(List.of("# no newline at the end"));
		IntStream.range(0, 50).forEach((i) -> expected.add(line(i, TestKeys.ED25519_PUBLIC)));
		assertThat(Files.readAllLines(this.file)).containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void ofDifferentKeysOfANewHostOnlyOneIsAccepted() throws Exception {
		List<String> keys = List.of(TestKeys.ED25519_PUBLIC, TestKeys.OTHER_PUBLIC, TestKeys.ECDSA_PUBLIC,
				TestKeys.USER_PUBLIC);
		for (int round = 0; round < 20; round++) {
			int host = round;
			CyclicBarrier barrier = new CyclicBarrier(keys.size());
			List<Callable<@Nullable HostKeyRejection>> tasks = new ArrayList<>();
			for (String key : keys) {
				tasks.add(() -> {
					KnownHosts knownHosts = knownHosts(this.file, host);
					barrier.await();
					return knownHosts.check(PublicKeyBlob.parse(key).key());
				});
			}
			int accepted = 0;
			for (Future<@Nullable HostKeyRejection> decision : invokeAll(tasks)) {
				HostKeyRejection rejection = decision.get();
				if (rejection == null) {
					accepted++;
				}
				else {
					assertThat(rejection.message()).contains("has changed").contains(this.file + ":" + (round + 1));
				}
			}
			assertThat(accepted).isOne();
			assertThat(this.file).content().hasLineCount(round + 1);
		}
	}

	@Test
	void severalProcessesLoseNothing() throws Exception {
		Path go = this.directory.resolve("go");
		List<Process> processes = new ArrayList<>();
		for (int i = 0; i < PROCESSES; i++) {
			processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), Writer.class.getName(), this.file.toString(), go.toString())
				.redirectErrorStream(true)
				.redirectOutput(new File(this.directory.toFile(), "log" + i))
				.start());
		}
		try {
			await().until(() -> IntStream.range(0, PROCESSES)
				.allMatch((i) -> content(this.directory.resolve("log" + i)).contains("ready")));
			Files.createFile(go);
			for (int i = 0; i < PROCESSES; i++) {
				assertThat(processes.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
				assertThat(processes.get(i).exitValue()).as(() -> content(this.directory.resolve("log0"))).isZero();
			}
		}
		finally {
			processes.forEach(Process::destroyForcibly);
		}
		List<String> expected = IntStream.range(0, HOSTS).mapToObj((i) -> line(i, TestKeys.ED25519_PUBLIC)).toList();
		assertThat(Files.readAllLines(this.file)).containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void readerSeesNoHalfReplacedFile() throws Exception {
		String first = "a".repeat(100_000) + "\n";
		String second = "b".repeat(50_000) + "\n";
		Files.writeString(this.file, first);
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<HashSet<String>> seen = executor.submit(() -> {
				HashSet<String> contents = new HashSet<>();
				while (!done.get()) {
					contents.add(Files.readString(this.file));
				}
				return contents;
			});
			for (int i = 0; i < 100; i++) {
				byte[] content = ((i % 2 == 0) ? second : first).getBytes();
				KnownHostsFile.<Void>change(this.file, (known) -> {
					known.replace(content);
					return null;
				});
			}
			done.set(true);
			assertThat(seen.get()).isSubsetOf(first, second);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void replacedFileKeepsItsPermissionsAndTheLinkToIt() throws IOException {
		Path target = Files.writeString(this.directory.resolve("target"), "before\n");
		Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
		Files.createSymbolicLink(this.file, target);
		KnownHostsFile.<Void>change(this.file, (known) -> {
			known.replace("after\n".getBytes());
			return null;
		});
		assertThat(this.file).isSymbolicLink().hasContent("after\n");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target))).isEqualTo("rw-r--r--");
		assertThat(this.directory.toFile().list()).containsExactlyInAnyOrder("known_hosts", "target", ".target.lock");
	}

	@Test
	void newFileAndDirectoryAreForTheirOwnerOnly() throws IOException {
		Path nested = this.directory.resolve("ssh/known_hosts");
		KnownHostsFile.<Void>change(nested, (known) -> {
			known.append("line\n");
			return null;
		});
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested.getParent())))
			.isEqualTo("rwx------");
	}

	@Test
	void lockOfSomebodyElseIsWaitedFor() throws Exception {
		Path lock = this.directory.resolve(".known_hosts.lock");
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			FileLock held = channel.lock();
			Future<?> change = executor.submit(() -> KnownHostsFile.<Void>change(this.file, (known) -> {
				known.append("line\n");
				return null;
			}));
			await().during(Duration.ofMillis(200)).until(() -> !Files.exists(this.file) && !change.isDone());
			held.release();
			change.get(5, TimeUnit.SECONDS);
			assertThat(this.file).hasContent("line\n");
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static <T> List<Future<T>> invokeAll(List<Callable<T>> tasks) throws InterruptedException {
		ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
		try {
			return executor.invokeAll(tasks);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static String content(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static KnownHosts knownHosts(Path file, int host) {
		return KnownHosts.of(new SshEndpoint("host" + host, 22),
				new HostKeyTrust(HostKeyPolicy.ACCEPT_NEW, List.of(KeyMaterial.ofFile(file))));
	}

	private static String line(int host, String key) {
		return "host%d %s".formatted(host, PublicKeyBlob.parse(key));
	}

	/**
	 * Another process: sees the first keys of all hosts.
	 */
	static final class Writer {

		private Writer() {
		}

		public static void main(String[] args) throws Exception {
			CryptoProviders.install();
			System.out.println("ready");
			while (!Files.exists(Path.of(args[1]))) {
				Thread.onSpinWait();
			}
			List<Callable<@Nullable HostKeyRejection>> tasks = new ArrayList<>();
			for (int i = 0; i < HOSTS; i++) {
				int host = i;
				tasks.add(() -> knownHosts(Path.of(args[0]), host)
					.check(PublicKeyBlob.parse(TestKeys.ED25519_PUBLIC).key()));
			}
			for (Future<@Nullable HostKeyRejection> decision : invokeAll(tasks)) {
				HostKeyRejection rejection = decision.get();
				if (rejection != null) {
					throw new IllegalStateException(rejection.message());
				}
			}
		}

	}

}
