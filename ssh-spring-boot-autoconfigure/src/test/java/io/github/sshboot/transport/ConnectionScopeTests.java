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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConnectionScopeTests {

	private final ConnectionScope scope = new ConnectionScope();

	@Test
	void returnsWhatWasPut() {
		this.scope.put(SshEndpoint.class, new SshEndpoint("example.org", 22));
		assertThat(this.scope.get(SshEndpoint.class)).isEqualTo(new SshEndpoint("example.org", 22));
		assertThat(this.scope.getRequired(SshEndpoint.class)).isEqualTo(new SshEndpoint("example.org", 22));
	}

	@Test
	void replacesAnEarlierValue() {
		this.scope.put(SshEndpoint.class, new SshEndpoint("example.org", 22));
		this.scope.put(SshEndpoint.class, new SshEndpoint("example.org", 2222));
		assertThat(this.scope.get(SshEndpoint.class)).extracting(SshEndpoint::port).isEqualTo(2222);
	}

	@Test
	void keepsValuesByTheTypeTheyWerePutUnder() {
		this.scope.put(CharSequence.class, "text");
		this.scope.put(Object.class, "object");
		assertThat(this.scope.get(CharSequence.class)).isEqualTo("text");
		assertThat(this.scope.get(Object.class)).isEqualTo("object");
		assertThat(this.scope.get(String.class)).isNull();
	}

	@Test
	void namesTheTypeThatIsMissing() {
		assertThat(this.scope.get(SshEndpoint.class)).isNull();
		assertThatIllegalStateException().isThrownBy(() -> this.scope.getRequired(SshEndpoint.class))
			.withMessage("The connection has no SshEndpoint");
	}

	@Test
	void refusesNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.scope.put(String.class, null))
			.withMessage("'value' must not be null");
	}

	@Test
	void scopesOfDifferentConnectionsAreSeparate() {
		this.scope.put(String.class, "mine");
		assertThat(new ConnectionScope().get(String.class)).isNull();
	}

}
