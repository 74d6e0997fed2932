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

package io.github.sshboot.authentication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.sshboot.transport.PublicKeyBlob;

import org.springframework.util.Assert;

/**
 * An OpenSSH key revocation list as {@code ssh-keygen -k} writes it (PROTOCOL.krl). It
 * takes memory in proportion to its file, and a look at it takes steps in proportion to
 * the logarithm of its size.
 */
final class KeyRevocationList implements RevocationList {

	private static final byte[] MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);

	private static final int FORMAT_VERSION = 1;

	private static final int CERTIFICATES = 1;

	private static final int EXPLICIT_KEY = 2;

	private static final int FINGERPRINT_SHA1 = 3;

	private static final int FINGERPRINT_SHA256 = 5;

	private static final int EXTENSION = 255;

	private static final int SERIAL_LIST = 0x20;

	private static final int SERIAL_RANGE = 0x21;

	private static final int SERIAL_BITMAP = 0x22;

	private static final int KEY_ID = 0x23;

	private static final int CERTIFICATE_EXTENSION = 0x39;

	/**
	 * Stands for all authorities.
	 */
	private static final ByteBuffer ANY_AUTHORITY = ByteBuffer.allocate(0);

	private final Blobs keys = new Blobs();

	private final Blobs sha1 = new Blobs();

	private final Blobs sha256 = new Blobs();

	private final Map<ByteBuffer, RevokedCertificates> certificates = new HashMap<>();

	private KeyRevocationList() {
	}

	/**
	 * Return whether a content begins as a key revocation list does.
	 */
	static boolean isPresentIn(byte[] content) {
		return content.length >= MAGIC.length && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
	}

	/**
	 * Parse a key revocation list.
	 * @throws IllegalArgumentException if it is not valid or has what must not be ignored
	 */
	static KeyRevocationList parse(byte[] content) {
		WireReader reader = new WireReader(content);
		reader.readLong();
		Assert.isTrue(reader.readUnsignedInt() == FORMAT_VERSION, "it is of an unknown version");
		// its own version, date and flags
		reader.readLong();
		reader.readLong();
		reader.readLong();
		// reserved, comment
		reader.skipString();
		reader.skipString();
		KeyRevocationList list = new KeyRevocationList();
		while (reader.hasRemaining()) {
			list.section(reader.readByte(), reader.readSection());
		}
		list.keys.sort();
		list.sha1.sort();
		list.sha256.sort();
		list.certificates.values().forEach(RevokedCertificates::sort);
		return list;
	}

	private void section(int type, WireReader section) {
		switch (type) {
			case CERTIFICATES -> certificates(section);
			case EXPLICIT_KEY -> this.keys.read(section);
			case FINGERPRINT_SHA1 -> this.sha1.read(section);
			case FINGERPRINT_SHA256 -> this.sha256.read(section);
			case EXTENSION -> extension(section);
			// signatures as well: OpenSSH has never checked them and refuses them now
			default -> throw new IllegalArgumentException("it has a section of the unknown type " + type);
		}
	}

	private void certificates(WireReader section) {
		byte[] authority = section.readString();
		section.skipString();
		RevokedCertificates revoked = this.certificates.computeIfAbsent(
				(authority.length > 0) ? ByteBuffer.wrap(PublicKeyBlob.of(authority).bytes()) : ANY_AUTHORITY,
				(key) -> new RevokedCertificates());
		while (section.hasRemaining()) {
			int type = section.readByte();
			WireReader part = section.readSection();
			switch (type) {
				case SERIAL_LIST -> revoked.serials.readList(part);
				case SERIAL_RANGE -> revoked.serials.readRange(part);
				case SERIAL_BITMAP -> revoked.serials.readBitmap(part);
				case KEY_ID -> revoked.keyIds.read(part);
				case CERTIFICATE_EXTENSION -> extension(part);
				default ->
					throw new IllegalArgumentException("it has certificates in a section of the unknown type " + type);
			}
		}
	}

	private static void extension(WireReader section) {
		String name = section.readText();
		boolean critical = section.readByte() != 0;
		section.skipString();
		section.end();
		if (critical) {
			throw new IllegalArgumentException("its critical extension '%s' is not known".formatted(name));
		}
	}

	@Override
	public boolean revokes(PublicKeyBlob key) {
		byte[] bytes = key.bytes();
		return this.keys.contains(bytes) || this.sha256.contains(digest("SHA-256", bytes))
				|| this.sha1.contains(digest("SHA-1", bytes));
	}

	@Override
	public boolean revokes(Certificate certificate) {
		return revokes(ByteBuffer.wrap(certificate.authority().bytes()), certificate)
				|| revokes(ANY_AUTHORITY, certificate);
	}

	private boolean revokes(ByteBuffer authority, Certificate certificate) {
		RevokedCertificates revoked = this.certificates.get(authority);
		return revoked != null
				&& (revoked.keyIds.contains(certificate.keyId()) || revoked.serials.contains(certificate.serial()));
	}

	private static byte[] digest(String algorithm, byte[] bytes) {
		try {
			return MessageDigest.getInstance(algorithm).digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The revoked certificates of an authority.
	 */
	private static final class RevokedCertificates {

		private final RevokedSerials serials = new RevokedSerials();

		private final Blobs keyIds = new Blobs();

		private void sort() {
			this.serials.sort();
			this.keyIds.sort();
		}

	}

	/**
	 * Many strings of bytes.
	 */
	private static final class Blobs {

		private final List<byte[]> blobs = new ArrayList<>();

		private void read(WireReader section) {
			while (section.hasRemaining()) {
				this.blobs.add(section.readString());
			}
		}

		private void sort() {
			this.blobs.sort(Arrays::compareUnsigned);
		}

		private boolean contains(byte[] blob) {
			int low = 0;
			int high = this.blobs.size() - 1;
			while (low <= high) {
				int middle = (low + high) >>> 1;
				int order = Arrays.compareUnsigned(this.blobs.get(middle), blob);
				if (order == 0) {
					return true;
				}
				if (order < 0) {
					low = middle + 1;
				}
				else {
					high = middle - 1;
				}
			}
			return false;
		}

	}

}
