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
package io.github.sshboot.client.sftp;

import java.io.IOException;

/**
 * Something that takes several requests, of which many run at a time, see
 * {@link Pipeline}. All methods are called by the thread that runs the pipeline.
 */
interface Job {

	/**
	 * Send the first requests.
	 */
	void start() throws IOException;

	/**
	 * A reply has come.
	 * @param reply the request with its reply
	 */
	void proceed(Request reply) throws IOException;

	/**
	 * There is room for more data on its way.
	 */
	default void fill() throws IOException {
	}

	/**
	 * Return whether there is nothing left to do.
	 */
	boolean isDone();

	/**
	 * Leave nothing behind: the pipeline has failed, and replies to all requests have
	 * come.
	 */
	void abort();

}
