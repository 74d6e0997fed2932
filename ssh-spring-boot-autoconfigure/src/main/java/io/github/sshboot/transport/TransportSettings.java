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

/**
 * How a connection is protected and kept, the same for servers and clients.
 *
 * @param algorithms the algorithms that are offered
 * @param rekey when new keys are agreed on
 * @param keepAlive how a peer that is gone is found out
 * @since 0.1.0
 */
public record TransportSettings(AlgorithmSettings algorithms, RekeySettings rekey, KeepAliveSettings keepAlive) {

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static TransportSettings defaults() {
		return new TransportSettings(AlgorithmSettings.of(AlgorithmProfile.DEFAULT), RekeySettings.defaults(),
				KeepAliveSettings.defaults());
	}

}
