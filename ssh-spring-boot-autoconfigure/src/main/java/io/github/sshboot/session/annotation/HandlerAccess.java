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

package io.github.sshboot.session.annotation;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.github.sshboot.authentication.SshIdentity;

/**
 * Who may call a method.
 *
 * @param method the method
 * @param controller the type of its controller
 * @param authorities one of these is needed; empty if anybody may
 * @param authorizers know who else would be refused
 */
record HandlerAccess(Method method, Class<?> controller, Set<String> authorities,
		List<SshHandlerAuthorizer> authorizers) {

	HandlerAccess {
		authorities = Set.copyOf(authorities);
		authorizers = List.copyOf(authorizers);
	}

	/**
	 * Return whether a user has one of the authorities.
	 */
	boolean isGranted(SshIdentity identity) {
		return this.authorities.isEmpty() || !Collections.disjoint(this.authorities, identity.authorities());
	}

	/**
	 * Return whether a user is to know of the method.
	 */
	boolean isVisible(SshIdentity identity) {
		return isGranted(identity) && this.authorizers.stream()
			.allMatch((authorizer) -> authorizer.mayCall(identity, this.method, this.controller));
	}

}
