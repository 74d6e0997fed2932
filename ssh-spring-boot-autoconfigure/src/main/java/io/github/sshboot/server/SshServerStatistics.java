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

package io.github.sshboot.server;

/**
 * The connections of a server, now and since it was started.
 *
 * @param connections how many there are
 * @param unauthenticated how many of them have not logged in
 * @param admitted how many there were, those that there are included
 * @param evicted how many were closed before they had logged in, to make room for others
 * @param refused how many were not admitted, because there was no room or because of
 * penalties
 * @param penalties how often sources began to be refused because of penalties
 * @since 0.1.0
 */
public record SshServerStatistics(int connections, int unauthenticated, long admitted, long evicted, long refused,
		long penalties) {

}
