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

package io.github.sshboot.sftp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.sshboot.sftp.protocol.ExtensionName;
import io.github.sshboot.sftp.protocol.FileAttributes;

/**
 * What the server tells about itself when a session begins.
 */
final class ServerExtensions {

	/**
	 * The versions that the server speaks.
	 */
	static final List<Integer> VERSIONS = List.of(3, 4, 5, 6);

	private static final String VERSION_1 = "1";

	private static final String VERSION_2 = "2";

	/**
	 * That no file can be opened so that others cannot (draft-ietf-secsh-filexfer-13
	 * section 5.4): the combination of no flags only.
	 */
	private static final int NO_BLOCKS = 1;

	private ServerExtensions() {
	}

	/**
	 * Return what is announced.
	 * @param version the version that was agreed on
	 * @param maxRead the most bytes that a read returns
	 * @param checkFile whether clients may ask for checksums
	 * @return the data of the extensions by their names
	 */
	static Map<String, byte[]> announced(int version, int maxRead, boolean checkFile) {
		Map<String, byte[]> extensions = new LinkedHashMap<>();
		announce(extensions, ExtensionName.POSIX_RENAME, VERSION_1);
		announce(extensions, ExtensionName.STATVFS, VERSION_2);
		announce(extensions, ExtensionName.FSTATVFS, VERSION_2);
		announce(extensions, ExtensionName.HARD_LINK, VERSION_1);
		announce(extensions, ExtensionName.FSYNC, VERSION_1);
		announce(extensions, ExtensionName.LSETSTAT, VERSION_1);
		announce(extensions, ExtensionName.LIMITS, VERSION_1);
		announce(extensions, ExtensionName.EXPAND_PATH, VERSION_1);
		announce(extensions, ExtensionName.COPY_DATA, VERSION_1);
		announce(extensions, ExtensionName.HOME_DIRECTORY, VERSION_1);
		announce(extensions, ExtensionName.USERS_GROUPS_BY_ID, VERSION_1);
		if (checkFile) {
			announce(extensions, ExtensionName.CHECK_FILE, VERSION_1);
		}
		announce(extensions, ExtensionName.VERSIONS, String.join(",", VERSIONS.stream().map(String::valueOf).toList()));
		if (version >= 4) {
			announce(extensions, ExtensionName.NEWLINE, "\n");
		}
		if (version == 5) {
			extensions.put(ExtensionName.SUPPORTED, supported(version, maxRead, requests(checkFile)));
		}
		if (version >= 6) {
			extensions.put(ExtensionName.SUPPORTED2, supported(version, maxRead, requests(checkFile)));
		}
		return extensions;
	}

	private static void announce(Map<String, byte[]> extensions, String name, String data) {
		extensions.put(name, data.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Return the names of the requests that a client of version 5 or 6 can make.
	 */
	private static List<String> requests(boolean checkFile) {
		List<String> requests = new ArrayList<>(List.of(ExtensionName.TEXT_SEEK, ExtensionName.VERSION_SELECT,
				ExtensionName.COPY_DATA, ExtensionName.HOME_DIRECTORY, ExtensionName.SPACE_AVAILABLE));
		if (checkFile) {
			requests.add(ExtensionName.CHECK_FILE_NAME);
			requests.add(ExtensionName.CHECK_FILE_HANDLE);
		}
		return requests;
	}

	private static byte[] supported(int version, int maxRead, List<String> requests) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeInt(FileAttributes.flags(version));
			out.writeInt(0); // bits of attributes
			out.writeInt(OpenMode.SUPPORTED_FLAGS);
			out.writeInt(OpenMode.SUPPORTED_ACCESS);
			out.writeInt(maxRead);
			if (version >= 6) {
				out.writeShort(NO_BLOCKS);
				out.writeShort(NO_BLOCKS);
				out.writeInt(0); // extensions of attributes
				out.writeInt(requests.size());
			}
			for (String request : requests) {
				out.writeInt(request.length());
				out.writeBytes(request);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
