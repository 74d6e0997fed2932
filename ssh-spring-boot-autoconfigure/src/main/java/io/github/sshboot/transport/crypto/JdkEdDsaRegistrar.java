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

package io.github.sshboot.transport.crypto;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Optional;

import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/**
 * Tells MINA about {@link JdkEdDsaSupport} and about nothing else, so that every other
 * algorithm stays with the provider that the JDK would choose.
 */
class JdkEdDsaRegistrar extends AbstractSecurityProviderRegistrar {

	private final Provider provider;

	JdkEdDsaRegistrar() {
		super("JDK-EdDSA");
		this.provider = provider();
	}

	/**
	 * Ask for the algorithm, since asking for those who provide it loads all the
	 * providers there are.
	 */
	private static Provider provider() {
		try {
			return KeyFactory.getInstance("Ed25519").getProvider();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no Ed25519", ex);
		}
	}

	/**
	 * MINA looks for a provider of this name, through all there are unless it finds one.
	 */
	@Override
	public String getProviderName() {
		return this.provider.getName();
	}

	@Override
	public boolean isSupported() {
		return true;
	}

	@Override
	public boolean isEnabled() {
		return true;
	}

	@Override
	public String getDefaultSecurityEntitySupportValue(Class<?> entityType) {
		return "";
	}

	@Override
	public boolean isSecurityEntitySupported(Class<?> entityType, String name) {
		return false;
	}

	@Override
	public boolean isNamedProviderUsed() {
		return false;
	}

	@Override
	public Provider getSecurityProvider() {
		return this.provider;
	}

	@Override
	public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
		return Optional.of(new JdkEdDsaSupport());
	}

}
