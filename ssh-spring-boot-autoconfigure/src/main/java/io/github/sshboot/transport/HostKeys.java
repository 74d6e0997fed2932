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

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sshboot.transport.CertificateException.Problem;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/**
 * The host keys of a server and their certificates, loaded together and fitting together.
 */
final class HostKeys {

	private static final Log logger = LogFactory.getLog(HostKeys.class);

	private final List<KeyPair> keys;

	private final Map<KeyFingerprint, KeyMaterial> origins;

	private final List<HostCertificate> certificates;

	private final Set<HostCertificate> reported = ConcurrentHashMap.newKeySet();

	private HostKeys(List<KeyPair> keys, Map<KeyFingerprint, KeyMaterial> origins, List<HostCertificate> certificates) {
		this.keys = List.copyOf(keys);
		this.origins = origins;
		this.certificates = List.copyOf(certificates);
	}

	/**
	 * Load the keys and certificates, creating the key that is to be generated.
	 */
	static HostKeys loadOrGenerate(HostKeySettings settings) {
		return load(settings, true);
	}

	/**
	 * Load the keys and certificates of a server that runs, which does not change its
	 * identity because a file is gone.
	 */
	static HostKeys reload(HostKeySettings settings) {
		return load(settings, false);
	}

	private static HostKeys load(HostKeySettings settings, boolean create) {
		Map<KeyFingerprint, KeyMaterial> origins = new LinkedHashMap<>();
		List<KeyPair> keys = new ArrayList<>();
		for (PrivateKeySource source : settings.privateKeys()) {
			keys.add(load(source, origins));
		}
		Path generate = settings.generate();
		if (generate != null) {
			if (create) {
				HostKeyFile.createIfMissing(generate);
			}
			keys.add(load(new PrivateKeySource(KeyMaterial.ofFile(generate), null), origins));
		}
		if (keys.isEmpty()) {
			throw new NoHostKeyException();
		}
		List<HostCertificate> certificates = new ArrayList<>();
		for (KeyMaterial material : settings.certificates()) {
			certificates.add(loadCertificate(material, keys, origins, certificates));
		}
		HostKeys loaded = new HostKeys(keys, origins, certificates);
		loaded.certificates(Instant.now());
		return loaded;
	}

	private static KeyPair load(PrivateKeySource source, Map<KeyFingerprint, KeyMaterial> origins) {
		KeyPair key = PrivateKeys.load(source);
		KeyFingerprint fingerprint = KeyFingerprint.of(key.getPublic());
		origins.forEach((other, origin) -> {
			if (other.type().equals(fingerprint.type())) {
				throw new DuplicateHostKeyException("host keys", fingerprint.type(), origin, source.material());
			}
		});
		origins.put(fingerprint, source.material());
		return key;
	}

	private static HostCertificate loadCertificate(KeyMaterial material, List<KeyPair> keys,
			Map<KeyFingerprint, KeyMaterial> origins, List<HostCertificate> others) {
		HostCertificate certificate = HostCertificate.load(material);
		if (keys.stream().noneMatch((key) -> certificate.certifies(key.getPublic()))) {
			throw new CertificateException(material, Problem.NO_KEY,
					"is for the key %s, which is none of the host keys: %s".formatted(certificate.keyFingerprint(),
							origins.entrySet()
								.stream()
								.map((key) -> "'%s' is %s".formatted(key.getValue(), key.getKey()))
								.collect(Collectors.joining(", "))),
					null);
		}
		others.stream().filter((other) -> other.type().equals(certificate.type())).findFirst().ifPresent((other) -> {
			throw new DuplicateHostKeyException("host certificates", certificate.type(), other.material(), material);
		});
		return certificate;
	}

	/**
	 * Check that clients can be shown the keys. One that they cannot be shown is of no
	 * use; if that goes for all, nobody can connect.
	 * @param algorithms the host-key algorithms of the server
	 */
	void checkAlgorithms(List<String> algorithms) {
		Set<String> used = algorithms.stream().map(KeyUtils::getCanonicalKeyType).collect(Collectors.toSet());
		List<KeyPair> unused = this.keys.stream().filter((key) -> types(key).noneMatch(used::contains)).toList();
		if (unused.size() == this.keys.size()) {
			throw new UnusableHostKeysException(unused.stream().map(this::name).toList(), algorithms,
					HostKeyAlgorithms.forTypes(unused.stream().flatMap(this::types).toList()));
		}
		unused.forEach((key) -> logger
			.warn("Host key %s is never shown to clients: the server has none of its algorithms, which are %s"
				.formatted(name(key), String.join(", ", HostKeyAlgorithms.forTypes(types(key).toList())))));
	}

	private Stream<String> types(KeyPair key) {
		return Stream.concat(Stream.of(KeyUtils.getKeyType(key)),
				this.certificates.stream()
					.filter((certificate) -> certificate.certifies(key.getPublic()))
					.map(HostCertificate::type));
	}

	private String name(KeyPair key) {
		KeyFingerprint fingerprint = KeyFingerprint.of(key.getPublic());
		return "'%s' (%s)".formatted(this.origins.get(fingerprint), fingerprint);
	}

	/**
	 * Return the keys, one of each type.
	 */
	List<KeyPair> keys() {
		return this.keys;
	}

	/**
	 * Return the certificates that are valid at a time. One that is not would keep out
	 * clients that know the key itself, so it is left out, and said once.
	 */
	List<OpenSshCertificate> certificates(Instant time) {
		List<OpenSshCertificate> valid = new ArrayList<>();
		for (HostCertificate certificate : this.certificates) {
			String invalidity = certificate.invalidity(time);
			if (invalidity == null) {
				valid.add(certificate.certificate());
			}
			else if (this.reported.add(certificate)) {
				logger.warn("Host certificate '%s' %s: until it is replaced, clients get the plain key"
					.formatted(certificate.material(), invalidity));
			}
		}
		return valid;
	}

	/**
	 * Return the fingerprints of the keys.
	 */
	List<KeyFingerprint> fingerprints() {
		return this.keys.stream().map((key) -> KeyFingerprint.of(key.getPublic())).toList();
	}

	/**
	 * Return what tells these keys and certificates from others.
	 */
	List<String> describe() {
		return Stream
			.concat(fingerprints().stream().map(KeyFingerprint::toString),
					this.certificates.stream().map(HostCertificate::describe))
			.toList();
	}

}
