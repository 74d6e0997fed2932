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

package io.github.sshboot.autoconfigure.client;

import java.util.Map;
import java.util.Set;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if one of the configured connections is the plain client: the one named
 * {@code default} or the only one.
 */
class OnDefaultConnectionCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Set<String> names = Binder.get(context.getEnvironment())
			.bind("ssh.client.connections", Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.keySet();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Default SSH connection");
		if (names.contains(SshClientAutoConfiguration.DEFAULT_CONNECTION) || names.size() == 1) {
			return ConditionOutcome.match(message.foundExactly("connections " + names));
		}
		return ConditionOutcome.noMatch(names.isEmpty() ? message.because("no connection is configured")
				: message.because("of the connections %s none is named 'default'".formatted(names)));
	}

}
