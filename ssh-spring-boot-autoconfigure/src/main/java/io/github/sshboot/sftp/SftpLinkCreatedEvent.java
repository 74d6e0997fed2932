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

package io.github.sshboot.sftp;

/**
 * A user has created a link. The path is that of the link.
 *
 * @since 0.1.0
 */
public class SftpLinkCreatedEvent extends SftpEvent {

	private final String target;

	private final boolean symbolic;

	/**
	 * Create a new {@link SftpLinkCreatedEvent}.
	 * @param action what has been done
	 * @param target what the link leads to
	 * @param symbolic whether it is a symbolic link
	 */
	public SftpLinkCreatedEvent(SftpAction action, String target, boolean symbolic) {
		super(action);
		this.target = target;
		this.symbolic = symbolic;
	}

	/**
	 * Return what the link leads to.
	 * @return what a symbolic link holds, as the user has sent it, or the virtual path of
	 * the file that has got another name
	 */
	public String getTarget() {
		return this.target;
	}

	/**
	 * Return whether it is a symbolic link.
	 * @return whether it is symbolic and not another name of a file
	 */
	public boolean isSymbolic() {
		return this.symbolic;
	}

}
