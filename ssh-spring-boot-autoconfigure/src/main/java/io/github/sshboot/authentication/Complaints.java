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

package io.github.sshboot.authentication;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells the log once what is wrong with a file, however often it is looked at, and again
 * after it was right or when something else is wrong.
 */
final class Complaints {

	private static final Log logger = LogFactory.getLog(Complaints.class);

	/**
	 * Strangers choose the names of users, so there may be any number of files.
	 */
	private static final int MAX_SUBJECTS = 1000;

	private final Map<String, String> told = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
			return size() > MAX_SUBJECTS;
		}

	};

	/**
	 * Complain about something.
	 * @param subject what is wrong
	 * @param message the message, which says it as well
	 */
	void add(String subject, String message) {
		synchronized (this.told) {
			if (message.equals(this.told.put(subject, message))) {
				return;
			}
		}
		logger.warn(message);
	}

	/**
	 * Remember that something is right.
	 */
	void remove(String subject) {
		synchronized (this.told) {
			this.told.remove(subject);
		}
	}

}
