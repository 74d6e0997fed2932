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

package io.github.sshboot.sftp.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sshboot.sftp.EscapeCorpus;
import io.github.sshboot.sftp.SftpAttributes;
import io.github.sshboot.sftp.SftpFileSystem;
import io.github.sshboot.sftp.SftpLinks;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who has the directory too swaps a directory of it for a link to the outside,
 * and back, while requests run.
 */
@Timeout(120)
class EscapeRaceTests {

	private static final Duration LEAST = Duration.ofSeconds(2);

	private static final Duration MOST = Duration.ofSeconds(100);

	private static final int ENOUGH = 100;

	private static final String OWN = "inside";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(SftpLinks.class)
	void staysInsideWhileDirectoriesAreSwappedForLinks(SftpLinks links) throws Exception {
		EscapeCorpus corpus = new EscapeCorpus(this.directory);
		Path swapped = Files.createDirectories(corpus.root().resolve("swapped/sub")).getParent();
		Files.writeString(swapped.resolve("secret.txt"), OWN);
		Files.writeString(swapped.resolve("sub/deep.txt"), OWN);
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger swaps = new AtomicInteger();
		AtomicInteger successes = new AtomicInteger();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		Future<?> swapping = executor.submit(() -> {
			swap(corpus, swapped, stop, swaps);
			return null;
		});
		try (SftpFileSystem files = TestFiles.open(corpus.root(), (settings) -> settings.links(links))) {
			Instant begun = Instant.now();
			while (!swapping.isDone()
					&& (swaps.get() < ENOUGH || successes.get() < ENOUGH || begun.plus(LEAST).isAfter(Instant.now()))) {
				useAll(files, links, successes);
				assertThat(Duration.between(begun, Instant.now())).as("%s swaps, %s successes", swaps, successes)
					.isLessThan(MOST);
			}
		}
		finally {
			stop.set(true);
			executor.shutdown();
		}
		swapping.get();
		corpus.assertUntouched();
	}

	/**
	 * Swap until told to stop, or until it cannot be done any more, which is a failure.
	 */
	private static void swap(EscapeCorpus corpus, Path swapped, AtomicBoolean stop, AtomicInteger swaps)
			throws IOException {
		Path aside = corpus.root().resolve("aside");
		Path link = corpus.root().resolve("link");
		while (!stop.get()) {
			Files.createSymbolicLink(link, corpus.outside());
			Files.move(swapped, aside);
			Files.move(link, swapped, StandardCopyOption.ATOMIC_MOVE);
			swaps.incrementAndGet();
			Files.delete(swapped);
			Files.move(aside, swapped);
		}
	}

	private static void useAll(SftpFileSystem files, SftpLinks links, AtomicInteger successes) {
		attempt(successes, () -> assertThat(TestFiles.read(files, "/swapped/secret.txt")).isEqualTo(OWN));
		attempt(successes, () -> assertThat(TestFiles.read(files, "/swapped/sub/deep.txt")).isEqualTo(OWN));
		attempt(successes,
				() -> assertThat(TestFiles.list(files, "/swapped")).doesNotContain(EscapeCorpus.SECRET_NAME));
		attempt(successes,
				() -> assertThat(files.readAttributes("/swapped/secret.txt", true).size()).isEqualTo(OWN.length()));
		attempt(successes, () -> TestFiles.write(files, "/swapped/new.txt", "new"));
		attempt(successes, () -> TestFiles.write(files, "/swapped/secret.txt", OWN));
		attempt(successes, () -> TestFiles.write(files, "/swapped/secret.txt", TestFiles.RESUME, 0, OWN));
		attempt(successes, () -> files.createDirectory("/swapped/made", SftpAttributes.none()));
		attempt(successes, () -> files.setAttributes("/swapped/sub",
				SftpAttributes.builder().permissions(0755).lastModified(Instant.now()).build(), true));
		attempt(successes, () -> files.rename("/swapped/new.txt", "/swapped/renamed.txt", true));
		attempt(successes, () -> files.deleteFile("/swapped/renamed.txt"));
		attempt(successes, () -> files.deleteDirectory("/swapped/made"));
		if (links == SftpLinks.CREATE) {
			attempt(successes, () -> files.createSymbolicLink("/swapped/a-link", "secret.txt"));
			attempt(successes, () -> files.deleteFile("/swapped/a-link"));
			attempt(successes, () -> {
				files.createLink("/linked", "/swapped/secret.txt");
				assertThat(TestFiles.read(files, "/linked")).isEqualTo(OWN);
			});
			for (String name : List.of("/linked", "/swapped/linked")) {
				attempt(successes, () -> files.deleteFile(name));
			}
			attempt(successes, () -> files.createLink("/swapped/linked", "/file.txt"));
		}
	}

	private static void attempt(AtomicInteger successes, Failures.Action action) {
		try {
			action.run();
			successes.incrementAndGet();
		}
		catch (IOException ex) {
			// the directory was not there
		}
	}

}
