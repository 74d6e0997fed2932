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

package io.github.sshboot.docs;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.sshboot.session.annotation.SshArgument;
import io.github.sshboot.session.annotation.SshCommand;
import io.github.sshboot.session.annotation.SshController;

@SshController
class Parcels {

	@SshCommand(value = "parcels show {id}", description = "Show a parcel.")
	String show(@SshArgument long id) {
		return "parcel " + id;
	}

	@SshCommand(value = "parcels import {file...}", description = "Import parcels from files.")
	Stream<String> importAll(@SshArgument("file") List<String> files, Locale locale) {
		return files.stream().map((file) -> "%s: %,d parcels".formatted(file, 0).toLowerCase(locale));
	}

}
