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

import org.jspecify.annotations.Nullable;

/**
 * A certificate cannot be used. The message names where it comes from and what is wrong
 * with it.
 *
 * @since 0.1.0
 */
public class CertificateException extends KeyMaterialException {

	private final Problem problem;

	/**
	 * Create a new {@link CertificateException}.
	 * @param material where the certificate comes from
	 * @param problem what is wrong
	 * @param detail what is wrong, in words that follow the location
	 * @param cause the cause or {@code null}
	 */
	public CertificateException(KeyMaterial material, Problem problem, String detail, @Nullable Throwable cause) {
		super("Certificate", material, detail, cause);
		this.problem = problem;
	}

	/**
	 * Tell of something that is not exactly one certificate.
	 * @param material where it comes from
	 * @param cause the cause or {@code null}
	 * @return the exception
	 */
	public static CertificateException malformed(KeyMaterial material, @Nullable Throwable cause) {
		return new CertificateException(material, Problem.MALFORMED, "is not one OpenSSH certificate", cause);
	}

	/**
	 * Return what is wrong.
	 * @return the problem
	 */
	public Problem getProblem() {
		return this.problem;
	}

	/**
	 * What can be wrong with a certificate.
	 */
	public enum Problem {

		/**
		 * There is no such file.
		 */
		NOT_FOUND,

		/**
		 * It exists but cannot be read.
		 */
		UNREADABLE,

		/**
		 * It is not an OpenSSH certificate.
		 */
		MALFORMED,

		/**
		 * It is the certificate of a user where one of a host is needed, or the other way
		 * round.
		 */
		WRONG_KIND,

		/**
		 * The signature of its certificate authority is wrong or too weak.
		 */
		BAD_SIGNATURE,

		/**
		 * It certifies a key that is none of the private keys.
		 */
		NO_KEY

	}

}
