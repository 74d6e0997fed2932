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

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parts of this process's class path: each subject sees what is its own and nothing of
 * its peers.
 */
enum ClassPath {

	/**
	 * An application with the starter, which brings Bouncy Castle along.
	 */
	STARTER((name) -> !isPeer(name) || name.startsWith("bcprov-")),

	/**
	 * The same application without the starter.
	 */
	BOOT((name) -> !isPeer(name) && !isOurs(name) && !isMina(name)),

	/**
	 * Stock MINA.
	 */
	MINA((name) -> isMina(name) || name.startsWith("slf4j-api")),

	/**
	 * Stock MINA with Bouncy Castle.
	 */
	MINA_BOUNCY_CASTLE((name) -> MINA.includes(name) || name.startsWith("bcprov")),

	/**
	 * JSch, with Bouncy Castle, from which it has ChaCha20.
	 */
	JSCH((name) -> name.startsWith("jsch-") || name.startsWith("bcprov-")),

	/**
	 * Sshj, with Bouncy Castle, which it needs.
	 */
	SSHJ((name) -> isPeer(name) && !name.startsWith("jsch-") || name.startsWith("slf4j-api"));

	private final Predicate<String> filter;

	ClassPath(Predicate<String> filter) {
		this.filter = filter;
	}

	/**
	 * Return the class path of this process.
	 */
	static String own() {
		return System.getProperty("java.class.path");
	}

	private boolean includes(String name) {
		return this.filter.test(name);
	}

	private static boolean isPeer(String name) {
		return Stream.of("jsch-", "sshj-", "bcprov-", "bcpkix-", "bcutil-", "asn-one-").anyMatch(name::startsWith);
	}

	private static boolean isMina(String name) {
		return name.startsWith("sshd-core-") || name.startsWith("sshd-common-") || name.startsWith("sshd-sftp-");
	}

	private static boolean isOurs(String name) {
		return name.startsWith("ssh-spring-boot-");
	}

	@Override
	public String toString() {
		Stream<Path> libraries = all().filter((path) -> !path.equals(ownClasses()) && includes(nameOf(path)));
		return Stream.concat(Stream.of(ownClasses()), libraries)
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Return the version of a library.
	 * @param prefix how the name of its jar begins
	 * @return the version
	 */
	static String version(String prefix) {
		return all().map(ClassPath::nameOf)
			.filter((name) -> name.startsWith(prefix))
			.map((name) -> name.substring(prefix.length(), name.lastIndexOf('.')))
			.findFirst()
			.orElse("?");
	}

	private static Stream<Path> all() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
	}

	private static Path ownClasses() {
		try {
			return Path.of(Benchmarks.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the name of a jar, or of the module whose classes a directory has.
	 * @param path the jar or directory
	 * @return the name, which a version or a dash follows
	 */
	private static String nameOf(Path path) {
		boolean classes = path.endsWith(Path.of("target", "classes"));
		return classes ? path.getName(path.getNameCount() - 3) + "-" : path.getFileName().toString();
	}

}
