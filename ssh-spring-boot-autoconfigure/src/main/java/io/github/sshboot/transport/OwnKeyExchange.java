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

import java.util.function.BiFunction;

import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyExchange;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;

/**
 * Makes key exchanges of ours, which have the names of their key agreements.
 *
 * @param agreement makes the key agreements
 * @param maker makes a key exchange of a key agreement for a connection
 */
record OwnKeyExchange(DHFactory agreement,
		BiFunction<DHFactory, Session, KeyExchange> maker) implements KeyExchangeFactory {

	@Override
	public String getName() {
		return this.agreement.getName();
	}

	@Override
	public KeyExchange createKeyExchange(Session session) {
		return this.maker.apply(this.agreement, session);
	}

}
