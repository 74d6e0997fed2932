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

package io.github.sshboot.sample;

import java.math.BigDecimal;

/**
 * A parcel.
 *
 * @param id the number on its label
 * @param recipient who it is for
 * @param destination where it goes
 * @param weight its weight in kilograms
 */
record Parcel(String id, String recipient, Destination destination, BigDecimal weight) {

	private static final int COLUMNS = 4;

	/**
	 * Read a parcel from a line of a manifest: {@code id,recipient,destination,weight}.
	 * @param line the line
	 * @return the parcel
	 * @throws IllegalArgumentException if the line is no parcel
	 */
	static Parcel parse(String line) {
		String[] columns = line.split(",", -1);
		if (columns.length != COLUMNS) {
			throw new IllegalArgumentException("expected id,recipient,destination,weight");
		}
		String id = columns[0].strip();
		if (!id.matches("[A-Z]{2}[0-9]{4}")) {
			throw new IllegalArgumentException("'%s' is not a parcel number such as AB1234".formatted(id));
		}
		return new Parcel(id, columns[1].strip(), Destination.parse(columns[2].strip()), weight(columns[3].strip()));
	}

	private static BigDecimal weight(String text) {
		try {
			BigDecimal weight = new BigDecimal(text);
			if (weight.signum() > 0) {
				return weight;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new IllegalArgumentException("'%s' is not a weight".formatted(text));
	}

	/**
	 * Return the line of a manifest that this parcel is read from.
	 */
	String toLine() {
		return "%s,%s,%s,%s".formatted(this.id, this.recipient, this.destination.label(), this.weight);
	}

	@Override
	public String toString() {
		return "%-8s %-20s %-14s %6s kg".formatted(this.id, this.recipient, this.destination.label(), this.weight);
	}

}
