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
package io.github.sshboot.client.transfer;

import java.util.List;

/**
 * What a transfer has done.
 *
 * @param files how many files were transferred
 * @param directories how many directories were gone through
 * @param bytes how many bytes were transferred
 * @param skipped the paths of what is neither a file nor a directory, such as symbolic
 * links that are not followed, or has a name that cannot be told
 * @since 0.1.0
 */
public record TransferSummary(long files, long directories, long bytes, List<String> skipped) {

	/**
	 * Create a new {@link TransferSummary}.
	 * @param files how many files were transferred
	 * @param directories how many directories were gone through
	 * @param bytes how many bytes were transferred
	 * @param skipped the paths of what was left out
	 */
	public TransferSummary {
		skipped = List.copyOf(skipped);
	}

}
