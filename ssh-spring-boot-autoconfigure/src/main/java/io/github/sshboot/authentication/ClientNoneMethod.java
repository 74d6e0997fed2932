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

package io.github.sshboot.authentication;

/**
 * Logs in without any proof (RFC 4252 section 5.2). Of a server that wants one, it finds
 * out which.
 */
final class ClientNoneMethod implements ClientMethod {

	@Override
	public String name() {
		return "none";
	}

	@Override
	public ClientStep attempt(ClientLoginExchange exchange, boolean last) {
		return new ClientStep.Send(exchange.request(name()),
				(reply) -> new ClientStep.End(exchange.judge(reply).because("no password or private key set for it")));
	}

}
