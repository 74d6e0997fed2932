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

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.springframework.stereotype.Repository;

/**
 * The parcels at the desk.
 */
@Repository
class ParcelRepository {

	private final Map<String, Parcel> parcels = new ConcurrentSkipListMap<>();

	ParcelRepository() {
		save(Parcel.parse("AB1001,Ada Lovelace,domestic,1.2"));
		save(Parcel.parse("AB1002,Grace Hopper,world,4.5"));
		save(Parcel.parse("CD2001,Jörg Müller,europe,0.8"));
	}

	List<Parcel> findAll() {
		return List.copyOf(this.parcels.values());
	}

	Parcel get(String id) {
		Parcel parcel = this.parcels.get(id);
		if (parcel == null) {
			throw new UnknownParcelException(id);
		}
		return parcel;
	}

	void save(Parcel parcel) {
		this.parcels.put(parcel.id(), parcel);
	}

}
