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

import java.util.function.BooleanSupplier;

import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;

/**
 * Makes key agreements in place of those that MINA has under the same name.
 *
 * @param builtin what MINA has
 * @param supported whether this Java runtime has what ours need
 * @param maker makes one for each key exchange
 */
record OwnKeyAgreement(BuiltinDHFactories builtin, BooleanSupplier supported, Maker maker) implements DHFactory {

	@Override
	public String getName() {
		return this.builtin.getName();
	}

	@Override
	public boolean isGroupExchange() {
		return false;
	}

	@Override
	public AbstractDH create(Object... params) throws Exception {
		return this.maker.make();
	}

	@Override
	public boolean isSupported() {
		return this.supported.getAsBoolean();
	}

	/**
	 * Makes key agreements.
	 */
	@FunctionalInterface
	interface Maker {

		AbstractDH make() throws Exception;

	}

}
