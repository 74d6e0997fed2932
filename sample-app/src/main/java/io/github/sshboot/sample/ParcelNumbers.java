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

import java.util.Collection;

import io.github.sshboot.authentication.SshIdentity;
import io.github.sshboot.session.annotation.SshArgumentCompleter;
import io.github.sshboot.session.annotation.SshCompletion;

import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;

/**
 * Completes the numbers of parcels in the shell.
 */
@Component
class ParcelNumbers implements SshArgumentCompleter {

	private final ParcelRepository parcels;

	ParcelNumbers(ParcelRepository parcels) {
		this.parcels = parcels;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getContainingClass() == ParcelController.class && "id".equals(parameter.getParameterName());
	}

	@Override
	public Collection<SshCompletion> complete(MethodParameter parameter, String typed, SshIdentity identity) {
		return this.parcels.findAll()
			.stream()
			.map((parcel) -> new SshCompletion(parcel.id(), parcel.recipient()))
			.toList();
	}

}
