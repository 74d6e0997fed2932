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

package io.github.sshboot.benchmarks.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * Lets sessions of MINA offer one cipher.
 *
 * @param all the ciphers there are
 * @param name the name of the one to offer
 */
record CipherListener(List<NamedFactory<Cipher>> all, AtomicReference<String> name) implements SessionListener {

	@Override
	public void sessionCreated(Session session) {
		session.setCipherFactories(
				this.all.stream().filter((cipher) -> cipher.getName().equals(this.name.get())).toList());
	}

}
