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

package io.github.sshboot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Keys for tests. They open nothing else.
 */
public final class TestKeys {

	/**
	 * A host key.
	 */
	public static final String ED25519_PRIVATE = """
			-----BEGIN OPENSSH PRIVATE KEY-----
			b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
			QyNTUxOQAAACDR/8BdtSlqn3fyz3WZkhrpToCIb1RTWDBuRMrNxcoUMQAAAIhpI0dbaSNH
			WwAAAAtzc2gtZWQyNTUxOQAAACDR/8BdtSlqn3fyz3WZkhrpToCIb1RTWDBuRMrNxcoUMQ
			AAAEC9PVoNFW24cSY7Hn1L71hceMQnDkV4jcWkqNzKhV4Lj9H/wF21KWqfd/LPdZmSGulO
			gIhvVFNYMG5Eys3FyhQxAAAABHRlc3QB
			-----END OPENSSH PRIVATE KEY-----
			""";

	/**
	 * The public half of {@link #ED25519_PRIVATE}.
	 */
	public static final String ED25519_PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINH/wF21KWqfd/LPdZmSGulOgIhvVFNYMG5Eys3FyhQx test";

	/**
	 * Another host key of the same type.
	 */
	public static final String OTHER_PRIVATE = """
			-----BEGIN OPENSSH PRIVATE KEY-----
			b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
			QyNTUxOQAAACDqUXX5Pv31MLHvpqrKWG1xs8ms59QXJVkuHoIm8ieTvwAAAIhQNWrXUDVq
			1wAAAAtzc2gtZWQyNTUxOQAAACDqUXX5Pv31MLHvpqrKWG1xs8ms59QXJVkuHoIm8ieTvw
			AAAECBcve7N6+7JXNGTmYBh9pT1LdbTOZ2Fp765EhRvzGh9epRdfk+/fUwse+mqspYbXGz
			yazn1BclWS4egibyJ5O/AAAABHRlc3QB
			-----END OPENSSH PRIVATE KEY-----
			""";

	/**
	 * The public half of {@link #OTHER_PRIVATE}.
	 */
	public static final String OTHER_PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOpRdfk+/fUwse+mqspYbXGzyazn1BclWS4egibyJ5O/ test";

	/**
	 * A host key of another type.
	 */
	public static final String ECDSA_PRIVATE = """
			-----BEGIN OPENSSH PRIVATE KEY-----
			b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
			1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQQ3lSFKqNcYTbwluM65N/sXg6NC32nj
			juYcfwM1JSmYdSG3GKTHCsk4ypN8Oe7KEZPiun64fPphWryGoVFPEnLIAAAAoLjoJEm46C
			RJAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDeVIUqo1xhNvCW4
			zrk3+xeDo0LfaeOO5hx/AzUlKZh1IbcYpMcKyTjKk3w57soRk+K6frh8+mFavIahUU8Scs
			gAAAAhAJBgKsHQAwav0+O6Zyf6hIV0ASNZJILnIJOjNMrThMnNAAAABHRlc3QBAgM=
			-----END OPENSSH PRIVATE KEY-----
			""";

	/**
	 * The public half of {@link #ECDSA_PRIVATE}.
	 */
	public static final String ECDSA_PUBLIC = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDeVIUqo1xhNvCW4zrk3+xeDo0LfaeOO5hx/AzUlKZh1IbcYpMcKyTjKk3w57soRk+K6frh8+mFavIahUU8Scsg= test";

	/**
	 * The key of a user.
	 */
	public static final String USER_PRIVATE = """
			-----BEGIN OPENSSH PRIVATE KEY-----
			b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
			QyNTUxOQAAACCwL02DgL5+XTgrfu5XdyDCdDXXvnYxtiqA2UO/s3teTAAAAIg6IdSKOiHU
			igAAAAtzc2gtZWQyNTUxOQAAACCwL02DgL5+XTgrfu5XdyDCdDXXvnYxtiqA2UO/s3teTA
			AAAEDE+JWV302T9XdVp7oc57T46JALFYGei09Ut9wzLwpgE7AvTYOAvn5dOCt+7ld3IMJ0
			Nde+djG2KoDZQ7+ze15MAAAABHRlc3QB
			-----END OPENSSH PRIVATE KEY-----
			""";

	/**
	 * The public half of {@link #USER_PRIVATE}.
	 */
	public static final String USER_PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILAvTYOAvn5dOCt+7ld3IMJ0Nde+djG2KoDZQ7+ze15M test";

	/**
	 * The fingerprint of {@link #USER_PUBLIC}.
	 */
	public static final String USER_FINGERPRINT = "SHA256:7jMxbIH78pP7WmdUlEpXp0OsW1cswHrtioIUXzlxXzg";

	private TestKeys() {
	}

	/**
	 * Write a key to a file that only its owner can read.
	 * @param directory where to
	 * @param name the name of the file
	 * @param key the key
	 * @return the file
	 */
	public static Path write(Path directory, String name, String key) {
		try {
			Path file = directory.resolve(name);
			Files.writeString(file, key);
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
