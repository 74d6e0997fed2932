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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.sun.security.auth.module.UnixSystem;
import org.jspecify.annotations.Nullable;

/**
 * What a Unix says about a file: who owns it, who may do what with it, and whether it is
 * still the one it was. Of a symbolic link, the target counts.
 *
 * @since 0.1.0
 */
public final class UnixFiles {

	private static final Path PROCESS_STATUS = Path.of("/proc/self/status");

	private static final String UIDS = "Uid:";

	private UnixFiles() {
	}

	/**
	 * Return whether a file has an owner and a mode.
	 * @param file the file
	 * @return whether its file system keeps them
	 */
	public static boolean hasPermissions(Path file) {
		return file.getFileSystem().supportedFileAttributeViews().contains("unix");
	}

	/**
	 * Return the mode of a file.
	 * @param file the file
	 * @return the mode as {@code stat} has it
	 * @throws IOException if it cannot be read
	 */
	public static int mode(Path file) throws IOException {
		return (Integer) Files.getAttribute(file, "unix:mode");
	}

	/**
	 * Return the owner of a file.
	 * @param file the file
	 * @return the number of the user
	 * @throws IOException if it cannot be read
	 */
	public static long owner(Path file) throws IOException {
		return (Integer) Files.getAttribute(file, "unix:uid");
	}

	/**
	 * Return all that changes with a file, also if a link to it does or its owner and
	 * mode do. On other systems, what there is of that.
	 * @param file the file
	 * @return the state, to be compared
	 */
	public static Map<String, Object> state(Path file) {
		try {
			return Files.readAttributes(file, hasPermissions(file) ? "unix:dev,ino,ctime,lastModifiedTime,size"
					: "creationTime,lastModifiedTime,size");
		}
		catch (IOException ex) {
			return Map.of("missing", ex.getClass());
		}
	}

	/**
	 * The user that runs this process. {@link UnixSystem} says 0 on Java 17 for a user
	 * without a name, which containers often have, so it is only asked where there is no
	 * {@code /proc}.
	 * @return the number of the user or {@code null} if it cannot be found out
	 */
	public static @Nullable Long processOwner() {
		try {
			List<String> status = Files.readAllLines(PROCESS_STATUS);
			for (String line : status) {
				if (line.startsWith(UIDS)) {
					return Long.valueOf(line.substring(UIDS.length()).strip().split("\\s+")[0]);
				}
			}
		}
		catch (IOException | NumberFormatException ex) {
			// not Linux
		}
		try {
			return new UnixSystem().getUid();
		}
		catch (RuntimeException | LinkageError ex) {
			return null;
		}
	}

}
