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

package io.github.sshboot.docs;

import java.time.Clock;

import io.github.sshboot.session.SshHandler;
import io.github.sshboot.session.SshHandlerMapping;
import io.github.sshboot.session.SshInterceptor;
import io.github.sshboot.session.SshSession;
import io.github.sshboot.session.annotation.SshArgumentResolver;
import io.github.sshboot.session.annotation.SshHandlerMethod;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;

@Configuration(proxyBeanMethods = false)
class HandlerConfiguration {

	private static final Log logger = LogFactory.getLog(HandlerConfiguration.class);

	@Bean
	Converter<String, Tenant> tenantConverter() {
		return new TenantConverter();
	}

	@Bean
	SshArgumentResolver clockResolver() {
		return new SshArgumentResolver() {

			@Override
			public boolean supportsParameter(MethodParameter parameter) {
				return parameter.getParameterType() == Clock.class;
			}

			@Override
			public Object resolveArgument(MethodParameter parameter, SshSession session) {
				return Clock.systemUTC();
			}

		};
	}

	@Bean
	@Order(1)
	SshInterceptor audit() {
		return (session, next) -> {
			String pattern = (session.getHandler() instanceof SshHandlerMethod method) ? method.getPattern() : "other";
			logger.info("%s runs %s".formatted(session.getIdentity().username(), pattern));
			next.handle(session);
		};
	}

	@Bean
	SshHandler handler() {
		return (session) -> {
			switch (session.getRequest().kind()) {
				case EXEC -> session.getInput().transferTo(session.getOutput());
				case SHELL, SUBSYSTEM -> session.exit(1);
			}
		};
	}

	@Bean
	SshHandlerMapping maintenance() {
		SshHandler closed = (session) -> {
			session.getErrorWriter().println("Closed for maintenance.");
			session.exit(69);
		};
		return (session) -> session.getIdentity().authorities().contains("customer") ? closed : null;
	}

}
