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

package io.github.sshboot.client;

/**
 * A channel that the {@link ChannelLauncher} opens.
 */
interface LaunchedChannel {

	/**
	 * Return what the channel is for, as messages name it: "the command".
	 */
	String purpose();

	/**
	 * Return whether the server may open the channel if it is asked once more.
	 * @param reason why the server did not (RFC 4254 section 5.1)
	 */
	boolean isWorthAnotherTry(int reason);

	/**
	 * Let go of the channel without waiting for the server, see {@link Abandonment}.
	 */
	void abandon();

}
