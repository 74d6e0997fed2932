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

package io.github.sshboot.server;

import java.time.Duration;

/**
 * What a connection that ends without a login has a penalty for.
 */
enum Offence {

	NO_LOGIN("connections that leave without a login"),

	FAILED_LOGIN("failed logins"),

	UNKNOWN_USER("logins of unknown users"),

	LOGIN_TIMEOUT("connections that do not log in in time"),

	PROTOCOL_ERROR("breaking the protocol");

	private final String description;

	Offence(String description) {
		this.description = description;
	}

	Duration penalty(LimitSettings.Penalties settings) {
		return switch (this) {
			case NO_LOGIN -> settings.noLogin();
			case FAILED_LOGIN -> settings.failedLogin();
			case UNKNOWN_USER -> settings.unknownUser();
			case LOGIN_TIMEOUT -> settings.loginTimeout();
			case PROTOCOL_ERROR -> settings.protocolError();
		};
	}

	@Override
	public String toString() {
		return this.description;
	}

}
