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

package io.github.sshboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.sshboot.connection.WindowSettings;
import io.github.sshboot.transport.AlgorithmCategory;
import io.github.sshboot.transport.AlgorithmProfile;
import io.github.sshboot.transport.AlgorithmSettings;
import io.github.sshboot.transport.KeepAliveSettings;
import io.github.sshboot.transport.RekeySettings;
import io.github.sshboot.transport.TransportSettings;
import io.github.sshboot.transport.UnsupportedAlgorithmException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Maps {@link TransportProperties} to settings, where one set of properties can inherit
 * from another.
 *
 * @since 0.1.0
 */
public final class TransportPropertiesMapper {

	private final List<Layer> layers;

	/**
	 * Create a new {@link TransportPropertiesMapper}.
	 * @param prefix the prefix of the properties, with its dot
	 * @param properties the properties
	 */
	public TransportPropertiesMapper(String prefix, TransportProperties properties) {
		this(List.of(new Layer(prefix, properties)));
	}

	private TransportPropertiesMapper(List<Layer> layers) {
		this.layers = layers;
	}

	/**
	 * Return a mapper for properties that inherit from these.
	 * @param prefix the prefix of the properties, with its dot
	 * @param properties the properties
	 * @return the mapper
	 */
	public TransportPropertiesMapper with(String prefix, TransportProperties properties) {
		return new TransportPropertiesMapper(List.of(this.layers.get(0), new Layer(prefix, properties)));
	}

	/**
	 * Map how connections are protected and kept.
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException if a value is wrong
	 */
	public TransportSettings mapTransport() {
		return new TransportSettings(algorithms(), rekey(), keepAlive());
	}

	/**
	 * Map the windows of channels.
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException if a value is wrong
	 */
	public WindowSettings mapWindow() {
		WindowSettings defaults = WindowSettings.defaults();
		DataSize packetSize = leaf("window.packet-size", (properties) -> properties.getWindow().getPacketSize(),
				DataSize.ofBytes(defaults.packetSize()), (value) -> isBetween(value.toBytes(), 1024, 128 * 1024),
				"it must be between 1KB and 128KB");
		DataSize size = leaf("window.size", (properties) -> properties.getWindow().getSize(),
				DataSize.ofBytes(defaults.size()),
				(value) -> isBetween(value.toBytes(), packetSize.toBytes(), Integer.MAX_VALUE),
				"it must not be less than 'window.packet-size' and must be less than 2GB");
		return new WindowSettings(size.toBytes(), (int) packetSize.toBytes());
	}

	private AlgorithmSettings algorithms() {
		AlgorithmSettings algorithms = profile();
		for (Layer layer : this.layers) {
			for (AlgorithmCategory category : AlgorithmCategory.values()) {
				List<String> change = change(layer.properties().getAlgorithms(), category);
				try {
					algorithms = algorithms.with(category, change);
				}
				catch (UnsupportedAlgorithmException ex) {
					throw new InvalidConfigurationPropertyValueException(layer.prefix() + "algorithms." + category,
							String.join(",", change), ex.getMessage());
				}
			}
		}
		return algorithms;
	}

	private AlgorithmSettings profile() {
		AlgorithmProfile profile = AlgorithmProfile.DEFAULT;
		String prefix = "";
		for (Layer layer : this.layers) {
			AlgorithmProfile value = layer.properties().getAlgorithms().getProfile();
			if (value != null) {
				profile = value;
				prefix = layer.prefix();
			}
		}
		try {
			return AlgorithmSettings.of(profile);
		}
		catch (UnsupportedAlgorithmException ex) {
			throw new InvalidConfigurationPropertyValueException(prefix + "algorithms.profile", profile,
					"for %s %s".formatted(ex.getCategory(), ex.getMessage()));
		}
	}

	private static List<String> change(TransportProperties.Algorithms properties, AlgorithmCategory category) {
		return switch (category) {
			case KEY_EXCHANGE -> properties.getKeyExchange();
			case HOST_KEY -> properties.getHostKey();
			case CIPHER -> properties.getCipher();
			case MAC -> properties.getMac();
			case COMPRESSION -> properties.getCompression();
			case PUBLIC_KEY -> properties.getPublicKey();
		};
	}

	private RekeySettings rekey() {
		RekeySettings defaults = RekeySettings.defaults();
		DataSize bytes = leaf("rekey.bytes", (properties) -> properties.getRekey().getBytes(),
				DataSize.ofBytes(defaults.bytes()), (value) -> value.toBytes() >= 64 * 1024,
				"it must be at least 64KB");
		Duration time = leaf("rekey.time", (properties) -> properties.getRekey().getTime(), defaults.time(),
				(value) -> !value.isNegative(), "it must not be negative");
		long packets = leaf("rekey.packets", (properties) -> properties.getRekey().getPackets(), defaults.packets(),
				(value) -> isBetween(value, 1000, 1L << 31), "it must be between 1000 and 2147483648");
		return new RekeySettings(bytes.toBytes(), time, packets);
	}

	private KeepAliveSettings keepAlive() {
		KeepAliveSettings defaults = KeepAliveSettings.defaults();
		Duration interval = leaf("keep-alive.interval", (properties) -> properties.getKeepAlive().getInterval(),
				defaults.interval(), (value) -> !value.isNegative(), "it must not be negative");
		int maxMissed = leaf("keep-alive.max-missed", (properties) -> properties.getKeepAlive().getMaxMissed(),
				defaults.maxMissed(), (value) -> value > 0, "it must be at least 1");
		return new KeepAliveSettings(interval, maxMissed);
	}

	private <T> T leaf(String name, Function<TransportProperties, @Nullable T> property, T defaultValue,
			Predicate<T> valid, String reason) {
		T result = defaultValue;
		for (Layer layer : this.layers) {
			T value = property.apply(layer.properties());
			if (value != null) {
				if (!valid.test(value)) {
					throw new InvalidConfigurationPropertyValueException(layer.prefix() + name, value, reason);
				}
				result = value;
			}
		}
		return result;
	}

	private static boolean isBetween(long value, long min, long max) {
		return value >= min && value <= max;
	}

	private record Layer(String prefix, TransportProperties properties) {

	}

}
