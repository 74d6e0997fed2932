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

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a manifest: a parcel in each line.
 *
 * @param parcels the parcels
 * @param errors what is wrong with the lines that are none, each with its number
 */
record Manifest(List<Parcel> parcels, List<String> errors) {

	Manifest {
		parcels = List.copyOf(parcels);
		errors = List.copyOf(errors);
	}

	/**
	 * Read a manifest.
	 * @param lines its lines
	 * @return what is in it
	 * @throws IOException if it cannot be read
	 */
	static Manifest read(BufferedReader lines) throws IOException {
		List<Parcel> parcels = new ArrayList<>();
		List<String> errors = new ArrayList<>();
		int number = 0;
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			number++;
			try {
				if (!line.isBlank()) {
					parcels.add(Parcel.parse(line));
				}
			}
			catch (IllegalArgumentException ex) {
				errors.add("line %d: %s".formatted(number, ex.getMessage()));
			}
		}
		return new Manifest(parcels, errors);
	}

}
