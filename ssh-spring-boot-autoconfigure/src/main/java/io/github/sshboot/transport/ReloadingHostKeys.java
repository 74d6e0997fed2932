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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The host keys that new connections get. When their files change, the new ones take over
 * once the files have come to rest, all together and only if they fit together; otherwise
 * the last good ones stay.
 * <p>
 * The files are looked at every second: unlike a watch service that also works on network
 * file systems and with the links that Kubernetes swaps, and nobody who connects waits
 * for it.
 */
final class ReloadingHostKeys implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ReloadingHostKeys.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	/**
	 * When to try again what has failed, without a change: a file may have been
	 * unreadable for a while.
	 */
	private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);

	private final HostKeySettings settings;

	private final List<String> algorithms;

	private final List<Path> files;

	private Map<Path, Map<String, Object>> loadedState;

	private Map<Path, Map<String, Object>> lastState;

	private long failedAt;

	private boolean failed;

	private volatile HostKeys current;

	private @Nullable ScheduledExecutorService executor;

	/**
	 * Load the host keys for the first time.
	 * @param settings the host keys
	 * @param algorithms the host-key algorithms of the server
	 */
	ReloadingHostKeys(HostKeySettings settings, List<String> algorithms) {
		this.settings = settings;
		this.algorithms = algorithms;
		this.files = files(settings);
		this.loadedState = state();
		this.lastState = this.loadedState;
		this.current = HostKeys.loadOrGenerate(settings);
		this.current.checkAlgorithms(algorithms);
	}

	private static List<Path> files(HostKeySettings settings) {
		Stream<KeyMaterial> materials = Stream.concat(settings.privateKeys().stream().map(PrivateKeySource::material),
				settings.certificates().stream());
		return Stream.concat(materials.map(KeyMaterial::getFile), Stream.ofNullable(settings.generate()))
			.filter(Objects::nonNull)
			.toList();
	}

	/**
	 * Return the keys for a new connection.
	 */
	HostKeys current() {
		return this.current;
	}

	/**
	 * Start to follow the files.
	 */
	synchronized void start() {
		if (this.settings.reloadOnUpdate() && !this.files.isEmpty() && this.executor == null) {
			CustomizableThreadFactory threads = new CustomizableThreadFactory("ssh-host-keys-");
			threads.setDaemon(true);
			this.executor = Executors.newSingleThreadScheduledExecutor(threads);
			this.executor.scheduleWithFixedDelay(this::check, INTERVAL.toMillis(), INTERVAL.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Look at the files.
	 */
	void check() {
		try {
			Map<Path, Map<String, Object>> state = state();
			boolean atRest = state.equals(this.lastState);
			this.lastState = state;
			if (atRest && (!state.equals(this.loadedState) || isTimeToRetry())) {
				this.loadedState = state;
				reload();
			}
		}
		catch (RuntimeException | Error ex) {
			// an exception that leaves here would end the checks
			logger.error("Cannot follow the files of the host keys", ex);
		}
	}

	private boolean isTimeToRetry() {
		return this.failed && System.nanoTime() - this.failedAt >= RETRY_INTERVAL.toNanos();
	}

	private void reload() {
		try {
			HostKeys loaded = HostKeys.reload(this.settings);
			loaded.checkAlgorithms(this.algorithms);
			this.failed = false;
			if (!loaded.describe().equals(this.current.describe())) {
				this.current = loaded;
				logger.info("New connections get the host keys " + loaded.describe());
			}
		}
		catch (RuntimeException ex) {
			this.failed = true;
			this.failedAt = System.nanoTime();
			logger.warn("The host keys have changed but cannot be used, so connections get the earlier ones: "
					+ ex.getMessage());
		}
	}

	private Map<Path, Map<String, Object>> state() {
		Map<Path, Map<String, Object>> state = new HashMap<>();
		this.files.forEach((file) -> state.put(file, UnixFiles.state(file)));
		return state;
	}

	@Override
	public synchronized void close() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

}
